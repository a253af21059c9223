"""A small world to ask every address in: one person of each role, what is theirs, and what is somebody else's."""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from flask import Flask
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from app.extensions import db
from app.models import (
    Agency,
    Approval,
    ApprovalKind,
    Authenticator,
    Base,
    ChildRecord,
    Contact,
    Contribution,
    KeptWork,
    Passkey,
    Person,
    Recommendation,
    RecoveryCode,
    Review,
    Role,
    SignIn,
    View,
    utc_now,
)
from app.models.codes import Impact, Permission, ProposalState, RecommendationState, ReportPart, Standard
from app.protection.cookie_secret import CookieSecret, new_secret
from app.protection.fingerprints import mark
from app.protection.passphrases import hash_passphrase
from app.protection.sealing import vault
from app.services import keeping, signing_in
from app.services.clocks import FinancialYear
from tests.board_meeting_factories import (
    AgendaItemFactory,
    AgendaProposalFactory,
    BoardMeetingFactory,
    MeetingPaperFactory,
)
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    AlertFactory,
    ChildRecordFactory,
    CommitmentFactory,
    ConferenceFactory,
    ContributionFactory,
    MeetingReplyFactory,
    MinuteTakerFactory,
    PersonFactory,
    PublicationFactory,
    RecommendationFactory,
    ReviewFactory,
    ViewFactory,
    WishFactory,
)
from tests.guidance_factories import EVERYBODY, make_guidance
from tests.member_factories import MemberTextFactory, answered_question, rank_all
from tests.note_factories import ChecklistFactory, MemberNoteFactory
from tests.participation_factories import (
    AdvisorProfileFactory,
    AnswerDraftFactory,
    CannedOpeningFactory,
    ContactReleaseFactory,
    HoldFactory,
    NoteFactory,
    QuoteFactory,
    RedactionFactory,
    RotaEntryFactory,
    SubjectPieceFactory,
    SubjectRequestFactory,
    ThemeFactory,
    ViewThemeFactory,
)
from tests.partnership_factories import FrameworkVersionFactory, SelfAssessmentFactory, StandardScoreFactory
from tests.report_factories import make_report

OWN = "own"
SOMEONE_ELSES = "someone else's"
THROUGH_MY_OWN = "someone else's in my own"  # the address begins with a row of mine and goes on with theirs
MISSING = "missing"
NO_ROW = "–"
NOBODY = "nobody"
HALF_WAY = "half-way"  # staff whose second step is still to come
FIRST_TIME = "first time"  # staff who have no second step yet: they must set one up first
LONG_AGO = "long ago"  # somebody who is signed in, and proved who they are longer ago than some pages ask for
WHO = (NOBODY, HALF_WAY, FIRST_TIME, LONG_AGO, *(role.value for role in Role))

OUR_WORDS, THEIR_WORDS = "Kestrels nest above the shop.", "Herons wait below the weir."  # a child's, in two conferences
FOR_THE_CHAIR = "An owl for the chair alone."
IN_A_VIEW, IN_A_NOTE = "Otters under the bridge.", "Wrens in the wall."  # raw words: of a view, of an unread note
SCORED = Standard.LISTENING  # the standard that an address may name
PUBLISHED = "views_by_topic"
LAST_QUARTER = "2026-3"
USERNAME = "amara"  # the young advisor's
PASSPHRASE = "four quiet blue teapots"  # everybody's: a hash takes long

Rows = dict[str, str]


class UnknownRow(LookupError):
    """An address names a kind of row that this world has none of."""


@dataclass
class Standing:
    """One person at their browser, and the rows that addresses can name for them."""

    cookie: str
    other_cookies: dict[str, str] = field(default_factory=dict)  # half-way, for the first time, long ago
    rows: dict[str, Rows] = field(default_factory=dict)


