"""Ready-made meetings of the board, their items and papers, and what members propose, like those in tests/factories.py.

On the tests' today, 17 November 2026.
"""

from datetime import date, timedelta

import factory

from app.forms import new_once
from app.models import AgendaItem, AgendaProposal, BoardMeeting, MeetingPaper, Role, utc_now
from app.models.codes import BoardMeetingState, ProposalState
from app.services.due_next import USUAL
from tests.factories import NOT_YET, ModelFactory, PersonFactory


class BoardMeetingFactory(ModelFactory):
    """Planned for 8 December; `held` on 3 November, with minutes that are not late."""

    class Meta:
        model = BoardMeeting

    class Params:
        held = factory.Trait(held_on=date(2026, 11, 3), state=BoardMeetingState.HELD)

    held_on = date(2026, 12, 8)
    place = "The town hall, room 4"
    minutes_due_on = NOT_YET
    once = factory.LazyFunction(new_once)


class AgendaProposalFactory(ModelFactory):
    """Sent, and waiting to be read; `passed_on` to the board; `accepted` or `deferred` by it."""

    class Meta:
        model = AgendaProposal

    class Params:
        settled = factory.Trait(
            read_at=factory.LazyFunction(utc_now),
            settled_at=factory.LazyFunction(utc_now),
            settled_by_id=factory.LazyFunction(lambda: PersonFactory(role=Role.PARTICIPATION_WORKER).id),
        )
        passed_on = factory.Trait(settled=True, state=ProposalState.PASSED_ON, decide_due_on=NOT_YET)
        decided = factory.Trait(
            settled=True,
            decided_at=factory.LazyFunction(utc_now),
            decided_by_id=factory.LazyFunction(lambda: PersonFactory(role=Role.BOARD_MEMBER).id),
        )
        accepted = factory.Trait(decided=True, state=ProposalState.ACCEPTED)
        deferred = factory.Trait(decided=True, state=ProposalState.DEFERRED, decided_because="The budget comes first.")

    person_id = factory.LazyFunction(lambda: PersonFactory(role=Role.SHADOW_BOARD_MEMBER).id)
    title = "Buses after school"
    reason = "The last bus leaves before our club ends."
    place = USUAL
    read_due_at = factory.LazyFunction(lambda: utc_now() + timedelta(days=300))
    once = factory.LazyFunction(new_once)


class AgendaItemFactory(ModelFactory):
    """The board's own; of members when it has a `proposal`."""

    class Meta:
        model = AgendaItem

    class Params:
        meeting = factory.SubFactory(BoardMeetingFactory)
        proposal = None

    meeting_id = factory.LazyAttribute(lambda item: item.meeting.id)
    proposal_id = factory.LazyAttribute(lambda item: item.proposal and item.proposal.id)
    title = factory.LazyAttribute(lambda item: None if item.proposal else "The annual report")
    position = factory.Sequence(lambda number: number + 1)
    once = factory.LazyFunction(new_once)


class MeetingPaperFactory(ModelFactory):
    """In both forms; members read it when it is `published`."""

    class Meta:
        model = MeetingPaper

    class Params:
        meeting = factory.SubFactory(BoardMeetingFactory)
        published = factory.Trait(published_at=factory.LazyFunction(utc_now))

    meeting_id = factory.LazyAttribute(lambda paper: paper.meeting.id)
    title = "Buses in the county"
    written_by = "head of transport"
    text = "# What it costs\n\nA **later** bus."
    plain = "A later bus costs money."
    once = factory.LazyFunction(new_once)
