"""What the demonstration's board says in its annual report, and what it promised in that year. All of it is made up."""

from typing import Final

from app.models.codes import CommitmentState, ReportPart
from app.services.demonstrating.public_promises import Promise

# How many working days before the end of the year each was published.
OF_THE_YEAR: Final = (
    Promise(
        "Sitting next to who you like",
        "You are put at the end of the table, next to people you do not know.",
        17,
        CommitmentState.DONE,
        "You now go in first and choose your seat. The person who runs the meeting asks you who should sit beside you.",
        35,
        owner_role="manager of the conference chairs",
        evidence="The chairs' agenda, and what 30 children said of it.",
    ),
    Promise(
        "Meetings away from school",
        "Everyone at school sees you go into the room with the social worker.",
        11,
        CommitmentState.DONE,
        "You can choose where we meet: at school, at home, at the club. 6 in 10 meetings are somewhere else now.",
        120,
    ),
    Promise(
        "One phone number for all of it",
        "You ring one office, and they tell you to ring another one.",
        8,
        CommitmentState.NOT_POSSIBLE,
        "The city and the county have phones that do not work together. A new one costs more than we have now.",
        180,
        for_now="Ring the number on your card. They will ring the others for you.",
        agency="county",
        owner_role="head of contact services",
    ),
)
TEXTS: Final = {
    ReportPart.OPENING: """Two reviews told us the same: **nobody had asked the child.** This report says what we have \
done about it in a year, what it changed, and where we are not good enough yet.

Every figure in it was counted by Heard and published by quarter. Nothing in it can show who a child is.""",
    ReportPart.VOICES: """We asked children in three ways:

1. Any young person can tell us something, without a name, from their own phone.
2. Every child with a conference is asked before it, and what they want is written down in their words.
3. Young advisors read what we plan, and tell us what is wrong with it.

What they said is counted in the tables below. Each quarter the board took up at least one theme of it.""",
    ReportPart.REVIEWS: """Every recommendation has an agency, a person and a day. We close one only when something \
shows that it was done **and** that it made a difference.""",
    ReportPart.TRAINING: """Chairs learn how to hear children who are very young, and children who do not speak. \
The guidance on neglect is read by everybody.""",
    ReportPart.LITTLE_PROGRESS: """We would rather say this ourselves than have it found out. What is late here is on \
the agenda of the next meeting, with the name of the agency beside it.""",
    ReportPart.NEXT: """- Every child hears within five working days what was decided.
- No conference is led by a chair whose training is late.
- The agencies that have not signed the framework come to the board and say why.""",
    ReportPart.FOR_CHILDREN: """We are the people who check that grown-ups keep children safe. Each year we say what \
we did.

Two children were badly hurt. No one had asked them what life was like. So now we ask. And when you tell us, we must \
answer.""",
    ReportPart.NEXT_FOR_CHILDREN: """- You should hear what was decided in 5 days. We are too slow. We will do better.
- Everyone who runs a meeting must learn how to listen to you.
- You can tell us what you think at any time.""",
}
