"""A year of the board's meetings in the demonstration: what members proposed, papers in both forms, and the minutes."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import AdvisorProfile, AgendaItem, AgendaProposal, BoardMeeting, MeetingPaper, Person, Role
from app.models.codes import BoardMeetingState, ProposalState
from app.services import clocks, due_next
from app.services.demonstrating import board_meeting_texts as texts
from app.services.demonstrating.board_meeting_texts import Meeting, Paper, Proposed, Said
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_afternoon, in_the_morning, when_young_people_write
from app.services.demonstrating.people import YOUNG_PEOPLE, Crew
from app.services.settings import Settings

BEFORE: Final = 25  # working days before a meeting members propose something for it


def meet_all_year(*, seed: int, days: Days, crew: Crew, in_force: Settings) -> None:
    """Chance of its own: nothing else comes out otherwise."""
    year = BoardYear(Chance(f"meetings of the board {seed}"), days, crew, in_force)
    for meeting in texts.MEETINGS:
        year.hold(meeting)
    year.leave_some_waiting()
    db.session.flush()


class BoardYear:
    """The meetings as they are filled in, one after the other."""

    def __init__(self, chance: Chance, days: Days, crew: Crew, in_force: Settings) -> None:
        self.chance, self.days, self.in_force = chance, days, in_force
        self.members = [person for role in YOUNG_PEOPLE for person in crew.by_role[role]]
        self.worker = crew.by_role[Role.PARTICIPATION_WORKER][0]
        self.board_member = crew.by_role[Role.BOARD_MEMBER][0]
        self.gone = self.find_who_left()

    def find_who_left(self) -> Person:
        query = select(Person).join(AdvisorProfile, AdvisorProfile.person_id == Person.id)
        gone = query.where(AdvisorProfile.left_at.is_not(None)).order_by(Person.created_at, Person.id)
        return db.session.scalars(gone).first() or self.members[0]

    def hold(self, one: Meeting) -> None:
        day = self.days.from_now(-one.ago)
        meeting = BoardMeeting(
            id=self.chance.new_id(),
            created_at=self.morning(max(1, one.ago + 60)),
            held_on=day,
            begins_at=time(16, 30),
            place=texts.VIDEO if one.off else texts.TOWN_HALL,
            minutes_due_on=clocks.add_working_days(day, self.in_force.minutes_days),
            once=self.chance.once(),
        )
        if one.off:
            meeting.state, meeting.called_off_because = BoardMeetingState.CALLED_OFF, one.off
        elif one.ago > 0:
            meeting.state = BoardMeetingState.HELD
        is_written = one.ago > self.in_force.minutes_days and not one.off
        meeting.minutes_published_at = self.morning(one.ago - self.in_force.minutes_days + 1) if is_written else None
        db.session.add(meeting)
        db.session.flush()
        items = [self.put_on(meeting, number, said, one.ago) for number, said in enumerate(one.items, 1)]
        for paper in one.papers:
            self.add_paper(meeting, items, paper, one.ago)

    def morning(self, ago: int) -> datetime:
        return in_the_morning(self.chance, self.days.working_days_ago(max(1, ago)))

    def put_on(self, meeting: BoardMeeting, position: int, one: Said, ago: int) -> AgendaItem:
        proposed = one.what if isinstance(one.what, Proposed) else None
        item = AgendaItem(
            id=self.chance.new_id(),
            created_at=self.morning(ago + BEFORE),
            meeting_id=meeting.id,
            position=position,
            title=None if isinstance(one.what, Proposed) else one.what,
            proposal_id=self.propose(proposed, ago + BEFORE, ProposalState.ACCEPTED).id if proposed else None,
            about=one.about,
            said=one.said,
            decided=one.decided,
            answer=one.answer,
            once=self.chance.once(),
        )
        db.session.add(item)
        db.session.flush()
        return item

    def add_paper(self, meeting: BoardMeeting, items: Sequence[AgendaItem], one: Paper, ago: int) -> None:
        at = self.morning(ago + 7)
        paper = MeetingPaper(
            id=self.chance.new_id(),
            created_at=at,
            meeting_id=meeting.id,
            item_id=items[one.item - 1].id if one.item else None,
            title=one.title,
            written_by=one.written_by,
            text=one.text,
            plain=one.plain,
            published_at=at if one.plain else None,
            once=self.chance.once(),
        )
        db.session.add(paper)

    def propose(self, one: Proposed, ago: int, state: ProposalState) -> AgendaProposal:
        """Sent that many working days ago, read on the day after, decided on the day after that."""
        sent = self.days.working_days_ago(ago)
        sent_at = when_young_people_write(self.chance, sent)
        proposal = AgendaProposal(
            id=self.chance.new_id(),
            created_at=sent_at,
            person_id=self.gone.id if one.by is None else self.members[one.by].id,
            title=one.title,
            reason=one.reason,
            place=due_next.USUAL,
            read_due_at=clocks.due_by(sent_at, self.in_force.read_days),
            state=state,
            once=self.chance.once(),
        )
        if state is not ProposalState.SENT:
            proposal.read_at = proposal.settled_at = in_the_afternoon(self.chance, clocks.add_working_days(sent, 1))
            proposal.settled_by_id = self.worker.id
        if state in (ProposalState.ACCEPTED, ProposalState.DEFERRED):
            proposal.decided_at = in_the_morning(self.chance, clocks.add_working_days(sent, 2))
            proposal.decided_by_id, proposal.decided_because = self.board_member.id, one.because
        if state is ProposalState.NOT_PASSED_ON:
            proposal.not_passed_because = one.because
        if state is ProposalState.PASSED_ON:
            proposal.decide_due_on = self.days.from_now(-texts.NEXT - 1)
        db.session.add(proposal)
        db.session.flush()
        return proposal

    def leave_some_waiting(self) -> None:
        """One is deferred, one not passed on, one waits for the board, and one to be read."""
        self.propose(texts.BUSES, 40, ProposalState.DEFERRED)
        self.propose(texts.NAMED, 9, ProposalState.NOT_PASSED_ON)
        self.propose(texts.WALKS, 5, ProposalState.PASSED_ON)
        self.propose(texts.WAITS, 1, ProposalState.SENT)
