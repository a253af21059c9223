"""What the demonstration's board has promised in public, and what its reviews found. All of it is made up."""

from datetime import timedelta
from typing import Final, NamedTuple

from app.extensions import db
from app.models import Commitment, CommitmentVerdict
from app.models.codes import CommitmentSource, CommitmentState, Verdict
from app.services import clocks
from app.services.demonstrating.chance import Chance, Odds
from app.services.demonstrating.days import Days
from app.services.demonstrating.people import Crew

DONE, STARTED, NOT_POSSIBLE = CommitmentState
HELPED: Final = Odds({Verdict.YES: 5, Verdict.PARTLY: 3, Verdict.NO: 2})
MOST_VERDICTS: Final = 40


class Promise(NamedTuple):
    """`ago`: working days since it was published; `again`: working days until it is looked at again.

    `agency` is a key of people.AGENCIES.
    """

    title: str
    said: str
    said_by: int | None
    state: CommitmentState
    did: str
    ago: int
    again: int | None = None
    for_now: str | None = None
    agency: str = "city"
    owner_role: str = "head of service"
    figure: str | None = None  # of what conferences show
    evidence: str | None = None

    @property
    def comes_from(self) -> CommitmentSource:
        return CommitmentSource.PATTERN if self.figure else CommitmentSource.THEME


PROMISES: Final = (
    Promise(
        "Meetings at a good time",
        "Meetings about us always start when we are at school. We miss lessons, and then people ask where we were.",
        23,
        DONE,
        "We now ask you what time is good. 7 in 10 meetings now start after school.",
        6,
        owner_role="manager of the conference chairs",
        evidence="The start times of all meetings since September, counted by the chairs' manager.",
    ),
    Promise(
        "One person to talk to",
        "Workers change all the time. You have to start again from the beginning, and then you stop talking to them.",
        19,
        STARTED,
        "If your worker has to change, the old one and the new one must now meet you together. We try this in the"
        " city first.",
        14,
        again=40,
    ),
    Promise(
        "A bus pass for every child",
        "Free buses would help us to get to the youth club.",
        4,
        NOT_POSSIBLE,
        "We do not run the buses, and we have no money for it. We asked the people who do. They said no for this year.",
        22,
        again=60,
        for_now="The youth club can pay your bus fare. Ask there.",
        agency="county",
        owner_role="head of transport",
    ),
    Promise(
        "Knowing who will be in the room",
        "You walk in and there are 12 grown-ups. Nobody says who they are or why they came.",
        31,
        DONE,
        "Before a meeting you now get a list of who will be there, with what each of them does. You can say who you do"
        " not want.",
        35,
    ),
    Promise(
        "Words you can read",
        "The letters about us are full of words that nobody uses.",
        12,
        DONE,
        "Young advisors read our letters now before we use them. We have changed 9 letters so far.",
        48,
        again=75,
    ),
    Promise(
        "Seeing brothers and sisters",
        "We do not see our brothers and sisters when we live in different homes. Nobody tells us why.",
        9,
        STARTED,
        "Every plan must now say when you will see each other. We check each month if it happens.",
        55,
        again=-4,
    ),
    Promise(
        "Somewhere quiet to wait",
        "The place where you wait before a meeting is loud, and everyone can see you.",
        3,
        DONE,
        "There is a room now with a door that shuts. There are things to draw with, and water.",
        70,
    ),
    Promise(
        "A say in who speaks for you",
        "We want to choose the person who speaks for us.",
        None,
        STARTED,
        "We are asking for more people who can do this, so that you can pick one. It will take some months.",
        90,
        again=30,
        figure="advocate_offered",
    ),
    Promise(
        "No meetings without you",
        "Nobody should have a meeting about us when we are not there.",
        15,
        NOT_POSSIBLE,
        "Sometimes people must talk fast to keep you safe. Then we cannot wait. But someone must tell you the same day"
        " what was said.",
        110,
        again=20,
        for_now="You can ask your worker to show you what was written down.",
    ),
)


def promise_in_public(*, chance: Chance, days: Days, crew: Crew) -> None:
    """Add what is published: promises in every state, and what people think of them."""
    for promise in PROMISES:
        add_promise(promise, chance, days, crew)
    db.session.flush()


def add_promise(promise: Promise, chance: Chance, days: Days, crew: Crew) -> None:
    published_at = clocks.start_of_day(days.working_days_ago(promise.ago)) + timedelta(hours=11)
    commitment = Commitment(
        id=chance.new_id(),
        created_at=published_at,
        title=promise.title,
        said=promise.said,
        said_by=promise.said_by,
        state=promise.state,
        did=promise.did,
        for_now=promise.for_now,
        decided_on=clocks.london_day(published_at),
        look_again_on=None if promise.again is None else days.from_now(promise.again),
        published_at=published_at,
        comes_from=promise.comes_from,
        figure=promise.figure,
        agency_id=crew.agencies[promise.agency].id,
        owner_role=promise.owner_role,
        due_on=days.from_now(-promise.ago if promise.again is None else promise.again),
        evidence=promise.evidence,
    )
    db.session.add(commitment)
    db.session.flush()
    db.session.add_all(
        CommitmentVerdict(
            id=chance.new_id(),
            created_at=published_at + timedelta(hours=chance.randint(1, 24 * promise.ago)),
            commitment_id=commitment.id,
            verdict=chance.draw(HELPED),
            once=chance.once(),
        )
        for _ in range(chance.randint(0, MOST_VERDICTS))
    )