@dataclass
class World:
    nobody: Standing
    people: dict[str, Standing]
    form_tokens: dict[str, str]

    def standing(self, who: str) -> Standing:
        return self.nobody if who == NOBODY else self.people[who]

    def row_ids(self) -> tuple[str, ...]:
        """What addresses can name, whoever it belongs to."""
        ids = {row for one in self.people.values() for rows in one.rows.values() for row in rows.values()}
        return tuple(sorted(ids))

    def rows_for(self, who: str, whose: str, names: Sequence[str]) -> Rows:
        """What stands in an address for this person.

        Raises UnknownRow when the address names something that is not in this world yet.
        """
        rows = self.standing(who).rows
        for name in names:
            if name not in rows[OWN]:
                raise UnknownRow(f"An address holds <{name}>: say in access/world.py (rows_of) which row that is.")
        if whose == MISSING:
            return {name: str(uuid.uuid4()) for name in names}
        if whose == THROUGH_MY_OWN:
            return {name: rows[OWN if name == names[0] else SOMEONE_ELSES][name] for name in names}
        return {name: rows[OWN if whose == NO_ROW else whose][name] for name in names}


def make_world(app: Flask) -> World:
    """Make the people and their rows, and commit them: to a transaction that whoever asks for a world undoes."""
    us = {role: make_person(role) for role in Role}
    FrameworkVersionFactory()
    PublicationFactory(table_name=PUBLISHED)
    us[Role.YOUNG_ADVISOR].username = USERNAME
    them = {role: make_person(role) for role in Role}
    shared = {OWN: shared_rows(us, OUR_WORDS), SOMEONE_ELSES: shared_rows(them, THEIR_WORDS)}
    people = {}
    for role in Role:
        person, rows = us[role], {OWN: rows_of(us[role]), SOMEONE_ELSES: rows_of(them[role])}
        people[role.value] = Standing(
            cookie=sign_in(app, person),
            other_cookies=other_sign_ins(app, person),
            rows={whose: shared[whose] | rows[whose] for whose in rows},
        )
    nobody = Standing(cookie=new_secret(), rows=people[Role.CHAIR.value].rows)
    cookies = [cookie for one in (nobody, *people.values()) for cookie in (one.cookie, *one.other_cookies.values())]
    world = World(nobody, people, {cookie: form_token(app, cookie) for cookie in cookies})
    db.session.remove()
    return world


def other_sign_ins(app: Flask, person: Person) -> dict[str, str]:
    """This person as they may also stand there, and a newcomer of the same role."""
    long_ago = sign_in(app, person, confirmed_at=utc_now() - timedelta(hours=2))
    if person.role.is_young:
        return {LONG_AGO: long_ago}
    newcomer = make_newcomer(person.role)
    return {
        LONG_AGO: long_ago,
        HALF_WAY: sign_in(app, person, half_way=True),
        FIRST_TIME: sign_in(app, newcomer, half_way=True),
    }


def make_newcomer(role: Role) -> Person:
    """Somebody who has chosen a passphrase, and nothing more."""
    agency = AgencyFactory() if role is Role.AGENCY_LEAD else None
    return PersonFactory(role=role, agency_id=agency and agency.id, passphrase_hash=hashed(PASSPHRASE))


@cache
def hashed(passphrase: str) -> str:
    return hash_passphrase(passphrase)


def make_person(role: Role) -> Person:
    """Somebody of this role, with everything that people of this role have to sign in with."""
    person = make_newcomer(role)
    if not role.is_young:
        add(Authenticator(person_id=person.id, secret="JBSWY3DPEHPK3PXP", confirmed_at=utc_now()))
        code_mark = mark(vault.ring, "tokens", f"a recovery code of {person.id}")
        add(RecoveryCode(person_id=person.id, code_mark=code_mark, key_id=vault.ring.newest))
    return person


