"""Ready-made people, views and conferences. `PersonFactory()` saves one; name only what matters to your test."""

from datetime import date, timedelta

import factory
import pyotp
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy import select

from app.extensions import db
from app.forms import new_once
from app.models import (
    Action,
    Addition,
    Agency,
    Alert,
    Answer,
    Authenticator,
    Child,
    ChildRecord,
    Commitment,
    CommitmentVerdict,
    Conference,
    ConferenceHandOver,
    Contribution,
    MeetingReply,
    MeetingWords,
    MinuteTaker,
    Person,
    Publication,
    Recommendation,
    Review,
    Role,
    View,
    Wish,
    utc_now,
)
from app.models.codes import (
    CommitmentState,
    ConferenceFormat,
    ConferenceType,
    Joining,
    Permission,
    RecommendationState,
    SafeNow,
    Stage,
    Topic,
    Verdict,
    ViewStatus,
)
from app.protection.fingerprints import blind_index
from app.protection.four_words import words_mark
from app.protection.sealing import vault
from app.protection.small_numbers import MARK_IN_FILES
from app.services.clocks import add_working_days
from app.services.due_next import FIRST, USUAL
from app.services.figures import BY_NAME

NOT_YET = date(2027, 11, 1)  # so that only the clock runs out that a test is about


