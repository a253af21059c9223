"""What members of the demonstration's shadow board wrote and filled in: passed on, kept back, still to be read."""

from datetime import datetime, timedelta
from typing import Any, Final

from app.extensions import db
from app.models import Check, Checklist, ChecklistWish, MemberNote, Person, Role, Seen
from app.models.codes import ChecklistState, CheckMark, NoteAbout, NoteState, PlaceKind
from app.services import clocks, due_next, member_notes
from app.services.checklist_templates import TEN_WISHES
from app.services.clocks import Quarter
from app.services.demonstrating.chance import Chance, Odds
from app.services.demonstrating.days import Days, in_the_afternoon, in_the_morning
from app.services.demonstrating.people import YOUNG_PEOPLE, Crew
from app.services.settings import Settings

NOTICED: Final = "Most of it is about meetings. Is that because meetings are the worst, or because you ask us there?"
KEPT: Final = "At my school they never ask. Ask Mr Marrow, he knows."
KEPT_BECAUSE: Final = "You name somebody, and others could tell which school it is. Say it again without the name."
WAITS: Final = "Why is there no number for how long we wait?"
BESIDE: Final = "Nobody said hello, but the room had plants and we could choose where to sit."
OWN_TITLE: Final = "Can I be me here?"
OWN_WISHES: Final = (TEN_WISHES[2], TEN_WISHES[8], "There is a quiet room.")
REPORTED: Final = "In the minibus two of us laughed about how Zee talks. Zee did not laugh. I did not know what to say."
REPORTED_BEFORE: Final = "Somebody here put my real first name in a comment."
WHAT_WE_DID: Final = "You did right to tell us. We took it away the same morning, and talked with whoever wrote it."
MARKS: Final = Odds({CheckMark.YES: 5, CheckMark.PARTLY: 3, CheckMark.NO: 2, CheckMark.NOT_SEEN: 1})
PLACES: Final = (PlaceKind.OFFICE, PlaceKind.MEETING, PlaceKind.HEALTH, PlaceKind.OFFICE)


def check_and_notice(*, seed: int, days: Days, crew: Crew, in_force: Settings) -> None:
    """Chance of its own: nothing else comes out otherwise."""
    Members(Chance(f"members {seed}"), days, crew, in_force).fill()


class Members:
    def __init__(self, chance: Chance, days: Days, crew: Crew, in_force: Settings) -> None:
        self.chance, self.days, self.in_force = chance, days, in_force
        self.worker = crew.by_role[Role.PARTICIPATION_WORKER][0]
        self.members = [person for role in reversed(YOUNG_PEOPLE) for person in crew.by_role[role]]

    def fill(self) -> None:
        self.decide(
            self.note(self.one(0), REPORTED_BEFORE, 12, about=NoteAbout.REPORT), NoteState.DEALT_WITH, WHAT_WE_DID
        )
        self.note(self.one(1), REPORTED, 1, about=NoteAbout.REPORT)
        quarter = Quarter.containing(self.days.today).previous
        period = {"about": NoteAbout.FIGURES, "first_day": quarter.first_day, "last_day": quarter.last_day}
        self.decide(self.note(self.one(0), NOTICED, 6, **period), NoteState.PASSED_ON)
        self.decide(self.note(self.one(1), KEPT, 5, **period), NoteState.KEPT_BACK, KEPT_BECAUSE)
        self.note(self.one(0), WAITS, 1, **period)
        ten = self.make(self.worker, "Ten wishes", TEN_WISHES, 30, ChecklistState.OPEN)
        for number, place in enumerate(PLACES):
            self.check(self.one(number), ten, place, 20 - 3 * number)
        beside = {"about": NoteAbout.CHECK, "subject_table": Checklist.__tablename__, "subject_id": ten.id}
        self.decide(self.note(self.one(0), BESIDE, 8, **beside), NoteState.PASSED_ON)
        own = self.make(self.one(1), OWN_TITLE, OWN_WISHES, 1, ChecklistState.WAITING)
        about_own = {"about": NoteAbout.CHECKLIST, "subject_table": Checklist.__tablename__, "subject_id": own.id}
        self.note(self.one(1), "\n".join([OWN_TITLE, *(f"- {wish}" for wish in OWN_WISHES)]), 1, **about_own)

    def one(self, number: int) -> Person:
        return self.members[number % len(self.members)]

    def row(self, moment: datetime) -> dict[str, Any]:
        return {"id": self.chance.new_id(), "created_at": moment}

    def note(self, member: Person, words: str, working_days_ago: int, **what: Any) -> MemberNote:
        sent_at = in_the_afternoon(self.chance, self.days.working_days_ago(working_days_ago))
        is_report = what["about"] is NoteAbout.REPORT
        due_at = clocks.due_by(sent_at, member_notes.REPORT_DAYS if is_report else self.in_force.read_days)
        place = due_next.FIRST if is_report else due_next.place_of_members(words)
        named = {"person_id": member.id, "words": words, "place": place, "once": self.chance.once()}
        note = MemberNote(**self.row(sent_at), **named, sent_at=sent_at, read_due_at=due_at, **what)
        db.session.add(note)
        db.session.flush()
        return note

    def decide(self, note: MemberNote, state: NoteState, because: str | None = None) -> None:
        note.read_at = clocks.end_of_day(clocks.london_day(note.sent_at)) + timedelta(hours=10)
        note.state, note.decided_at, note.decided_by_id = state, note.read_at, self.worker.id
        note.because = because
        db.session.flush()

    def make(
        self, by: Person, title: str, wishes: tuple[str, ...], working_days_ago: int, state: ChecklistState
    ) -> Checklist:
        moment = in_the_morning(self.chance, self.days.working_days_ago(working_days_ago))
        made = {"title": title, "made_by_id": by.id, "state": state, "once": self.chance.once()}
        listed = [
            ChecklistWish(**self.row(moment), position=position, wish=wish)
            for position, wish in enumerate(wishes, start=1)
        ]
        checklist = Checklist(**self.row(moment), **made, wishes=listed)
        db.session.add(checklist)
        db.session.flush()
        return checklist

    def check(self, member: Person, checklist: Checklist, place: PlaceKind, working_days_ago: int) -> None:
        day = self.days.working_days_ago(working_days_ago)
        moment = in_the_afternoon(self.chance, day)
        filled_in = {"checklist_id": checklist.id, "person_id": member.id, "place": place, "visited_on": day}
        check = Check(**self.row(moment), **filled_in, once=self.chance.once())
        db.session.add(check)
        db.session.flush()
        for wish in checklist.wishes:
            mark = self.chance.draw(MARKS)
            db.session.add(Seen(**self.row(moment), check_id=check.id, wish_id=wish.id, mark=mark))
        db.session.flush()
