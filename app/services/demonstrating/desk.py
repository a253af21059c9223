"""What those who read views have on their desks: themes, openings, a draft, a note, something that is hidden.

It has a chance of its own, so that everything else comes out as it would without it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import AnswerDraft, CannedOpening, Note, Person, Redaction, Role, Theme, View, ViewTheme
from app.models.codes import Topic, ViewStatus
from app.protection.hiding import places_of
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.people import Crew

THEMES: Final = {
    "Seeing family": (Topic.FAMILY,),
    "Workers who change": (Topic.HELPERS,),
    "Being told what was decided": (Topic.MEETING,),
    "Being asked first": (Topic.MEETING, Topic.HELPERS),
    "A home that is warm and safe": (Topic.HOME, Topic.SAFE),
    "Phones and photos": (Topic.ONLINE,),
    "School knows too much": (Topic.SCHOOL,),
    "Things to do": (Topic.AREA, Topic.FRIENDS),
}
RETIRED: Final = "The old paper form"
OPENINGS: Final = {
    "Thank you": "Thank you for telling us. We read every word.",
    "We are late": "We said we would answer sooner. We did not, and that is our fault. Thank you for waiting.",
    "We cannot change this": "Thank you for telling us. We cannot change this. Here is why, and what we can do.",
    "You came back": "Thank you for coming back. We did not answer you well the first time. Here is another try.",
}
DRAFT: Final = (
    "Thank you for telling us. Seeing the people you love matters.\n\nWe have asked your worker to set a day with you. "
    "The professionals will look at the contact plan and tell you the outcome by Friday. If nobody has told you by "
    "then, come back here and press “Add more”."
)
NOTE: Final = "I rang the team manager. She looks into it and rings back on Thursday. Let us not answer before that."
MOST: Final = 400  # newest views that get themes
TO_HIDE: Final = ("my sister", "my brother", "my mum", "my nan", "my dad", "my worker", "school", "my room")


@dataclass(frozen=True)
class Desk:
    """The two participation workers and the safeguarding lead of the demonstration at work, an hour ago."""

    chance: Chance
    sam: Person
    tess: Person
    at: datetime

    def work(self) -> None:
        self.sort(self.keep_themes())
        self.keep_openings()
        waiting = self.waiting()
        if to_hide := next((view for view in waiting if something_to_hide(view)), None):
            self.hide_something(to_hide)
            waiting.remove(to_hide)
        for change, view in zip((self.write_and_ask, self.write_a_note), waiting, strict=False):
            change(view)
        db.session.flush()

    def waiting(self) -> list[View]:
        """Views that somebody has read and that wait for an answer, what is due last before the others."""
        is_waiting = View.status == ViewStatus.WAITING, View.read_at.is_not(None), View.is_safe.is_(True)
        query = select(View).where(*is_waiting, View.words_sealed.is_not(None), View.taken_back_at.is_(None))
        return list(db.session.scalars(query.order_by(View.next_due_at.desc(), View.id).limit(MOST)))

    def keep_themes(self) -> dict[str, Theme]:
        themes = {name: Theme(id=self.chance.new_id(), created_at=self.at, name=name) for name in THEMES}
        retired = Theme(id=self.chance.new_id(), created_at=self.at, name=RETIRED, is_active=False)
        db.session.add_all([*themes.values(), retired])
        db.session.flush()
        return themes

    def sort(self, themes: dict[str, Theme]) -> None:
        """The newest views have the themes of their topic: most one, some two."""
        newest = select(View).where(View.topic.is_not(None), View.read_at.is_not(None))
        for view in db.session.scalars(newest.order_by(View.sent_at.desc(), View.id).limit(MOST)):
            for name, topics in THEMES.items():
                if view.topic in topics and self.chance.happens(0.7):
                    self.give(view, themes[name])

    def give(self, view: View, theme: Theme) -> None:
        made = {"id": self.chance.new_id(), "created_at": self.at}
        db.session.add(ViewTheme.of(view, theme_id=theme.id, added_by_id=self.sam.id, **made))

    def keep_openings(self) -> None:
        for name, text in OPENINGS.items():
            db.session.add(CannedOpening(id=self.chance.new_id(), created_at=self.at, name=name, text=text))

    def write_and_ask(self, view: View) -> None:
        """Sam has written an answer and asks Tess to look at it."""
        draft = AnswerDraft(id=self.chance.new_id(), created_at=self.at, view_id=view.id, text=DRAFT)
        draft.written_by_id, draft.written_at = self.sam.id, self.at
        draft.asked_of_id, draft.asked_at = self.tess.id, self.at + timedelta(minutes=2)
        db.session.add(draft)

    def write_a_note(self, view: View) -> None:
        """Tess has rung somebody about it, and hands it to Sam."""
        note = Note(id=self.chance.new_id(), created_at=self.at, view_id=view.id, text=NOTE, once=self.chance.once())
        note.written_by_id, view.handler_id = self.tess.id, self.sam.id
        db.session.add(note)

    def hide_something(self, view: View) -> None:
        hidden = Redaction(id=self.chance.new_id(), created_at=self.at, view_id=view.id)
        hidden.detail = something_to_hide(view) or ""
        hidden.redacted_by_id, hidden.once = self.tess.id, self.chance.once()
        db.session.add(hidden)


def something_to_hide(view: View) -> str | None:
    return next((detail for detail in TO_HIDE if places_of(view.words or "", detail)), None)


def fill_desks(*, seed: int, crew: Crew, now: datetime) -> None:
    """Themes on many views, openings, and one view each with a draft, a note and something hidden."""
    sam, tess = crew.by_role[Role.PARTICIPATION_WORKER][:2]
    Desk(Chance(f"desks {seed}"), sam, tess, now.replace(microsecond=0) - timedelta(hours=1)).work()
