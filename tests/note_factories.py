"""Ready-made things that members of the shadow board wrote, made and filled in."""

from datetime import date, timedelta

import factory

from app.extensions import db
from app.forms import new_once
from app.models import Check, Checklist, ChecklistWish, MemberNote, Role, Seen, utc_now
from app.models.codes import ChecklistState, CheckMark, NoteAbout, PlaceKind
from app.services.checklist_templates import TEN_WISHES
from tests.factories import ModelFactory, PersonFactory


class MemberNoteFactory(ModelFactory):
    """Something that a member noticed in the figures of a quarter."""

    class Meta:
        model = MemberNote

    person_id = factory.LazyFunction(lambda: PersonFactory(role=Role.SHADOW_BOARD_MEMBER).id)
    about = NoteAbout.FIGURES
    first_day = factory.LazyAttribute(lambda note: date(2026, 7, 1) if note.about is NoteAbout.FIGURES else None)
    last_day = factory.LazyAttribute(lambda note: date(2026, 9, 30) if note.about is NoteAbout.FIGURES else None)
    words = "Why do so few say anything about school?"
    sent_at = factory.LazyFunction(utc_now)
    read_due_at = factory.LazyAttribute(lambda note: note.sent_at + timedelta(days=2))
    once = factory.LazyFunction(new_once)


class ChecklistFactory(ModelFactory):
    """A checklist with the first wishes of the template: `ChecklistFactory(how_many=2)`."""

    class Meta:
        model = Checklist

    title = "Ten wishes"
    made_by_id = factory.LazyFunction(lambda: PersonFactory().id)
    state = ChecklistState.OPEN
    once = factory.LazyFunction(new_once)

    @factory.post_generation
    def how_many(self, _create: bool, extracted: int | None, **_more: object) -> None:
        for position, wish in enumerate(TEN_WISHES[: extracted or 2], start=1):
            db.session.add(ChecklistWish(checklist_id=self.id, position=position, wish=wish))
        db.session.commit()


def fill_in(checklist: Checklist, mark: CheckMark = CheckMark.YES, **values: object) -> Check:
    """A member filled it in, and saw every wish alike."""
    member = PersonFactory(role=Role.SHADOW_BOARD_MEMBER)
    values = {"person_id": member.id, "place": PlaceKind.SCHOOL, "visited_on": date(2026, 11, 10)} | values
    check = Check(checklist_id=checklist.id, once=new_once(), **values)
    db.session.add(check)
    db.session.flush()
    for wish in db.session.query(ChecklistWish).filter_by(checklist_id=checklist.id):
        db.session.add(Seen(check_id=check.id, wish_id=wish.id, mark=mark))
    db.session.commit()
    return check
