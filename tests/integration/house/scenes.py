"""Who stands before which form, and in which state: for tests that ask something of every form there is.

Which forms there are and who may use them stands in access/expected.csv, which is compared with the service itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import (
    AdvisorProfile,
    AgendaItem,
    AgendaProposal,
    Alert,
    AnnualReport,
    Approval,
    Base,
    BoardMeeting,
    BoardQuestion,
    ChildRecord,
    Commitment,
    Conference,
    Contact,
    Decision,
    Guidance,
    GuidanceVersion,
    MeetingPaper,
    MeetingReply,
    MemberText,
    Person,
    QuestionRound,
    Quote,
    Recommendation,
    Review,
    Role,
    StandardScore,
    SubjectRequest,
    View,
    utc_now,
)
from app.models.codes import (
    BoardMeetingState,
    Extent,
    MemberTextKind,
    MemberTextState,
    ParticipationCode,
    ProposalState,
    QuestionState,
    QuoteState,
    RecommendationState,
    ReportReason,
    SafeNow,
    Stage,
    ViewStatus,
)
from app.protection.four_words import choose_words
from app.services import clocks, importing, joining_words
from app.services.retention import said
from app.services.subject_access import deciding, exporting
from tests.factories import (
    AnswerFactory,
    ChildRecordFactory,
    ConferenceFactory,
    ContributionFactory,
    MeetingWordsFactory,
    PersonFactory,
    WishFactory,
)
from tests.guidance_factories import version_of
from tests.integration.access import walk
from tests.integration.access.world import LONG_AGO, NOBODY, OWN, SOMEONE_ELSES, WHO, World, form_token
from tests.integration.conftest import each_statement
from tests.integration.house import hostile
from tests.integration.house.hostile import FORM, Form
from tests.participation_factories import ContactReleaseFactory, HoldFactory
from tests.visitor import Visitor


def part_of(rule: str) -> str:
    """inbox, of /inbox/<uuid:view_id>"""
    return rule.split("/")[1]


EXPECTED = walk.read_expected()
TABLES = frozenset(Base.metadata.tables)
ADDS_OR_CHANGES = re.compile(r'(?:INSERT INTO|UPDATE) "?(\w+)')
READS = re.compile(r"SELECT |(?:ROLLBACK TO |RELEASE )?SAVEPOINT ")
# What a form may answer: a page, an empty receipt, another page; put right, gone, refused by a rule, too much, wait.
ANSWERS = frozenset({200, 204, 302, 303, 400, 404, 409, 413, 415, 429})
# What is written down whether or not a form could be taken: who looked, who tried, what this browser is known by.
NOTES = frozenset({"audit_line", "passkey_challenge", "sign_in", "visit", "wrong_try"})
# That a view was read changes what is due about it, and so where it stands, in its themes too.
WAS_READ = {"young_person_view", "view_theme"}
# Forms that store what is right in them and say with a 400 what is not: each with the only tables that may differ then.
STORES_WHAT_IS_RIGHT = {
    "chairs.open_reply": {"meeting_reply"},  # that it was read: the page holds the words
    # Each part of the page is saved for itself, and what the child wrote is read: it stands there too.
    "chairs.save_record": {
        *("child_record", "record_source", "record_need", "record_aid", "record_harm", "record_topic", "record_adult"),
        "contribution",
    },
    "participation.open_note": {"member_note"},  # that it was read: the page holds the words
    "participation.close_taken_back": WAS_READ,  # the page holds the words
    "participation.mark_not_genuine": WAS_READ,
    "participation.agree_to_request": {"subject_piece"},  # where each piece stands: the page holds the words
    "participation.decide_piece": {"subject_piece"},
    "participation.give_nothing": {"subject_piece"},
    "participation.decide_quote": WAS_READ,
    "participation.look_again": WAS_READ,
    "participation.open_contact": WAS_READ,
    "participation.open_view": WAS_READ,
    "participation.raise_alert": WAS_READ,
    "participation.raise_on_member_note": {"member_note"},
    "participation.decide_member_text": {"member_text"},
    "participation.raise_on_member_text": {"member_text"},
    "participation.take_off_public": {"member_text"},
    "participation.open_proposal": {"agenda_proposal"},  # that it was read: the page holds the words
    "participation.raise_proposal_alert": {"agenda_proposal"},
    "participation.add_note": WAS_READ,
    "participation.ask_colleague": WAS_READ,
    "participation.check_answer": WAS_READ,
    "participation.hand_over": WAS_READ,
    "participation.hide_detail": WAS_READ,
    "participation.lift_hold": WAS_READ,
    "participation.place_hold": WAS_READ,
    "participation.lift_hidden": WAS_READ,
    "participation.look_at_answer": WAS_READ,
    "participation.put_themes": WAS_READ,
    "participation.see_hidden": WAS_READ,
    "participation.suggest_quote": WAS_READ,
    "participation.throw_away_draft": WAS_READ,
    "participation.withdraw_quote": WAS_READ,  # whoever may decide on it sees the words too
}
NO_PAGE_SHOWS_IT = {"young_people.leave"}  # the script sends it
SHOWN_ON = {  # the page on which a form stands that has no page of its own
    "administration.approve": "/administration/approvals",
    "administration.extend_request": "/administration/requests/<uuid:request_id>",
    "administration.make_file": "/administration/requests/<uuid:request_id>",
    "administration.refuse_request": "/administration/requests/<uuid:request_id>",
    "administration.say_given": "/administration/requests/<uuid:request_id>",
    "administration.end_sign_ins": "/administration/people/<uuid:person_id>",
    "administration.refuse": "/administration/approvals",
    "administration.run_retention": "/administration/retention/preview",
    "administration.say_checked": "/administration/settings",
    "administration.take_link": "/administration/approvals",
    "administration.withdraw": "/administration/approvals",
    "board.call_off": "/board/meetings/<uuid:meeting_id>",
    "board.check_impact": "/board/reviews/<uuid:review_id>/recommendations/<uuid:recommendation_id>",
    "board.close_recommendation": "/board/reviews/<uuid:review_id>/recommendations/<uuid:recommendation_id>",
    "board.open_recommendation_again": "/board/reviews/<uuid:review_id>/recommendations/<uuid:recommendation_id>",
    "board.publish_commitment": "/board/commitments/<uuid:commitment_id>",
    "board.publish_guidance": "/board/guidance/<uuid:guidance_id>",
    "board.publish_report": "/board/report/<year>/draft",
    "board.publish_review": "/board/reviews/<uuid:review_id>",
    "board.move_item": "/board/meetings/<uuid:meeting_id>",
    "board.plan_again": "/board/meetings/<uuid:meeting_id>",
    "board.publish_minutes": "/board/meetings/<uuid:meeting_id>",
    "board.publish_paper": "/board/meetings/<uuid:meeting_id>/papers/<uuid:paper_id>",
    "board.remove_item": "/board/meetings/<uuid:meeting_id>",
    "board.remove_paper": "/board/meetings/<uuid:meeting_id>/papers/<uuid:paper_id>",
    "board.say_held": "/board/meetings/<uuid:meeting_id>",
    "board.take_back_year": "/board/agencies/section-11",
    "board.throw_away_draft": "/board/guidance/<uuid:guidance_id>",
    "board.send_answer": "/board/questions/<uuid:question_id>",
    "board.take_question": "/board/questions/<uuid:question_id>",
    "board.withdraw_commitment": "/board/commitments/<uuid:commitment_id>",
    "board.withdraw_guidance": "/board/guidance/<uuid:guidance_id>",
    "board.withdraw_minutes": "/board/meetings/<uuid:meeting_id>",
    "board.withdraw_paper": "/board/meetings/<uuid:meeting_id>/papers/<uuid:paper_id>",
    "board.withdraw_report": "/board/report/<year>",
    "board.withdraw_review": "/board/reviews/<uuid:review_id>",
    "board.write_answer": "/board/questions/<uuid:question_id>",
    "guidance.say_read": "/guidance/<uuid:guidance_id>",
    "chairs.end_minutes": "/conferences/<uuid:conference_id>/minutes",
    "chairs.finish_conference": "/conferences/<uuid:conference_id>",
    "chairs.open_again": "/conferences/<uuid:conference_id>",
    "chairs.read_file": "/conferences/import",
    "chairs.take_back_import": "/conferences/import",
    "participation.decide_member_text": "/inbox/members/<uuid:text_id>",
    "participation.raise_on_member_text": "/inbox/members/<uuid:text_id>",
    "participation.raise_on_member_note": "/inbox/notes/<uuid:note_id>",
    "participation.take_off_public": "/inbox/members/<uuid:text_id>",
    "shadow_board.comment_on_question": "/shadow-board/questions/<uuid:question_id>",
    "shadow_board.vote_on_question": "/shadow-board/questions/<uuid:question_id>",
    "participation.close_checklist": "/inbox/checklists",
    "participation.come_back": "/inbox/accounts/<uuid:advisor_id>",
    "participation.open_notes": "/inbox/accounts/<uuid:advisor_id>",
    "participation.resume": "/inbox/accounts/<uuid:advisor_id>",
    "participation.acknowledge": "/alerts/<uuid:alert_id>",
    "participation.open_answer": "/alerts/<uuid:alert_id>",
    "participation.add_note": "/inbox/<uuid:view_id>",
    "participation.ask_colleague": "/inbox/<uuid:view_id>/answer",
    "participation.hand_over": "/inbox/<uuid:view_id>",
    "participation.hide_detail": "/inbox/<uuid:view_id>",
    "participation.lift_hold": "/inbox/<uuid:view_id>",
    "participation.place_hold": "/inbox/<uuid:view_id>",
    "participation.lift_hidden": "/inbox/<uuid:view_id>",
    "participation.look_at_answer": "/inbox/<uuid:view_id>/answer",
    "participation.put_themes": "/inbox/<uuid:view_id>",
    "participation.see_hidden": "/inbox/<uuid:view_id>",
    "participation.close_taken_back": "/inbox/<uuid:view_id>",
    "participation.decide_quote": "/inbox/quotes/<uuid:quote_id>",
    "participation.end_contact": "/inbox/<uuid:view_id>",
    "participation.look_again": "/inbox/<uuid:view_id>",
    "participation.mark_genuine": "/inbox/<uuid:view_id>",
    "participation.mark_not_genuine": "/inbox/<uuid:view_id>",
    "participation.agree_to_request": "/inbox/requests/<uuid:request_id>",
    "participation.give_nothing": "/inbox/requests/<uuid:request_id>",
    "participation.end_rota": "/rota/<uuid:entry_id>",
    "participation.open_contact": "/inbox/<uuid:view_id>",
    "participation.raise_proposal_alert": "/inbox/proposals/<uuid:proposal_id>",
    "participation.say_proposal_read": "/inbox/proposals/<uuid:proposal_id>",
    "participation.raise_alert": "/inbox/<uuid:view_id>",
    "participation.throw_away_draft": "/inbox/<uuid:view_id>",
    "participation.withdraw_quote": "/inbox/quotes/<uuid:quote_id>",
    "shadow_board.keep_on_phone": "/shadow-board/you",
    "shadow_board.open_said": "/shadow-board/said",
    "sign_in.end_other_sign_ins": "/account",
    "sign_in.end_sign_in": "/account",
    "sign_in.remove_app": "/sign-in/set-up/app",
    "sign_in.sign_out": "/account",
    "sign_in.throw_away": "/kept",
}
NOT_THEIRS = {"administration.take_link": OWN}  # who asked for a link never gets it


@dataclass
class Sender:
    """Who may send the form of an address: as whom, at which browser, and whose rows the address then names."""

    who: str
    whose: str

    @property
    def person(self) -> str:
        """Whoever is not signed in altogether is a chair."""
        return Role.CHAIR if self.who in walk.AS_SOMEBODY else self.who

    def cookie(self, world: World) -> str:
        standing = world.standing(self.person)
        return standing.other_cookies[self.who] if self.who in walk.AS_SOMEBODY else standing.cookie


@dataclass
class State:
    """The world as it was made ready: whose cookie then sends a form, if not that of its sender; all that is stored."""

    name: str
    cookie: str | None
    stored: dict[str, list[str]]
    opened: dict[tuple[str, str], dict[str, Form]] = field(default_factory=dict)  # the forms on a page, for a cookie


@dataclass
class Scene:
    """Somebody at their browser, about to send the form of one address."""

    app: Flask
    world: World
    rule: Rule
    sender: Sender
    state: State

    def __str__(self) -> str:
        return f"{self.rule.rule} as {self.sender.who}, {self.state.name}"

    @property
    def cookie(self) -> str:
        return self.state.cookie or self.sender.cookie(self.world)

    @property
    def address(self) -> str:
        return self.address_of(self.rule)

    def address_of(self, rule: Rule) -> str:
        rows = self.world.rows_for(self.sender.person, self.sender.whose, walk.names_in(rule))
        return self.app.url_map.bind("localhost").build(rule.endpoint, rows)

    @property
    def token(self) -> str:
        return form_token(self.app, self.cookie)

    def visitor(self) -> Visitor:
        visitor = self.app.test_client()
        visitor.set_cookie(visitor.cookie_name, self.cookie)
        return visitor

    def form(self) -> Form | None:
        """The form that is sent to this address, as somebody finds it on a page; None when it is not there just now."""
        shown_on = SHOWN_ON.get(self.rule.endpoint, self.rule.rule)
        for rule in self.app.url_map.iter_rules():
            if rule.rule == shown_on and "GET" in (rule.methods or ()) and self.rule.endpoint not in NO_PAGE_SHOWS_IT:
                return self.forms_at(self.address_of(rule)).get(self.address)
        return None

    def forms_at(self, page: str) -> dict[str, Form]:
        """Many forms stand on one page: it is opened once, since opening it is undone."""
        opened = self.state.opened
        if (self.cookie, page) not in opened:
            with walk.undone():
                opened[self.cookie, page] = forms_on(self.visitor().get(page))
        return opened[self.cookie, page]

    def send(self, body: bytes, kind: str = FORM) -> None:
        """Send it and look at what comes of it. The exception of a page that breaks comes up to the test by itself."""
        with walk.undone():
            visitor = self.visitor()
            with written() as tables:
                response = visitor.post(self.address, data=body, content_type=kind)
            assert response.status_code in ANSWERS, f"{self}: {response.status_code}"
            if response.status_code >= 400:
                half_stored = self.changed(tables) - NOTES - STORES_WHAT_IS_RIGHT.get(self.rule.endpoint, set())
                assert half_stored == set(), f"{self}: {response.status_code}, and something is stored"
            elif response.location:
                assert not urlsplit(response.location).netloc, f"{self} leads away, to {response.location}"
                visitor.get(response.location)  # what was stored can be shown

    def changed(self, tables: Iterable[str] = TABLES) -> set[str]:
        """Those of these tables that are not as they were when the scene began."""
        return {name for name, rows in stored(tables).items() if rows != self.state.stored[name]}


def forms_on(shown: TestResponse) -> dict[str, Form]:
    return hostile.read_forms(shown.page, shown.request.path) if hasattr(shown, "page") else {}


def stored(tables: Iterable[str] = TABLES) -> dict[str, list[str]]:
    """All that the database holds in these tables, as it is kept there."""
    ask = db.engine.exec_driver_sql
    return {name: sorted(str(tuple(row)) for row in ask(f'SELECT * FROM "{name}"')) for name in tables}


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables that may differ afterwards: what nothing was written to is as it was. What is deleted may take rows of
    any other table with it."""
    tables: set[str] = set()

    def note(statement: str) -> None:
        if found := ADDS_OR_CHANGES.match(statement):
            tables.add(found[1])
        elif not READS.match(statement):
            tables.update(TABLES)

    with each_statement(note):
        yield tables


