"""Ready-made rows of what staff keep beside what young people said, like those in tests/factories.py."""

from datetime import UTC, date, datetime, time, timedelta

import factory

from app.forms import new_once
from app.models import (
    AdvisorProfile,
    AlertStep,
    AnswerDraft,
    CannedOpening,
    Contact,
    ContactRelease,
    Hold,
    Note,
    OutboxMessage,
    Overdue,
    Person,
    Quote,
    Redaction,
    Role,
    RotaEntry,
    SubjectPiece,
    SubjectRequest,
    Theme,
    ViewTheme,
    utc_now,
)
from app.models.codes import (
    AgeGroup,
    AlertOutcome,
    AlertStepKind,
    AskedBy,
    Channel,
    ClockName,
    Event,
    Permission,
    QuoteState,
)
from tests.factories import AlertFactory, ModelFactory, PersonFactory, ViewFactory


class ContactFactory(ModelFactory):
    class Meta:
        model = Contact

    view = factory.SubFactory(ViewFactory, unsafe=True)
    wants_contact = True
    how = "Ask for me at the youth club on Thursdays."


class ContactReleaseFactory(ModelFactory):
    class Meta:
        model = ContactRelease

    contact = factory.SubFactory(ContactFactory)
    released_to_id = factory.LazyFunction(lambda: PersonFactory(role=Role.SAFEGUARDING_LEAD).id)
    reason = "They did not come to school today."
    released_at = factory.LazyFunction(utc_now)
    expires_at = factory.LazyAttribute(lambda release: release.released_at + timedelta(days=3))
    review_due_at = factory.LazyAttribute(lambda release: release.released_at + timedelta(days=7))


