"""Who can sign in, from the one-time link to the sign-out."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import JoiningLink, Person, Role, SignIn, utc_now
from app.protection.cookie_secret import new_secret
from app.protection.fingerprints import mark, marks
from app.protection.sealing import vault
from app.services import auditing, keeping, own_phones, settings, sign_in_rows, two_step
from app.services.errors import RuleBroken
from app.services.powers import ROLES, Stay

SEEN_EVERY = timedelta(minutes=1)
LONGEST_HALF_WAY = timedelta(minutes=15)  # from the passphrase to the second step
NOBODY = uuid.UUID(int=0)
KNOWN_FOR = timedelta(days=90)  # how long it is remembered that somebody was signed in, and from which place


def make_joining_link(person: Person, *, by: Person | None = None, token: str | None = None) -> str:
    """A secret for a link that lets this person choose a passphrase, once. Only its hash is kept.

    It takes the place of every link made before. `by` is nobody for one that is made at the server itself.
    """
    token = token or new_secret()
    add_way_in(person, mark(vault.ring, "tokens", token), by=by)
    return token


def add_way_in(person: Person, token_mark: bytes, *, by: Person | None) -> None:
    """One way in for this person, known by this mark, in the place of every other."""
    void_joining_links(person)
    expires_at = utc_now() + timedelta(days=settings.current().joining_days)
    made_by_id = by.id if by else None
    db.session.add(
        JoiningLink(person_id=person.id, made_by_id=made_by_id, token_mark=token_mark, expires_at=expires_at)
    )
    db.session.flush()


def void_joining_links(person: Person) -> None:
    """No link made until now lets this person in any more."""
    now = utc_now()
    db.session.execute(
        update(JoiningLink)
        .where(JoiningLink.person_id == person.id, JoiningLink.used_at.is_(None), JoiningLink.expires_at > now)
        .values(expires_at=now)
    )


def by_token(token: str) -> ColumnElement[bool]:
    return JoiningLink.token_mark.in_(marks(vault.ring, "tokens", token))


def find_joining_link(token: str) -> JoiningLink | None:
    """The link with its person, when it is there, unused and in time."""
    return find_way_in(by_token(token))


def find_way_in(which: ColumnElement[bool], *, for_change: bool = False) -> JoiningLink | None:
    """The same for any way in: a link, or 4 words (app/services/joining_words.py)."""
    query = (
        select(JoiningLink)
        .where(which, JoiningLink.used_at.is_(None), JoiningLink.expires_at > utc_now())
        .options(joinedload(JoiningLink.person))
    )
    return db.session.scalar(query.with_for_update(of=JoiningLink) if for_change else query)


def join(which: ColumnElement[bool], *, passphrase_hash: str) -> Person:
    """Use this way in: from now on this passphrase signs its person in. Nothing of before does.

    Every sign-in is ended and every second step forgotten: the link is for whoever lost their phone, too. Whoever
    needs a second step sets it up next, and is asked for it again at each sign-in until they have. No work that was
    kept from before waits for them.
    Raises RuleBroken when the link has been used in the meantime.
    """
    link = find_way_in(which)
    if link is not None:
        two_step.hold(link.person_id)  # before the link: whoever changes this account takes them in the same order
        link = find_way_in(which, for_change=True)
    if link is None:
        raise RuleBroken("This link has been used already. Sign in with the passphrase you chose.")
    link.used_at = utc_now()
    deed = "chose a new passphrase with a joining link" if link.person.passphrase_hash else "joined"
    auditing.note(link.person, deed, link.person)
    link.person.passphrase_hash = passphrase_hash
    end_all(link.person)
    two_step.forget_all(link.person, by=link.person)
    keeping.throw_away_all(link.person)
    db.session.flush()
    return link.person


@dataclass(frozen=True)
class Account:
    """What a try to sign in is compared with. Somebody unknown has an id that nobody has, and nothing that fits."""

    person_id: uuid.UUID = NOBODY
    passphrase_hash: str | None = field(default=None, repr=False)


def look_up(username: str) -> Account:
    """The account with the name that was typed. Nothing fits the passphrase of somebody who may not sign in."""
    row = db.session.execute(
        select(Person.id, Person.passphrase_hash, Person.is_active).where(Person.username == username.strip().lower())
    ).one_or_none()
    if row is None:
        return Account()
    return Account(row.id, row.passphrase_hash if row.is_active else None)


def hold(account: Account, *, renewed_hash: str | None = None) -> Person | None:
    """The person whose passphrase was right, as they are now. Until this work ends nobody else changes their account.

    None when that was done while the passphrase was looked at: they are paused, or have another passphrase. Otherwise
    the same passphrase may be hashed anew.
    """
    person = db.session.scalar(
        select(Person)
        .where(
            Person.id == account.person_id,
            Person.passphrase_hash == account.passphrase_hash,
            Person.is_active.is_(True),
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if person and renewed_hash:
        person.passphrase_hash = renewed_hash
    return person


def sign_in(
    person: Person,
    *,
    secret_mark: bytes,
    half_way: bool = False,
    place_mark: bytes | None = None,
    browser_name: str | None = None,
) -> SignIn:
    """Remember that this browser is this person from now on.

    `half_way`: their second step is still to come, and until then the sign-in opens nothing else. `place_mark` is a
    keyed hash of where the browser is (app/services/slowing.py). What is long over goes.
    """
    now = utc_now()
    signed_in = SignIn(
        person_id=person.id,
        secret_mark=secret_mark,
        last_seen_at=now,
        confirmed_at=None if half_way else now,
        place_mark=place_mark,
        browser_name=browser_name,
    )
    db.session.execute(delete(SignIn).where(SignIn.created_at < now - KNOWN_FOR))
    db.session.add(signed_in)
    if not half_way:
        auditing.note(person, "signed in", person)
    db.session.flush()
    return signed_in


def find_sign_in(secret_mark: bytes) -> SignIn | None:
    """The sign-in this hash stands for, with its person: not ended, not idle too long, not too old, not paused.

    It may be half-way: `confirmed_at` says whether it opens anything.
    """
    signed_in = sign_in_rows.find(secret_mark)
    return signed_in if signed_in and is_in_time(signed_in) else None


def is_in_time(signed_in: SignIn) -> bool:
    """Whether neither limit of this role has passed: since they were last seen, and since they signed in."""
    idle, longest = limits_of(signed_in.person.role)
    if kept := own_phones.how_long_kept(signed_in):
        idle = longest = kept
    if signed_in.confirmed_at is None:
        idle = longest = LONGEST_HALF_WAY
    now = utc_now()
    return now - signed_in.last_seen_at < idle and now - signed_in.created_at < longest


def limits_of(role: Role) -> tuple[timedelta, timedelta]:
    """How long somebody of this role may do nothing, and how long they stay signed in at most."""
    in_force = settings.current()
    minutes, hours = {
        Stay.YOUNG: (in_force.young_idle_minutes, in_force.young_hours),
        Stay.STAFF: (in_force.sign_in_idle_minutes, in_force.sign_in_hours),
        Stay.ADMINISTRATOR: (in_force.administrator_idle_minutes, in_force.administrator_hours),
    }[ROLES[role].stay]
    return timedelta(minutes=minutes), timedelta(hours=hours)


def confirm(signed_in: SignIn) -> None:
    """They have just proved who they are, with every step their role needs. The first time makes the sign-in whole."""
    deed = "showed again who they are" if signed_in.confirmed_at else "signed in"
    auditing.note(signed_in.person, deed, signed_in.person)
    signed_in.confirmed_at = utc_now()
    db.session.flush()


def is_confirmed_lately(signed_in: SignIn) -> bool:
    """Whether they have proved who they are within the minutes that the board has set."""
    longest = timedelta(minutes=settings.current().confirm_minutes)
    if signed_in.confirmed_at is None:
        return False
    return -SEEN_EVERY < utc_now() - signed_in.confirmed_at < longest  # later than now: this clock was set back since


def is_seen_again(signed_in: SignIn) -> bool:
    """Whether it is time to write down that they are still there; also when a clock was set back since."""
    return abs(utc_now() - signed_in.last_seen_at) > SEEN_EVERY


def see_again(sign_in_id: uuid.UUID) -> None:
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=utc_now()))


def end(secret_mark: bytes) -> None:
    """Sign this browser out."""
    db.session.execute(
        update(SignIn).where(SignIn.secret_mark == secret_mark, SignIn.ended_at.is_(None)).values(ended_at=utc_now())
    )


def sign_out(secret_mark: bytes) -> None:
    """The same because somebody asked for it at this browser: whoever was signed in, their account's history says so.

    Half-way, only the passphrase was right: that ends too, and is no signing out.
    """
    signed_in = find_sign_in(secret_mark)
    if signed_in and signed_in.confirmed_at:
        auditing.note(signed_in.person, "signed out", signed_in.person)
    end(secret_mark)


def end_all(person: Person) -> None:
    """Sign this person out everywhere."""
    db.session.execute(
        update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None)).values(ended_at=utc_now())
    )


def sign_ins_of(person: Person) -> list[SignIn]:
    """Where this person is signed in now, whole, the one seen last first."""
    rows = db.session.scalars(
        select(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.confirmed_at.is_not(None))
        .order_by(SignIn.last_seen_at.desc(), SignIn.id)
        .options(joinedload(SignIn.person))
    )
    return [row for row in rows if is_in_time(row)]


def end_one(person: Person, sign_in_id: uuid.UUID, *, by: Person | None = None) -> None:
    """Sign this person out at one browser. Raises NoResultFound when they have no such sign-in."""
    query = select(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == person.id)
    signed_in = db.session.scalars(query).one()
    signed_in.ended_at = signed_in.ended_at or utc_now()
    auditing.note(by or person, "ended a sign-in" if by else "ended another sign-in", person)
    db.session.flush()


def end_others(signed_in: SignIn) -> None:
    """Sign this person out everywhere but here. Half-way sign-ins end as well."""
    others = (SignIn.person_id == signed_in.person_id, SignIn.id != signed_in.id, SignIn.ended_at.is_(None))
    db.session.execute(update(SignIn).where(*others).values(ended_at=utc_now()))


def end_others_on_request(signed_in: SignIn) -> None:
    """The same, because they asked for it."""
    end_others(signed_in)
    auditing.note(signed_in.person, "ended every other sign-in", signed_in.person)
    db.session.flush()


def change_passphrase(signed_in: SignIn, *, passphrase_hash: str, secret_mark: bytes) -> None:
    """From now on this passphrase signs its person in. Every other sign-in ends; this one goes on under a new cookie.

    No joining link that was made before lets anybody in any more. It proves no second step, so when they last proved
    who they are stays as it was. Source: ASVS 5.0, 7.4.3.
    """
    person = signed_in.person
    person.passphrase_hash = passphrase_hash
    signed_in.secret_mark = secret_mark
    end_others(signed_in)
    void_joining_links(person)
    auditing.note(person, "changed the passphrase", person)
    db.session.flush()
