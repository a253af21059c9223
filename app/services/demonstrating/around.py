"""Who was at each conference of the demonstration, and what followed it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from app.models import Agency, Conference, ConferenceAgency
from app.services import following_up, time_limits
from app.services.clocks import add_working_days
from app.services.demonstrating.chance import Chance
from app.services.settings import Settings

MOST_INVITED: Final = 12
COMES, REPORTS = 0.75, 0.5
SENT_IN_TIME: Final = 0.8
NOT_QUORATE: Final = "The risk could not wait. Those who could not come sent reports."
LATE_CORE_GROUP: Final = "The school was closed for the holidays."


def go_round(
    conference: Conference, agencies: list[Agency], *, chance: Chance, today: date, in_force: Settings
) -> Iterator[ConferenceAgency]:
    """Say who was there and what followed, as far as it can be known today. Gives a row for each agency."""
    was_held = conference.held_on < today
    rows = [
        ConferenceAgency(
            id=chance.new_id(),
            created_at=conference.created_at,
            conference_id=conference.id,
            agency_id=agency.id,
            is_invited=True,
            has_attended=was_held and chance.happens(COMES),
            has_reported=was_held and chance.happens(REPORTS),
        )
        for agency in invited(agencies, chance)
    ]
    if conference.finished_at is not None:
        there = {row.agency_id for row in rows if row.has_attended}
        is_enough = len(there) >= in_force.quorum_agencies
        conference.is_quorate = is_enough and any(one.id in there for one in agencies if one.is_social_care)
        conference.not_quorate_reason = None if conference.is_quorate else NOT_QUORATE
        follow(conference, chance, today)
    yield from rows


def invited(agencies: list[Agency], chance: Chance) -> list[Agency]:
    """Some of them, and always one that is children's social care."""
    others = chance.sample(agencies, chance.randint(5, min(MOST_INVITED, len(agencies))))
    if any(agency.is_social_care for agency in others):
        return others
    return [next(agency for agency in agencies if agency.is_social_care), *others]


def follow(conference: Conference, chance: Chance, today: date) -> None:
    """When the letter and the record were sent, and when the core group met."""
    held_on = conference.held_on
    letter = add_working_days(held_on, 1 if chance.happens(SENT_IN_TIME) else 4)
    record = add_working_days(held_on, chance.randint(8, 15) if chance.happens(SENT_IN_TIME) else 18)
    conference.letter_sent_on = letter if letter <= today else None
    conference.record_sent_on = record if record <= today else None
    if conference.type in time_limits.MAY_BEGIN_A_PLAN:
        conference.core_group_on = add_working_days(held_on, 7 if chance.happens(SENT_IN_TIME) else 12)
        if following_up.is_core_group_late(conference.core_group_on, conference):
            conference.core_group_late_reason = LATE_CORE_GROUP