# The states in which somebody may stand before a form, beside that in which the world was made. Each is prepared, and
# may give the cookie of whoever then sends the form.


def everything_is_answered(app: Flask, _world: World) -> str:
    visitor = app.test_client()
    answer_everything(visitor)
    return str(visitor.secret)


def everything_is_answered_by_an_advisor(app: Flask, world: World) -> str:
    visitor = app.test_client()
    visitor.set_cookie(visitor.cookie_name, world.people[Role.YOUNG_ADVISOR].cookie)
    answer_everything(visitor, with_name="yes")
    return str(visitor.secret)


def answer_everything(visitor: Visitor, words: str = "my own words", **who) -> None:
    visitor.fill_in("/say/1", topic="home")
    visitor.fill_in("/say/2", words=words)
    visitor.fill_in("/say/4", safe_now="no")
    visitor.fill_in("/say/5", permission="team", **who)


def everything_is_picked(app: Flask, _world: World) -> str:
    """Said with pictures, with somebody beside them."""
    visitor = app.test_client()
    visitor.fill_in("/say/with", helped_by="carer", words_are_own="no")
    visitor.fill_in("/say/pictures/1", topic="home")
    visitor.fill_in("/say/pictures/2", feeling="good")
    visitor.fill_in("/say/pictures/3", safe_now="not sure")
    visitor.fill_in("/say/pictures/5", permission="team")
    return str(visitor.secret)