class ModelFactory(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session_factory = lambda: db.session  # noqa: E731
        sqlalchemy_session_persistence = "commit"


class AgencyFactory(ModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence("Agency {}".format)


class PersonFactory(ModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence("Person {}".format)
    username = factory.LazyAttribute(
        lambda person: f"{person.name.replace(' ', '.').lower()}" + ("" if person.role.is_young else "@example.org")
    )
    email = factory.LazyAttribute(lambda person: None if person.role.is_young else person.username)
    role = Role.PARTICIPATION_WORKER


class AuthenticatorFactory(ModelFactory):
    """An app that somebody signs in with: `AuthenticatorFactory(person=priya)`."""

    class Meta:
        model = Authenticator

    class Params:
        person = factory.SubFactory(PersonFactory)

    person_id = factory.LazyAttribute(lambda authenticator: authenticator.person.id)
    secret = factory.LazyFunction(pyotp.random_base32)
    confirmed_at = factory.LazyFunction(utc_now)
    last_step = 0


def code_for(person: Person, *, steps: int = 0) -> str:
    """What the app on this person's phone shows now; `steps`: so many half-minutes later."""
    db.session.expire_all()
    authenticator = db.session.scalars(select(Authenticator).where(Authenticator.person_id == person.id)).one()
    return pyotp.TOTP(authenticator.secret).at(utc_now(), steps)


class ViewFactory(ModelFactory):
    class Meta:
        model = View

    class Params:
        unsafe = factory.Trait(safe_now=SafeNow.NO, is_safe=False)
        answered = factory.Trait(
            status=ViewStatus.ANSWERED,
            read_at=factory.LazyFunction(utc_now),
            first_answered_at=factory.LazyFunction(utc_now),
        )
        four_words = factory.Sequence(lambda number: ("word", "number", "seq", str(number)))

    words = "I would like to see my brother more often."
    topic = Topic.FAMILY
    safe_now = SafeNow.YES
    is_safe = True
    permission = Permission.TEAM
    sent_at = factory.LazyFunction(utc_now)
    read_due_at = factory.LazyAttribute(lambda view: view.sent_at + timedelta(days=2))
    answer_due_at = factory.LazyAttribute(lambda view: view.sent_at + timedelta(days=14))
    first_answer_due_at = factory.LazyAttribute(lambda view: view.answer_due_at)
    place = factory.LazyAttribute(lambda view: USUAL if view.is_safe else FIRST)
    next_due_at = factory.LazyAttribute(lambda view: view.answer_due_at if view.read_at else view.read_due_at)
    words_mark = factory.LazyAttribute(lambda view: words_mark(vault.ring, view.four_words))
    words_key_id = 1
    once = factory.LazyFunction(new_once)


class AlertFactory(ModelFactory):
    class Meta:
        model = Alert

    view = factory.SubFactory(ViewFactory, unsafe=True)
    raised_at = factory.LazyFunction(utc_now)
    due_at = factory.LazyFunction(lambda: utc_now() + timedelta(hours=1))
    acknowledged_at = None
    close_due_at = factory.LazyAttribute(
        lambda alert: alert.acknowledged_at + timedelta(days=7) if alert.acknowledged_at else None
    )


class AnswerFactory(ModelFactory):
    class Meta:
        model = Answer

    view = factory.SubFactory(ViewFactory, answered=True)
    turn = 1
    text = "Thank you for telling us. We will ask about it."
    written_by_id = factory.LazyFunction(lambda: PersonFactory().id)
    sent_at = factory.LazyFunction(utc_now)
    once = factory.LazyFunction(new_once)


class AdditionFactory(ModelFactory):
    class Meta:
        model = Addition

    view = factory.SubFactory(ViewFactory)
    words = "And I want to keep my dog."
    sent_at = factory.LazyFunction(utc_now)
    read_due_at = factory.LazyAttribute(lambda addition: addition.sent_at + timedelta(days=2))
    once = factory.LazyFunction(new_once)


class ConferenceFactory(ModelFactory):
    class Meta:
        model = Conference

    reference = factory.Sequence("NB-{}".format)
    reference_index = factory.LazyAttribute(lambda conference: blind_index(vault.ring, conference.reference))
    held_on = date(2026, 11, 10)
    type = ConferenceType.INITIAL
    format = ConferenceFormat.IN_PERSON
    chair = factory.SubFactory(PersonFactory, role=Role.CHAIR)
    letter_due_on = record_due_on = core_group_due_on = NOT_YET
    once = factory.LazyFunction(new_once)

    class Params:
        clocks_started = factory.Trait(
            letter_due_on=factory.LazyAttribute(lambda conference: add_working_days(conference.held_on, 1)),
            core_group_due_on=factory.LazyAttribute(lambda conference: add_working_days(conference.held_on, 10)),
            record_due_on=factory.LazyAttribute(lambda conference: add_working_days(conference.held_on, 15)),
        )


class MinuteTakerFactory(ModelFactory):
    """Somebody who may write in a conference: `MinuteTakerFactory(conference=…, person=…)`."""

    class Meta:
        model = MinuteTaker

    class Params:
        conference = factory.SubFactory(ConferenceFactory)

    conference_id = factory.LazyAttribute(lambda taker: taker.conference.id)
    person = factory.SubFactory(PersonFactory)
    given_by_id = factory.LazyAttribute(lambda taker: taker.conference.chair_id)


class ConferenceHandOverFactory(ModelFactory):
    """A conference that another chair led before: `ConferenceHandOverFactory(conference=…)`."""

    class Meta:
        model = ConferenceHandOver

    class Params:
        conference = factory.SubFactory(ConferenceFactory)

    conference_id = factory.LazyAttribute(lambda change: change.conference.id)
    from_chair = factory.SubFactory(PersonFactory, role=Role.CHAIR)
    to_id = factory.LazyAttribute(lambda change: change.conference.chair_id)
    by = factory.LazyAttribute(lambda change: change.from_chair)
    reason = "I am on leave."


class ChildFactory(ModelFactory):
    class Meta:
        model = Child

    reference = factory.Sequence("C-{}".format)
    reference_index = factory.LazyAttribute(lambda child: blind_index(vault.ring, child.reference))
    born = "2014-05"


class ChildRecordFactory(ModelFactory):
    class Meta:
        model = ChildRecord

    conference = factory.SubFactory(ConferenceFactory)
    child = factory.SubFactory(ChildFactory)
    position = factory.Sequence(int)
    stage = Stage.FOUR_OR_OVER
    tell_due_on = factory.LazyAttribute(lambda record: add_working_days(record.conference.held_on, 5))
    once = factory.LazyFunction(new_once)


class WishFactory(ModelFactory):
    class Meta:
        model = Wish

    record = factory.SubFactory(ChildRecordFactory)
    position = factory.Sequence(int)
    text = "I want to stay at my school."
    once = factory.LazyFunction(new_once)


class ActionFactory(ModelFactory):
    class Meta:
        model = Action

    record = factory.SubFactory(ChildRecordFactory)
    what = "Keep the place at school"
    agency = factory.SubFactory(AgencyFactory)
    owner_role = "Head of year"
    due_on = date(2026, 12, 1)
    once = factory.LazyFunction(new_once)


class MeetingWordsFactory(ModelFactory):
    """The words on a child's card: `MeetingWordsFactory(record=record, four_words=("oak", "tea", "lamp", "sock"))`."""

    class Meta:
        model = MeetingWords

    class Params:
        four_words = factory.Sequence(lambda number: ("card", "number", "seq", str(number)))

    record = factory.SubFactory(ChildRecordFactory)
    words_mark = factory.LazyAttribute(lambda words: words_mark(vault.ring, words.four_words))
    words_key_id = 1
    made_by_id = factory.LazyAttribute(lambda words: words.record.conference.chair_id)
    once = factory.LazyFunction(new_once)


class ContributionFactory(ModelFactory):
    class Meta:
        model = Contribution

    record = factory.SubFactory(ChildRecordFactory)
    sent_at = factory.LazyFunction(utc_now)
    read_due_at = factory.LazyAttribute(lambda contribution: contribution.sent_at + timedelta(days=2))
    joining = Joining.WRITE
    good = "My nan. And football."
    once = factory.LazyFunction(new_once)


class MeetingReplyFactory(ModelFactory):
    class Meta:
        model = MeetingReply

    record = factory.SubFactory(ChildRecordFactory)
    is_right = Verdict.NO
    sent_at = factory.LazyFunction(utc_now)
    due_at = factory.LazyAttribute(lambda reply: reply.sent_at + timedelta(days=7))
    once = factory.LazyFunction(new_once)


class CommitmentFactory(ModelFactory):
    class Meta:
        model = Commitment

    title = "Meetings at a good time"
    said = "Meetings about us always start when we are at school."
    said_by = 23
    state = CommitmentState.DONE
    did = "We now ask you what time is good."
    decided_on = date(2026, 10, 1)
    due_on = date(2026, 12, 1)
    published_at = factory.LazyFunction(utc_now)


class CommitmentVerdictFactory(ModelFactory):
    class Meta:
        model = CommitmentVerdict

    class Params:
        commitment = factory.SubFactory(CommitmentFactory)

    commitment_id = factory.LazyAttribute(lambda verdict: verdict.commitment.id)
    verdict = Verdict.YES
    once = factory.LazyFunction(new_once)


class ReviewFactory(ModelFactory):
    class Meta:
        model = Review

    reference = factory.Sequence("Child B{}".format)
    title = "What we learned about listening"
    summary = "Grown-ups talked to each other, and not to the child."
    reported_on = date(2026, 6, 1)
    published_at = factory.LazyFunction(utc_now)


class RecommendationFactory(ModelFactory):
    class Meta:
        model = Recommendation

    class Params:
        review = factory.SubFactory(ReviewFactory)

    review_id = factory.LazyAttribute(lambda recommendation: recommendation.review.id)
    number = factory.Sequence(lambda number: number + 1)
    text = "Chairs must ask every child what they think."
    state = RecommendationState.STARTED


class PublicationFactory(ModelFactory):
    """What the board sees of the summer: 61 views about a meeting, and each other number hidden."""

    class Meta:
        model = Publication

    table_name = "views_by_topic"
    first_day = date(2026, 7, 1)
    last_day = date(2026, 9, 30)
    content = factory.LazyAttribute(
        lambda publication: {
            "columns": ["views"],
            "rows": list(BY_NAME[publication.table_name].rows),
            "cells": [[61 if row == Topic.MEETING else MARK_IN_FILES] for row in BY_NAME[publication.table_name].rows],
            "share": None,
            "definition": "Views by what they are about.",
            "numerator": None,
            "denominator": None,
            "threshold": 5,
            "smallest_base": 20,
        }
    )
