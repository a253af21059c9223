"""What the board of the demonstration talked about in a year: papers in both forms, minutes, and members' own items.

All of it is made up.
"""

from typing import Final, NamedTuple


class Proposed(NamedTuple):
    """What a member wants to talk about. `by`: which of them, by their place; None for whoever left."""

    by: int | None
    title: str
    reason: str
    because: str | None = None  # what the board says, or the worker when it does not go on


class Said(NamedTuple):
    """One item of an agenda: the board's own, or one that was proposed. Nothing is said of it before the meeting."""

    what: str | Proposed
    about: str | None = None
    said: str | None = None
    decided: str | None = None
    answer: str | None = None


class Paper(NamedTuple):
    """`item` is its place on the agenda, from 1; 0 is the meeting as a whole."""

    item: int
    title: str
    written_by: str
    text: str
    plain: str | None


class Meeting(NamedTuple):
    """`ago`: working days; below 0 it is to come."""

    ago: int
    items: tuple[Said, ...]
    papers: tuple[Paper, ...] = ()
    off: str | None = None


NEXT: Final = -12  # when the next meeting is
TOWN_HALL, VIDEO = "The town hall, room 4", "On a video call"
TIMES: Final = Proposed(
    0,
    "Meetings at times we can come",
    "My review was on a Tuesday at 11. I missed science again and then everyone asked where I was. Can they be after"
    " school or in the holidays??",
)
BUSES: Final = Proposed(
    3,
    "Buses after school",
    "The last bus from college to the villages goes at ten past four. If you stay for a club you have to ask for a"
    " lift."
    " Not everybody has someone to ask.",
    "The district councils pay for buses, and they are not at our next meetings. We have written to them. We talk about"
    " it when they have answered, in the spring at the latest.",
)
WORDS: Final = Proposed(
    4,
    "Stop saying LAC and placement",
    "We made a list of words we hate. We want every grown up on the board to read it out loud. It is only 12 words 😊",
)
NIGHTS: Final = Proposed(
    None,
    "Who picks up the phone at night",
    "When you ring at night you get a different person each time and you have to start from the beginning.",
)
LOCKERS: Final = Proposed(
    1,
    "Lockers in the new youth hub",
    "People carry all their stuff around because there is nowhere to put it. Some of us move house with one bag.",
    "Yes. The plans for the hub are open until the summer, so this is the right time.",
)
WALKS: Final = Proposed(
    2,
    "Lights on the path by the canal",
    "It is the short way home and it is pitch dark from November. We go the long way round by the main road.",
)
NAMED: Final = Proposed(
    1,
    "Our maths teacher",
    "There is one teacher who never lets you leave for meetings and it is not fair.",
    "This is about one person, and they could tell who wrote it. Can you write it about all schools: that teachers let"
    " you go to your meetings? Then I pass it on. Come and see me on Tuesday if you want to write it together.",
)
WAITS: Final = Proposed(
    4,
    "Pets when you move",
    "Nobody ever asks about your dog. I want the board to find out how many people had to leave one behind.",
)

REPORT_TEXT: Final = """# What the figures of the summer show

## In short

- **88 of 95** views were answered in time.
- Fewer children came to their own conference than in spring.

| | Spring | Summer |
| --- | --- | --- |
| Views answered in time | 71% | 93% |
| Conferences with an advocate | 40% | 46% |

## What the board is asked to do

1. Note the figures.
2. Ask chairs why fewer children came.
"""
REPORT_PLAIN: Final = """# What young people told us in summer

Most of you got an answer in time. That is better than in spring.

Not so many children came to the meetings about them. We do not know why yet. We want to ask the people who lead those
meetings.
"""
TIMES_TEXT: Final = """# When conferences are held

## The question

The shadow board asks that conferences and reviews are held when children can come.

## What we found

- 7 in 10 begin between 9.30am and 2.30pm on a school day.
- Rooms are free until 6pm. Police and health staff said that they can come until 5.30pm if they know two weeks before.

## Options

1. Offer each family **one time after 3.30pm**.
2. Hold all of them after 3.30pm. There are not enough chairs for that.
"""
TIMES_PLAIN: Final = """# Can meetings be after school?

You asked for meetings at a time when you can come.

Most of them are in the morning now, when you are at school. Rooms are free until 6 in the evening. The police and the
nurses can come later too, if we tell them two weeks before.

**What we could do:** give each family one time after half past 3. We cannot do that for everyone on the same day. There
are not enough people to lead the meetings.
"""
HUB_TEXT: Final = """# Plans for the youth hub

The hub opens in two years. The plans can be changed until the summer. Lockers for 40 people take the space of one
meeting room; the cost is in the annex.

> Decision asked for: 20 lockers now, space for 20 more.
"""
HUB_PLAIN: Final = """# The new youth hub

The hub opens in two years. We can still change the plans.

40 lockers would need as much space as one room. So the plan is:

- 20 lockers when it opens
- space for 20 more later
"""
NIGHTS_TEXT: Final = """# Calls at night

## How it works now

Three agencies share the nights. Notes are kept in two systems, and the person who answers sees one of them.

## What it would take

One system for notes, from April. The licence costs less than the letters that we send now.
"""