def the_answer_is_there(app: Flask, _world: World) -> str:
    """They have sent a view, and come back with their 4 words."""
    visitor = app.test_client()
    answer_everything(visitor)
    receipt = visitor.fill_in("/say/6", follow_redirects=True).page
    view = db.session.scalars(select(View).where(View.topic == "home")).one()
    AnswerFactory(view=view)
    view.status, view.read_at, view.first_answered_at = ViewStatus.ANSWERED, utc_now(), utc_now()
    db.session.commit()
    visitor.fill_in("/answer", words=" ".join(word.get_text() for word in receipt.soup.select("ol.words li")))
    return str(visitor.secret)


def they_are_safe(_app: Flask, _world: World) -> None:
    db.session.execute(delete(Alert))
    db.session.execute(update(View).values(safe_now=SafeNow.YES, is_safe=True))


def it_is_taken_back(app: Flask, world: World) -> None:
    they_are_safe(app, world)
    db.session.execute(update(View).values(taken_back_at=utc_now()))


def it_is_not_genuine(_app: Flask, _world: World) -> None:
    for view in db.session.scalars(select(View)):
        view.status, view.not_genuine_reason, view.read_at = ViewStatus.NOT_GENUINE, "A test", utc_now()


def somebody_may_look(_app: Flask, _world: World) -> None:
    """Every safeguarding lead has time left to look at how to find anybody."""
    for contact in db.session.scalars(select(Contact)).all():
        for lead in db.session.scalars(select(Person).where(Person.role == Role.SAFEGUARDING_LEAD)).all():
            ContactReleaseFactory(contact=contact, released_to_id=lead.id)


