"""What the demonstration's reviews found, and what has changed since. All of it is made up."""

from datetime import date, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from app.extensions import db
from app.models import Recommendation, Review, Role
from app.models.codes import Impact, RecommendationState, RecommendationTheme, ReviewKind
from app.services import clocks
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days
from app.services.demonstrating.people import Crew

CHANGED, CHANGING, NOT_BEGUN = RecommendationState


class MustChange(NamedTuple):
    text: str
    state: RecommendationState
    changed: str | None
    due: int  # working days from now; less than 0 is over
    action: str
    theme: RecommendationTheme = RecommendationTheme.VOICE
    agency: str = "city"
    owner_role: str = "head of service"
    success_measure: str | None = None
    indicator: str | None = None
    evidence: str | None = None
    impact: Impact | None = None
    impact_says: str | None = None
    is_said_done: bool = False  # by the agency, and the board has not looked yet
    shown_ago: int | None = None  # working days since something showed it, where that was before the board looked


class Found(NamedTuple):
    reference: str
    kind: ReviewKind
    title: str
    summary: str
    ago: int  # working days since it was reported
    must_change: tuple[MustChange, ...]


REVIEWS: Final = (
    Found(
        "Child B1",
        ReviewKind.SERIOUS_CASE,
        "Nobody asked the child",
        "Child B1 was 9. Grown-ups from 4 different places came to the house many times. They talked to each other and"
        " to the parents. Nobody sat down with the child alone and asked what life was like. When someone did, the"
        " child told them at once.",
        260,
        (
            MustChange(
                "Someone must see each child alone before a meeting about them.",
                CHANGED,
                "The person who runs the meeting now asks who has seen the child, and when. If nobody has, it waits.",
                -170,
                "Put it first on the agenda of each meeting. Read a sample of agendas.",
                owner_role="manager of the conference chairs",
                success_measure="More children of 4 and over are heard at their conference.",
                indicator="children_by_participation",
                evidence="All chairs' agendas since the spring ask it first. 40 were read.",
                shown_ago=175,
                impact=Impact.DIFFERENCE,
                impact_says="More children are heard than a year ago, quarter after quarter.",
            ),
            MustChange(
                "What the child says must be written down in the child's own words.",
                CHANGED,
                "There is a place for it now at the top of every record.",
                -10,
                "Make a place for it in the record, and show those who write how to use it.",
                evidence="The new record, and 25 records that were read.",
            ),
            MustChange(
                "Each child must be told what was decided, and why.",
                CHANGING,
                "We now count how often this happens in 5 days. It is not often enough yet.",
                30,
                "The person who runs the meeting says who tells the child, and by when. A manager looks each week.",
                indicator="children_told",
                success_measure="9 in 10 children are told in 5 working days.",
            ),
            MustChange(
                "Everyone who runs these meetings must learn how to hear a small child.",
                CHANGING,
                None,
                -6,
                "Two days of training for each of them, and again every two years.",
                RecommendationTheme.BEFORE_SPEECH,
                evidence="All who run these meetings were at two days about small children. The lists are with us.",
                is_said_done=True,
            ),
        ),
    ),
    Found(
        "Child C4",
        ReviewKind.LOCAL_PRACTICE,
        "A baby cannot tell you",
        "Child C4 was a baby. A nurse, a doctor and a neighbour each saw one thing that was not right. None of them"
        " knew what the others had seen. Nobody wrote down what the days of this baby were like.",
        90,
        (
            MustChange(
                "People who see a baby must write down what they see, and what it means for the baby.",
                CHANGED,
                "Nearly all who work with babies have signed the same rules about this.",
                -8,
                "Put it in the rules by which agencies share what they know, and in the guidance on neglect.",
                theme=RecommendationTheme.BEFORE_SPEECH,
                agency="community health",
                owner_role="named nurse",
                evidence="The rules, and who has signed them. 30 records of health visitors were read.",
            ),
            MustChange(
                "A neighbour or a grandparent who is worried must get an answer.",
                CHANGING,
                "Everyone who calls now gets a call back in 3 days.",
                45,
                "One number to ring, and a person who rings back.",
            ),
            MustChange(
                "People must ask about food, sleep and washing each time they visit.",
                NOT_BEGUN,
                None,
                80,
                "Write the three questions into the form that is filled in at each visit.",
                RecommendationTheme.TRAINING,
                "community health",
            ),
        ),
    ),
)


def find_in_reviews(*, chance: Chance, days: Days, crew: Crew) -> None:
    """Add two reviews that are published, with recommendations in every state."""
    for number, found in enumerate(REVIEWS):
        add_review(found, number, chance, days, crew)
    db.session.flush()


def add_review(found: Found, number: int, chance: Chance, days: Days, crew: Crew) -> None:
    reported_on = days.working_days_ago(found.ago)
    checked_on = days.working_days_ago(10 + number)
    review = Review(
        id=chance.new_id(),
        created_at=clocks.start_of_day(reported_on),
        reference=found.reference,
        kind=found.kind,
        title=found.title,
        summary=found.summary,
        reported_on=reported_on,
        published_at=clocks.start_of_day(reported_on) + timedelta(hours=9),
    )
    review.recommendations = [
        Recommendation(
            id=chance.new_id(),
            created_at=review.created_at,
            number=place,
            text=one.text,
            state=one.state,
            changed=one.changed,
            due_on=days.from_now(one.due),
            checked_on=checked_on if one.changed else None,
            theme=one.theme,
            agency_id=crew.agencies[one.agency].id,
            owner_role=one.owner_role,
            action=one.action,
            success_measure=one.success_measure,
            indicator=one.indicator,
            evidence=one.evidence,
            evidenced_on=shown_on(one, checked_on, days),
            impact=one.impact,
            impact_checked_on=checked_on if one.impact else None,
            impact_says=one.impact_says,
            is_said_done=one.is_said_done,
            reported_at=clocks.start_of_day(checked_on) + timedelta(hours=11) if one.is_said_done else None,
            reported_by_id=lead_of(one.agency, crew) if one.is_said_done else None,
        )
        for place, one in enumerate(found.must_change, 1)
    ]
    db.session.add(review)


def shown_on(one: MustChange, checked_on: date, days: Days) -> date | None:
    if one.evidence is None:
        return None
    return days.working_days_ago(one.shown_ago) if one.shown_ago else checked_on


def lead_of(agency: str, crew: Crew) -> UUID:
    return next(one.id for one in crew.by_role[Role.AGENCY_LEAD] if one.agency_id == crew.agencies[agency].id)