MEETINGS: Final = (
    Meeting(
        252,
        (
            Said(
                "What the figures show",
                None,
                "The figures of the quarter were read. The board asked what stands behind the fall in attendance.",
                "**Noted.** Chairs are asked for their view before the next meeting.",
            ),
            Said(
                WORDS,
                "Members read their list aloud.",
                "Three members of the shadow board read the list. Members of the board recognised nine of the"
                " twelve words"
                " in their own letters.",
                "1. Every agency takes the twelve words out of its letters by the autumn.\n2. The board’s own"
                " papers are"
                " checked first.",
                "They listened to all 12 words. They found 9 of them in their own letters, and said sorry for that."
                " Every"
                " group on the board takes the words out of its letters by autumn. The board checks its own papers"
                " first.",
            ),
        ),
        (Paper(1, "Figures of the quarter", "the board’s analyst", REPORT_TEXT, REPORT_PLAIN),),
    ),
    Meeting(
        190,
        (
            Said(
                TIMES,
                None,
                "The paper was presented by the head of the chairs’ service. Schools support it. Health asked for two"
                " weeks’ notice.",
                "**Agreed:** option 1, from the next term. The chairs’ manager reports in two meetings.",
                "They said yes to part of it. From next term each family gets to choose one time after half past 3."
                " They"
                " cannot do it for everybody, because there are not enough people to lead the meetings. In two meetings"
                " they look if it works.",
            ),
            Said(
                "Neglect: the new guidance", None, "The draft was read.", "Published, with one change: food and sleep."
            ),
        ),
        (Paper(1, "When conferences are held", "head of the chairs’ service", TIMES_TEXT, TIMES_PLAIN),),
    ),
    Meeting(
        128,
        (Said("The budget", "The first reading."),),
        off="Too few people could come: seven were ill. We talk about the budget at the next meeting.",
    ),
    Meeting(
        68,
        (
            Said(
                "The budget", None, "The budget was read for the first time.", "Agreed, with more money for advocates."
            ),
            Said(
                NIGHTS,
                None,
                "The three agencies that share the nights explained why notes are kept twice. The board was not content"
                " with the answer.",
                "**A paper by the next meeting** on one place for notes, with its cost.",
                "They agree with you: you should not have to start from the beginning each time. The people who"
                " answer at"
                " night cannot see each other’s notes. They want to know what it costs to change that. They talk"
                " about it"
                " again at the next meeting.",
            ),
            Said(
                "Meetings after school: does it work?",
                "Asked for by the shadow board in spring.",
                "Two in three families chose the late time when it was offered. One in four was not offered it.",
                "The chairs’ manager writes to every chair.",
                "Most families who could choose took the time after school. But 1 in 4 was not asked. That was not"
                " right,"
                " and everyone who leads meetings gets a letter about it.",
            ),
        ),
        (Paper(0, "Calls at night", "out-of-hours service", NIGHTS_TEXT, "We answer calls at night in turns.\n"),),
    ),
    Meeting(
        8,
        (
            Said(
                LOCKERS,
                None,
                "The architect showed the plans. Members liked the space by the door better than the one upstairs.",
                "20 lockers, by the door. Space for 20 more.",
                "Yes. There will be 20 lockers, by the door, and space for 20 more.",
            ),
            Said("Calls at night: one place for notes"),
        ),
        (Paper(1, "Plans for the youth hub", "the hub’s project manager", HUB_TEXT, HUB_PLAIN),),
    ),
    Meeting(
        NEXT,
        (
            Said("What the figures show", "The quarter that has just ended."),
            Said("Calls at night", "The decision on one place for notes."),
        ),
        (
            Paper(1, "Figures of the summer", "the board’s analyst", REPORT_TEXT, REPORT_PLAIN),
            Paper(2, "One place for notes", "out-of-hours service", NIGHTS_TEXT, None),
        ),
    ),
    Meeting(-75, (Said("The annual report"),)),
)