def it_was_kept_long_enough(_app: Flask, _world: World) -> None:
    """All that is left of it, as retention leaves it."""
    db.session.execute(update(View).values(read_at=utc_now(), status=ViewStatus.ANSWERED))
    said.clear(db.session.scalars(select(View.id)).all(), utc_now())


def it_is_held(_app: Flask, _world: World) -> None:
    for record_id in db.session.scalars(select(ChildRecord.id)).all():
        HoldFactory(subject_table="child_record", subject_id=record_id)


def a_lead_agreed(_app: Flask, _world: World) -> None:
    """To every request; one file was made, so that it can be said that it was given."""
    lead, administrator = PersonFactory(role=Role.SAFEGUARDING_LEAD), PersonFactory(role=Role.ADMINISTRATOR)
    for request in db.session.scalars(select(SubjectRequest)).all():
        deciding.agree(request, lead, seen=deciding.mark_of_shown(deciding.look(request)))
        exporting.make(request, administrator)


def the_quote_is_shown(_app: Flask, _world: World) -> None:
    for quote in db.session.scalars(select(Quote)).all():
        quote.state, quote.decided_at, quote.decided_by_id = QuoteState.APPROVED, utc_now(), PersonFactory().id


def open_meeting(app: Flask, day: date, **record) -> tuple[Visitor, ChildRecord]:
    """A child whose meeting is on this day has typed the words of their card."""
    found = ChildRecordFactory(conference=ConferenceFactory(held_on=day), **record)
    words = choose_words()
    MeetingWordsFactory(record=found, four_words=words)
    visitor = app.test_client()
    visitor.fill_in("/meeting", words=" ".join(words))
    return visitor, found


