"""Accounts of everybody who signs in, and how they prove who they are."""

from typing import Final

from app.models import (
    Approval,
    Authenticator,
    JoiningLink,
    KeptWork,
    Passkey,
    PasskeyChallenge,
    Person,
    RecoveryCode,
    RotaEntry,
    SignIn,
    WrongTry,
)
from app.services import signing_in, slowing
from app.services.data_map.answers import (
    GONE_WITH_LEAVING,
    MACHINE,
    THEMSELVES,
    WITH_ACCOUNT,
    Basis,
    Held,
    for_time,
    goes,
    held,
    no_rule,
)
from app.services.powers import Power
from app.services.retention.catalogue import Kind

KEEPERS: Final = (Power.KEEP_ACCOUNTS,)
AUDITORS: Final = (Power.READ_AUDIT,)
MINUTES: Final = for_time("minutes: what is used or too old is deleted")
KNOWN_DAYS: Final = signing_in.KNOWN_FOR.days
TRIED_HOURS: Final = round(slowing.FORGOTTEN_AFTER.total_seconds() / 3600)

ACCOUNTS: Final[tuple[Held, ...]] = (
    held(
        Person,
        "so that everybody who opens a child's words is somebody we know",
        Basis.STAFF,
        WITH_ACCOUNT,
        (*KEEPERS, "of members: participation worker", THEMSELVES, "the name: whoever sees what they did"),
        username="what they sign in with; of a member the name they chose, until their account is cleared",
        name_sealed="their name; of a member the name they chose",
        email="where staff are told that something waits; never of a member",
        role="what they may do",
        agency_id="the agency they belong to",
        is_active="whether they can sign in",
    ),
    held(
        Person,
        "so that only they can sign in",
        Basis.STAFF,
        WITH_ACCOUNT,
        (MACHINE,),
        passphrase_hash="their passphrase as an Argon2id hash",  # noqa: S106
    ),
    held(
        JoiningLink,
        "so that somebody new gets in once, and only they",
        Basis.STAFF,
        GONE_WITH_LEAVING,
        (*KEEPERS, Power.KEEP_YOUNG_ACCOUNTS),
        person_id="for whom",
        made_by_id="who made it",
        token_mark="a keyed hash of the link or of the joining words",  # noqa: S106
        expires_at="until when it works",
        used_at="when it was used",
    ),
    held(
        Approval,
        "so that nobody alone lets somebody open children's words",
        Basis.PROOF,
        WITH_ACCOUNT,
        KEEPERS,
        kind="what is asked for",
        person_id="for whom",
        role="which role",
        reason_sealed="why",
        asked_by_id="who asks",
        decided_by_id="who decided",
        decided_at="when",
        decision="yes or no",
        used_at="when it was used",
        expires_at="until when it can be",
    ),
    held(
        SignIn,
        "so that somebody stays signed in, sees where else they are, and a strange place is noticed",
        Basis.STAFF,
        for_time(f"{KNOWN_DAYS} days after it began (app/services/signing_in.py)"),
        (THEMSELVES, "when they last came in: administrator"),
        person_id="who",
        secret_mark="a hash of the cookie's secret",  # noqa: S106
        last_seen_at="when they were last there",
        confirmed_at="when they last proved who they are",
        ended_at="when it ended",
        place_mark="a keyed hash of the address; the address is not kept",
        is_own_phone="whether a member said that it is their own phone",
        browser_name="the browser, such as “Firefox on Windows”",
    ),
    held(
        Authenticator,
        "so that a stolen passphrase opens nothing",
        Basis.STAFF,
        WITH_ACCOUNT,
        (MACHINE,),
        person_id="whose",
        secret_sealed="what makes the codes of their app; under a key of its own",  # noqa: S106
        confirmed_at="when it was first used",
        last_step="the newest code used",
    ),
    held(
        Passkey,
        "so that a stolen passphrase opens nothing",
        Basis.STAFF,
        WITH_ACCOUNT,
        (THEMSELVES,),
        person_id="whose",
        credential_id="the passkey's public id",
        public_key="what checks it",
        sign_count="how often it was used, as the passkey says",
        name="what its owner calls it",
        last_used_at="when it was last used",
    ),
    held(
        PasskeyChallenge,
        "so that a passkey's answer works once",
        Basis.STAFF,
        MINUTES,
        (MACHINE,),
        secret_mark="a hash of the cookie's secret",  # noqa: S106
        challenge="what the passkey must sign: random",
        expires_at="until when",
    ),
    held(
        RecoveryCode,
        "so that who lost their phone gets in",
        Basis.STAFF,
        WITH_ACCOUNT,
        (MACHINE,),
        person_id="whose",
        code_mark="a keyed hash of the code",
        key_id="which key made the hash",
        used_at="when it was used",
    ),
    held(
        KeptWork,
        "so that work is not lost when a sign-in ends while somebody types",
        Basis.CHILDREN,
        goes(Kind.KEPT_WORK),
        (THEMSELVES,),
        person_id="whose",
        fields_sealed="what they had typed, which may hold a child's words",
        expires_at="when it goes",
    ),
    held(
        WrongTry,
        "so that nobody guesses words or passphrases, and nobody is shut out for long",
        Basis.PROOF,
        for_time(f"{TRIED_HOURS} hour after the last wrong try (app/services/slowing.py)"),
        (MACHINE,),
        who_mark="a keyed hash of a browser, an address or an account",
        tries="how often it was wrong",
        last_at="when last",
        may_try_at="until when they were asked to wait",
    ),
    held(
        RotaEntry,
        "so that somebody is there to see alerts",
        Basis.STAFF,
        no_rule("until somebody takes it off the rota"),
        (Power.KEEP_ROTA, Power.READ_VIEWS),
        person_id="who is there",
        weekday="on which day of the week",
        opens="from when",
        closes="until when",
        rank="whose turn comes first",
        is_out_of_hours="whether it is outside the usual hours",
        on_bank_holidays="whether also on bank holidays",
        from_day="from which day on",
        until_day="until which day",
    ),
)