class ThemeFactory(ModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence("Theme {}".format)


class ViewThemeFactory(ModelFactory):
    class Meta:
        model = ViewTheme

    view = factory.SubFactory(ViewFactory)
    theme = factory.SubFactory(ThemeFactory)
    added_by_id = factory.LazyFunction(lambda: PersonFactory().id)

    @classmethod
    def _create(cls, model, *, view, **values):
        return super()._create(lambda **more: model.of(view, **more), **values)


class CannedOpeningFactory(ModelFactory):
    class Meta:
        model = CannedOpening

    name = factory.Sequence("Opening {}".format)
    text = "Thank you for telling us."


class AnswerDraftFactory(ModelFactory):
    class Meta:
        model = AnswerDraft

    class Params:
        view = factory.SubFactory(ViewFactory)

    view_id = factory.LazyAttribute(lambda draft: draft.view.id)
    text = "Thank you. We will ask your worker this week."
    written_by_id = factory.LazyFunction(lambda: PersonFactory().id)
    written_at = factory.LazyFunction(utc_now)


class NoteFactory(ModelFactory):
    class Meta:
        model = Note

    class Params:
        view = factory.SubFactory(ViewFactory)

    view_id = factory.LazyAttribute(lambda note: note.view.id)
    text = "I have asked the school."
    written_by_id = factory.LazyFunction(lambda: PersonFactory().id)
    once = factory.LazyFunction(new_once)


class RedactionFactory(ModelFactory):
    class Meta:
        model = Redaction

    class Params:
        view = factory.SubFactory(ViewFactory)

    view_id = factory.LazyAttribute(lambda redaction: redaction.view.id)
    detail = "my brother"
    redacted_by_id = factory.LazyFunction(lambda: PersonFactory().id)
    once = factory.LazyFunction(new_once)


class AlertStepFactory(ModelFactory):
    class Meta:
        model = AlertStep

    alert = factory.SubFactory(AlertFactory)
    kind = AlertStepKind.RAISED
    at = factory.LazyFunction(utc_now)
    note = "Rang the duty team."


class RotaEntryFactory(ModelFactory):
    """Somebody is there on Mondays from 9 to 5, first of all."""

    class Meta:
        model = RotaEntry

    person = factory.SubFactory(PersonFactory, role=Role.SAFEGUARDING_LEAD)
    weekday = 0
    opens = time(9)
    closes = time(17)
    from_day = datetime(2026, 1, 1, tzinfo=UTC).date()


class OutboxMessageFactory(ModelFactory):
    class Meta:
        model = OutboxMessage

    class Params:
        alert = factory.SubFactory(AlertFactory)

    event = Event.ALERT_RAISED
    channel = Channel.EMAIL
    person = factory.SubFactory(PersonFactory, role=Role.SAFEGUARDING_LEAD)
    person_id = factory.LazyAttribute(lambda message: message.person.id)
    role = factory.LazyAttribute(lambda message: message.person.role)
    subject_table = "alert"
    subject_id = factory.LazyAttribute(lambda message: message.alert.id)
    next_try_at = factory.LazyFunction(utc_now)


class OverdueFactory(ModelFactory):
    class Meta:
        model = Overdue

    class Params:
        view = factory.SubFactory(ViewFactory)

    clock = ClockName.VIEW_ANSWERED
    subject_table = "young_person_view"
    subject_id = factory.LazyAttribute(lambda overdue: overdue.view.id)
    due_at = factory.LazyFunction(lambda: utc_now() - timedelta(days=1))
    noted_at = factory.LazyFunction(utc_now)


class QuoteFactory(ModelFactory):
    class Meta:
        model = Quote

    class Params:
        approved = factory.Trait(
            state=QuoteState.APPROVED,
            decided_at=factory.LazyFunction(utc_now),
            decided_by_id=factory.LazyFunction(lambda: PersonFactory().id),
            decided_because="Nobody could tell who it is.",
        )
        everyone = factory.Trait(approved=True, permission=Permission.EVERYONE)

    view = factory.SubFactory(ViewFactory, permission=Permission.EVERYONE)
    text = "I want to see my brother more."
    permission = Permission.BOARD
    why = "Many say the same."
    proposed_by_id = factory.LazyFunction(lambda: PersonFactory().id)
    decide_due_at = factory.LazyFunction(lambda: utc_now() + timedelta(days=7))
    once = factory.LazyFunction(new_once)


class AdvisorProfileFactory(ModelFactory):
    class Meta:
        model = AdvisorProfile

    class Params:
        person = factory.SubFactory(PersonFactory, role=Role.YOUNG_ADVISOR)

    person_id = factory.LazyAttribute(lambda profile: profile.person.id)
    role = factory.LazyAttribute(lambda profile: profile.person.role)
    age_group = AgeGroup.AGE_14_TO_15
    consent = "Their mum and they signed the form."
    consented_on = date(2026, 10, 1)
    safe_contact = "Only at the youth club."
    looked_after_by_id = factory.LazyFunction(lambda: PersonFactory().id)


class HoldFactory(ModelFactory):
    class Meta:
        model = Hold

    class Params:
        view = factory.SubFactory(ViewFactory)

    subject_table = "young_person_view"
    subject_id = factory.LazyAttribute(lambda hold: hold.view.id)
    reason = "A review may ask for it."
    review_on = factory.LazyFunction(lambda: utc_now().date() + timedelta(days=90))
    placed_by_id = factory.LazyFunction(lambda: PersonFactory().id)


def closed_by(lead: Person) -> dict[str, object]:
    """What is written down about an alert that this safeguarding lead has closed."""
    return {
        "done": "Rang the duty team.",
        "told_whom": "nobody",
        "told_because": "They are safe at home.",
        "outcome": AlertOutcome.SAFE,
        "closed_at": utc_now(),
        "closed_by_id": lead.id,
    }


def one_of_each() -> None:
    """A saved row in every table of these."""
    for kind in ModelFactory.__subclasses__():
        if kind.__module__ == __name__:
            kind()


class SubjectRequestFactory(ModelFactory):
    class Meta:
        model = SubjectRequest
        exclude = ("about",)

    about = factory.SubFactory(ViewFactory, answered=True)
    asked_by = AskedBy.THEMSELVES
    who = "A young person, by their advocate"
    identity = "They came with their advocate."
    received_on = date(2026, 11, 2)
    due_on = date(2026, 12, 2)
    subject_table = factory.LazyAttribute(lambda request: request.about.__tablename__)
    subject_id = factory.LazyAttribute(lambda request: request.about.id)
    opened_by_id = factory.LazyFunction(lambda: PersonFactory(role=Role.ADMINISTRATOR).id)
    once = factory.LazyFunction(new_once)


class SubjectPieceFactory(ModelFactory):
    """A piece that nobody has decided on: by itself, what was said in the view of its request."""

    class Meta:
        model = SubjectPiece
        exclude = ("request",)

    request = factory.SubFactory(SubjectRequestFactory)
    request_id = factory.LazyAttribute(lambda piece: piece.request.id)
    source_table = factory.LazyAttribute(lambda piece: piece.request.subject_table)
    source_id = factory.LazyAttribute(lambda piece: piece.request.subject_id)
    source_column = "words"