def the_meeting_is_to_come(app: Flask, _world: World) -> str:
    """They have begun to write for it, and are not safe; something is saved from another time."""
    visitor, record = open_meeting(app, clocks.london_day(utc_now()) + clocks.ONE_DAY)
    ContributionFactory(record=record)
    visitor.fill_in("/meeting/mine", go="add")
    visitor.fill_in("/meeting/4", go="add", **{"wishes-0": "my own words"})
    visitor.fill_in("/meeting/4", **{"wishes-1": "more of them"})
    visitor.fill_in("/meeting/7", how_safe="2")
    return str(visitor.secret)


def the_meeting_is_told(app: Flask, _world: World) -> str:
    """They have chosen a wish to say something about."""
    visitor, record = open_meeting(app, date(2026, 11, 10), released_at=utc_now())
    wish = WishFactory(record=record, extent=Extent.FULLY)
    visitor.fill_in("/meeting/mine", go=str(wish.id))
    return str(visitor.secret)


def the_conference_is_finished(_app: Flask, _world: World) -> None:
    for conference in db.session.scalars(select(Conference)):
        conference.finished_at = utc_now()


def the_child_is_unborn(_app: Flask, _world: World) -> None:
    for record in db.session.scalars(select(ChildRecord)):
        record.stage = Stage.UNBORN