def shared_rows(people: dict[Role, Person], words: str) -> Rows:
    """What belongs to nobody who is signed in, or to the one role it means something to: for the others any will do."""
    view = ViewFactory(unsafe=True, permission=Permission.EVERYONE, words=IN_A_VIEW)
    AlertFactory(view=view)
    add(Contact(view_id=view.id, wants_contact=True, how="Ask for me at the school office"))
    add_what_staff_keep(view, people)
    record = record_that_says(words, people[Role.CHAIR])
    taker = MinuteTakerFactory(conference=record.conference, person=people[Role.PARTICIPATION_WORKER])
    approval = Approval(
        kind=ApprovalKind.JOINING_LINK,
        person_id=PersonFactory(role=Role.CHAIR).id,
        asked_by_id=people[Role.ADMINISTRATOR].id,
        reason="A new chair",
        expires_at=utc_now() + timedelta(days=1),
    )
    add(approval)
    review = ReviewFactory()
    return {
        "view_id": str(view.id),
        "theme_id": str(rank_all(LAST_QUARTER, ThemeFactory()).id),
        "quarter": LAST_QUARTER,
        **question_rows(),
        "opening_id": str(CannedOpeningFactory().id),
        "conference_id": str(record.conference_id),
        "record_id": str(record.id),
        "wish_id": str(WishFactory(record=record, text=words, changed=words, explanation=words).id),
        "action_id": str(ActionFactory(record=record, agency=agency_of(people[Role.AGENCY_LEAD])).id),
        "taker_id": str(taker.id),
        "code": "PN3",
        "table": PUBLISHED,
        "approval_id": str(approval.id),
        "commitment_id": str(CommitmentFactory().id),
        "review_id": str(review.id),
        **guidance_rows(EVERYBODY if words == OUR_WORDS else [Role.ADMINISTRATOR]),
        **report_rows(2025 if words == OUR_WORDS else 2024),
        "recommendation_id": str(seen_through(review, agency_of(people[Role.AGENCY_LEAD])).id),
        "standard": SCORED.slug,
        "setting": "childline_number",
        "reply_id": str(MeetingReplyFactory(record=record, words=words).id),
        "quote_id": str(QuoteFactory().id),
        **a_request(),
        "release_id": str(ContactReleaseFactory(released_to_id=people[Role.SAFEGUARDING_LEAD].id).id),
        "advisor_id": str(AdvisorProfileFactory(looked_after_by_id=people[Role.PARTICIPATION_WORKER].id).person_id),
        "entry_id": str(RotaEntryFactory().id),
        **meeting_rows(words, people),
        "note_id": str(MemberNoteFactory(words=IN_A_NOTE).id),
        "checklist_id": str(ChecklistFactory().id),
        "alert_id": str(AlertFactory(view=None, contribution=page_that_says(words, record)).id),
    }


def guidance_rows(roles: Iterable[Role]) -> Rows:
    """Guidance that everybody of these roles must read."""
    guidance = make_guidance("Ask.", roles=roles)
    return {"guidance_id": str(guidance.id), "version_id": str(guidance.versions[0].id)}


def report_rows(begins: int) -> Rows:
    """The annual report of the year that begins then, published."""
    report = make_report(begins)
    year = FinancialYear(begins).code
    return {"year": year, "part": ReportPart.OPENING.slug, "report_version_id": str(report.versions[0].id)}


def meeting_rows(words: str, people: dict[Role, Person]) -> Rows:
    """A meeting of the board that nobody has said was held, and what members proposed, passed on to the board.

    Of the others: one whose minutes members read, and what was taken back before anybody had read it.
    """
    is_ours, over = words == OUR_WORDS, {"state": ProposalState.WITHDRAWN, "withdrawn_at": utc_now()}
    read = {} if is_ours else {"held": True, "minutes_published_at": utc_now()}
    meeting = BoardMeetingFactory(**{"held_on": date(2026, 11, 3)} | read)
    items = [
        AgendaItemFactory(meeting=meeting, title=title, position=position, said="Read.", decided="Agreed.")
        for position, title in enumerate(("Figures", "The budget"), 1)
    ]
    if is_ours:
        items[0].said = items[0].decided = None
    member_id = people[Role.SHADOW_BOARD_MEMBER].id
    return {
        "meeting_id": str(meeting.id),
        "item_id": str(items[0].id),
        "paper_id": str(MeetingPaperFactory(meeting=meeting, published=is_ours).id),
        "proposal_id": str(AgendaProposalFactory(person_id=member_id, **{"passed_on": True} if is_ours else over).id),
    }


def question_rows() -> Rows:
    """A question of members that the board has answered, and what a member wrote about it."""
    question = answered_question()
    return {"question_id": str(question.id), "text_id": str(MemberTextFactory(question=question, passed=True).id)}


def a_request() -> Rows:
    """Somebody asks what is held; a safeguarding lead has begun to go through it."""
    request = SubjectRequestFactory(about=ViewFactory(words=IN_A_VIEW, answered=True))
    return {"request_id": str(request.id), "piece_id": str(SubjectPieceFactory(request=request).id)}