def the_child_has_a_code(_app: Flask, _world: World) -> None:
    for record in db.session.scalars(select(ChildRecord)):
        record.participation_code = ParticipationCode.PN1


def it_is_approved(_app: Flask, world: World) -> None:
    for approval in db.session.scalars(select(Approval)):
        approval.decision, approval.decided_at = Decision.APPROVED, utc_now()


def they_are_paused(_app: Flask, world: World) -> None:
    them = world.people[Role.ADMINISTRATOR].rows[SOMEONE_ELSES]["person_id"]
    db.session.get_one(Person, UUID(them)).is_active = False


def they_rest(_app: Flask, _world: World) -> None:
    for profile in profiles():
        profile.paused_at, profile.paused_because = utc_now(), "They asked for a rest."
        profile.person.is_active = False


def they_left(_app: Flask, _world: World) -> None:
    for profile in profiles():
        profile.left_at, profile.name_before = utc_now(), profile.person.name
        profile.person.name, profile.person.is_active = "A member", False


def nothing_is_kept(_app: Flask, _world: World) -> None:
    """An administrator made the account."""
    db.session.execute(delete(AdvisorProfile))


def profiles() -> Iterable[AdvisorProfile]:
    return db.session.scalars(select(AdvisorProfile).options(joinedload(AdvisorProfile.person))).all()


def they_are_joining(app: Flask, world: World) -> str:
    """They have typed their 4 words, and chosen a name."""
    return joining_browser(app, world, passphrase_hash=None)


def they_join_again(app: Flask, world: World) -> str:
    """They forgot how to sign in."""
    return joining_browser(app, world, passphrase_hash="x")


def joining_browser(app: Flask, world: World, *, passphrase_hash: str | None) -> str:
    person = db.session.get_one(Person, UUID(world.people[Role.PARTICIPATION_WORKER].rows[OWN]["advisor_id"]))
    person.passphrase_hash = passphrase_hash
    words = joining_words.make_words(PersonFactory(), person, once="a form")
    db.session.commit()
    visitor = app.test_client()
    visitor.fill_in("/join", words=" ".join(words))
    if passphrase_hash is None:
        visitor.fill_in("/join/name", name="Purple Fox")
    return str(visitor.secret)


def the_child_has_an_answer(_app: Flask, world: World) -> None:
    chair_id = PersonFactory().id
    for reply in db.session.scalars(select(MeetingReply)):
        reply.settled_at, reply.settled_by_id, reply.answer = utc_now(), chair_id, "We changed it."


def children_were_brought_in(_app: Flask, _world: World) -> None:
    for number, person in enumerate(db.session.scalars(select(Person).order_by(Person.id)).all()):
        importing.bring_in(person, f"reference,born\nB-{number},2014-05\n", once=f"{number:043}")


def it_is_not_published(_app: Flask, _world: World) -> None:
    for model in (AnnualReport, Commitment, Guidance, Review):
        db.session.execute(update(model).values(published_at=None))


def the_next_is_written(_app: Flask, _world: World) -> None:
    """Each guidance has a draft of its next version."""
    for version in db.session.scalars(select(GuidanceVersion)).all():
        draft = version_of(version.guidance_id, version.number + 1, "Ask again.", roles=[Role.CHAIR])
        db.session.add(draft)


def nothing_is_scored(_app: Flask, _world: World) -> None:
    db.session.execute(delete(StandardScore))


def the_board_closed_it(_app: Flask, _world: World) -> None:
    db.session.execute(update(Recommendation).values(closed_on=date(2026, 11, 2)))


def it_is_not_done(_app: Flask, _world: World) -> None:
    db.session.execute(update(Recommendation).values(state=RecommendationState.STARTED))


def the_board_has_met(_app: Flask, _world: World) -> None:
    """Every meeting was held, and all of it is written. Members read nothing of it yet."""
    held = {"held_on": date(2026, 11, 3), "state": BoardMeetingState.HELD, "minutes_published_at": None}
    db.session.execute(update(BoardMeeting).values(**held))
    db.session.execute(update(AgendaItem).values(said="It was read.", decided="Agreed.", answer="Yes."))
    db.session.execute(update(MeetingPaper).values(published_at=None))


def members_read_the_minutes(app: Flask, world: World) -> None:
    the_board_has_met(app, world)
    db.session.execute(update(BoardMeeting).values(minutes_published_at=utc_now()))


def no_meeting_takes_place(_app: Flask, _world: World) -> None:
    off = {"state": BoardMeetingState.CALLED_OFF, "called_off_because": "Snow.", "minutes_published_at": None}
    db.session.execute(update(BoardMeeting).values(**off))


def they_took_it_back(_app: Flask, _world: World) -> None:
    """A member, before anybody had read it."""
    over = {"decide_due_on": None, "settled_at": None, "settled_by_id": None, "withdrawn_at": utc_now()}
    db.session.execute(update(AgendaProposal).values(state=ProposalState.WITHDRAWN, **over))


def members_write_it(_app: Flask, _world: World) -> None:
    db.session.execute(delete(QuestionRound))
    db.session.execute(update(BoardQuestion).values(state=QuestionState.WRITING, agreed=None, sent_at=None))


def the_board_is_to_answer(_app: Flask, _world: World) -> None:
    """An answer is written, and not sent."""
    db.session.execute(update(QuestionRound).values(answered_at=None))
    db.session.execute(update(BoardQuestion).values(state=QuestionState.WAITING))


def a_member_reported_it(_app: Flask, _world: World) -> None:
    who = PersonFactory(role=Role.YOUNG_ADVISOR).id
    reported = {"reported_at": utc_now(), "reported_by_id": who, "report": ReportReason.UNKIND}
    db.session.execute(
        update(MemberText).values(state=MemberTextState.REPORTED, kind=MemberTextKind.QUESTION, **reported)
    )


def nothing_more(_app: Flask, _world: World) -> None:
    """As the world was made."""