def seen_through(review: Review, agency: Agency) -> Recommendation:
    """A recommendation that the board can close."""
    return RecommendationFactory(
        review=review,
        agency=agency,
        state=RecommendationState.DONE,
        changed="They ask now.",
        evidence="40 agendas",
        impact=Impact.DIFFERENCE,
        impact_checked_on=date(2026, 11, 1),
        impact_says="More are heard.",
    )


def record_that_says(words: str, chair: Person) -> ChildRecord:
    """A child's record with these words wherever somebody may write."""
    conference = ConferenceFactory(chair=chair, late_reason=words, not_quorate_reason=words)
    return ChildRecordFactory(
        conference=conference,
        own_words=words,
        observation=words,
        not_heard_reason=words,
        teller=words,
        not_told_reason=words,
        first_language=words,
    )


def page_that_says(words: str, record: ChildRecord) -> Contribution:
    """What the child wrote for the meeting. They do not feel safe."""
    return ContributionFactory(
        record=record,
        how_safe=2,
        good=words,
        worries=words,
        wishes_as_json=json.dumps([words]),
        speaker=words,
        understanding=words,
        private=words if words == THEIR_WORDS else FOR_THE_CHAIR,
    )


def agency_of(lead: Person) -> Agency:
    return db.session.get_one(Agency, lead.agency_id)


def add_what_staff_keep(view: View, people: dict[Role, Person]) -> None:
    """A draft that a colleague is asked to look at, a note, a theme, something that is hidden, and a hold."""
    AnswerDraftFactory(view=view, asked_at=utc_now(), asked_of_id=people[Role.PARTICIPATION_WORKER].id)
    NoteFactory(view=view)
    ViewThemeFactory(view=view)
    RedactionFactory(view=view)
    HoldFactory(view=view)


def rows_of(person: Person) -> Rows:
    """What an address may name that belongs to this one person."""
    passkey = Passkey(
        person_id=person.id, credential_id=uuid.uuid4().bytes, public_key=b"key", sign_count=0, name="My phone"
    )
    elsewhere = SignIn(
        person_id=person.id, secret_mark=uuid.uuid4().bytes, last_seen_at=utc_now(), confirmed_at=utc_now()
    )
    add(passkey, elsewhere)
    keeping.keep(person, path="/account", fields=[("words", "What I had typed")])
    kept_id = db.session.scalars(select(KeptWork.id).where(KeptWork.person_id == person.id)).one()
    token = signing_in.make_joining_link(person)
    db.session.commit()
    return {
        "person_id": str(person.id),
        "agency_id": str(agency_asked(person).id),
        "passkey_id": str(passkey.id),
        "sign_in_id": str(elsewhere.id),
        "kept_id": str(kept_id),
        "token": token,
        **(rows_of_member(person) if person.role.is_young else {}),
    }


def rows_of_member(member: Person) -> Rows:
    """What a member did under their name."""
    return {"view_id": str(ViewFactory(advisor_id=member.id).id)}


def agency_asked(person: Person) -> Agency:
    """The agency that an address may name: asked for this year's Section 11, and for a board member it has begun."""
    agency = agency_of(person) if person.agency_id else AgencyFactory()
    if person.role is Role.AGENCY_LEAD:
        SelfAssessmentFactory(agency=agency)
    elif person.role is Role.BOARD_MEMBER:
        StandardScoreFactory(assessment=SelfAssessmentFactory(agency=agency), standard=SCORED)
    return agency


def add(*rows: Base) -> None:
    db.session.add_all(rows)
    db.session.commit()


def sign_in(app: Flask, person: Person, *, half_way: bool = False, confirmed_at: datetime | None = None) -> str:
    """A cookie that stands for this person."""
    secret = new_secret()
    mark_of_cookie = CookieSecret(secret, app.session_interface.server_key).sign_in_mark
    signed_in = signing_in.sign_in(person, secret_mark=mark_of_cookie, half_way=half_way)
    signed_in.confirmed_at = confirmed_at or signed_in.confirmed_at
    db.session.commit()
    return secret


def form_token(app: Flask, cookie: str) -> str:
    """What the forms hold that this browser is shown."""
    headers = {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={cookie}"}
    with app.app_context(), app.test_request_context(headers=headers):  # a context of its own: the token stays on `g`
        return generate_csrf()