Prepare = Callable[[Flask, World], str | None]
STATES: dict[str, list[Prepare]] = {  # by how an address begins
    "/say/": [everything_is_answered, everything_is_answered_by_an_advisor, everything_is_picked],
    "/answer/": [the_answer_is_there],
    "/inbox/<": [they_are_safe, it_is_taken_back, it_is_not_genuine, it_was_kept_long_enough],
    "/inbox/<uuid:view_id>/find": [somebody_may_look],
    "/inbox/quotes/": [the_quote_is_shown],
    "/inbox/accounts/<": [they_rest, they_left, nothing_is_kept],
    "/join/": [they_are_joining, they_join_again],
    "/meeting/": [the_meeting_is_to_come, the_meeting_is_told],
    "/administration/approvals/": [it_is_approved],
    "/administration/requests/<": [a_lead_agreed],
    "/administration/people/<": [they_are_paused],
    "/agency/recommendations/<": [it_is_not_done],
    "/board/agencies/section-11/take-back": [nothing_is_scored],
    "/board/commitments/<": [it_is_not_published],
    "/board/guidance/<": [it_is_not_published, the_next_is_written],
    "/board/report/<": [it_is_not_published],
    "/board/meetings/<": [the_board_has_met, members_read_the_minutes, no_meeting_takes_place],
    "/inbox/proposals/<": [they_took_it_back],
    "/board/reviews/<": [it_is_not_published, the_board_closed_it],
    "/board/questions/<": [the_board_is_to_answer],
    "/inbox/members/<": [a_member_reported_it],
    "/shadow-board/questions/<": [members_write_it],
    "/conferences/<": [the_conference_is_finished],
    "/conferences/import/take-back": [children_were_brought_in],
    "/conferences/<uuid:conference_id>/change": [the_child_has_a_code],
    "/conferences/<uuid:conference_id>/children/<uuid:record_id>": [the_child_is_unborn],
    "/conferences/<uuid:conference_id>/children/<uuid:record_id>/hold": [it_is_held],
    "/conferences/<uuid:conference_id>/children/<uuid:record_id>/replies": [the_child_has_an_answer],
}


def scenes_of(rule: Rule) -> list[tuple[Sender, Prepare]]:
    """Everybody who may send this form as the world was made, and the first of them in every other state."""
    senders = who_may(rule, "POST")
    others = [state for begin in STATES if rule.rule.startswith(begin) for state in STATES[begin]]
    return [(sender, nothing_more) for sender in senders] + [(senders[0], state) for state in others]


def who_may(rule: Rule, method: str) -> list[Sender]:
    """One of those to whom the written table opens the address, and whoever gets there before their second step."""
    found = [
        (EXPECTED[place][who] == "shown back", Sender(who, place.whose))  # what is done comes before what is refused
        for place in walk.places_of(rule)
        for who in WHO
        if place.method == method and place.whose != NOT_THEIRS.get(rule.endpoint)
        if EXPECTED[place][who] in walk.LET_IN and who != LONG_AGO
    ]
    let_in = [sender for _is_shown_back, sender in sorted(found, key=lambda one: one[0])]
    assert let_in, f"{method} {rule.rule} opens to nobody: say in expected.csv who may open it."
    altogether = [sender for sender in let_in if sender.who not in walk.AS_SOMEBODY][:1]
    on_the_way = [sender for sender in let_in if sender.who in walk.AS_SOMEBODY]
    return altogether if altogether and altogether[0].who == NOBODY else altogether + on_the_way


def by_state(rules: Iterable[Rule]) -> dict[Prepare, list[tuple[Rule, Sender]]]:
    """Everybody who may send any of these forms, by the state of the world: first as it was made."""
    found: dict[Prepare, list[tuple[Rule, Sender]]] = {nothing_more: []}
    for rule in rules:
        for sender, prepare in scenes_of(rule):
            found.setdefault(prepare, []).append((rule, sender))
    return found


@contextmanager
def state_at(app: Flask, world: World, prepare: Prepare = nothing_more) -> Iterator[State]:
    """The world made ready for any number of scenes. All of it is undone afterwards."""
    with walk.undone():
        cookie = prepare(app, world)
        db.session.commit()
        db.session.remove()
        yield State(prepare.__name__.replace("_", " "), cookie, stored())


@contextmanager
def scene_at(app: Flask, world: World, rule: Rule) -> Iterator[Scene]:
    """Somebody who may send this form, in the world as it was made, about to do so. All of it is undone afterwards."""
    with state_at(app, world) as state:
        yield Scene(app, world, rule, who_may(rule, "POST")[0], state)
