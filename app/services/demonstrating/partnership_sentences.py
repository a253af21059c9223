"""What the demonstration's agencies have agreed to, and what they say of themselves. All of it is made up."""

from typing import Final, NamedTuple

from app.models.codes import Standard

# Who leads for the agencies that have nobody else. Their names come after those of people.AGENCY_LEADS.
LEADS: Final = {
    "county": "Dana Whitford",
    "rutland": "Elin Marsh",
    "icb": "Farid Noor",
    "probation": "Gwen Tully",
    "hospitals": "Hana Castle",
    "mental health": "Idris Vale",
    "ambulance": "Joan Perrin",
    "doctors": "Kofi Lund",
    "youth justice": "Leah Strand",
    "fire": "Miro Haddon",
    "cafcass": "Nell Garside",
    "early years": "Oona Birch",
    "primary": "Pavel Reddy",
    "secondary": "Quinn Ashdown",
    "special": "Rosa Temple",
    "independent": "Silas Moor",
    "colleges": "Tara Wingate",
    "housing": "Umar Fell",
    "adults": "Vera Holm",
    "districts": "Will Caddick",
    "voluntary": "Xenia Park",
    "faith": "Yusuf Brand",
    "sports": "Zara Lindley",
    "advocacy": "Zoe Arkwright",
}
ROLES: Final = ("chief executive", "head of safeguarding", "deputy chief executive")

FIRST: Final = (
    "When somebody in one agency is worried about a child, they tell the others who need to know, on the same day when"
    " the child may be hurt. They say what they saw, what the child said, and what they do next. Nobody waits until"
    " they are sure. Consent is asked for when asking is safe; when it is not, the reason is written down."
)
SECOND: Final = (
    "Everything of the first version. New: whoever passes on what a child said passes it on in the child’s own words,"
    " and says who asked, and how. Babies and children who do not speak are described: what was seen of their days."
    " Whoever gets it answers within three working days what they do with it."
)
NEW: Final = (
    "Two reviews found that agencies told each other what grown-ups thought, and not what the child had said. So the"
    " child’s own words now travel along, and every agency gets an answer."
)
TEXT: Final = "\n\n".join(
    (
        "1. Who this is for. Every agency that is a member of the board, and whoever works for it, paid or not.",
        "2. What is shared. What another agency needs to keep a child safe: what was seen, what the child said in the"
        " child’s own words, what is known and what is only thought. Not more than that.",
        "3. When. On the same day when a child may be hurt; otherwise within three working days.",
        "4. The law. Sharing to keep a child safe is lawful. Consent is asked for when asking is safe, and what was"
        " decided is written down with the reason.",
        "5. Getting it. Whoever gets it says within three working days what they do with it. If no answer comes,"
        " whoever sent it asks the manager of the other agency.",
        "6. Children who do not speak. What was seen of their days is passed on: food, sleep, play, and how they are"
        " with each grown-up.",
        "7. Looking at it again. The board looks at this each year, with young people.",
    )
)


class Said(NamedTuple):
    """What shows a standard when it is in place or nearly, what is there when it is not, and what gets better."""

    good: str
    not_yet: str
    better: str


EVIDENCE: Final = {
    Standard.LEADERSHIP: Said(
        "Our board has safeguarding on every agenda; minutes since the spring.",
        "A named director since June; no report to the board yet.",
        "A report to our board each quarter.",
    ),
    Standard.STATEMENT: Said(
        "One page on what we owe to children, on every noticeboard and in the induction.",
        "The statement is of 2019 and says nothing about listening.",
        "A new statement, written with young people.",
    ),
    Standard.ACCOUNTABILITY: Said(
        "A chart with names of roles, looked at in February.",
        "The chart is missing for our night staff.",
        "The chart for night staff.",
    ),
    Standard.SERVICES: Said(
        "Opening hours were changed after 40 children were asked.",
        "We ask children, and cannot show what changed.",
        "A list of what changed, for every survey.",
    ),
    Standard.TRAINING: Said(
        "96 in 100 of our staff are trained, by the list of May.",
        "About two in three are trained; temporary staff are not counted.",
        "Temporary staff are trained in their first week.",
    ),
    Standard.RECRUITMENT: Said(
        "20 files were read by somebody from another agency; all were in order.",
        "Two of 20 files had no second reference.",
        "Nobody begins before both references are there.",
    ),
    Standard.TOGETHER: Said(
        "We came to 9 in 10 conferences, and sent a report to the others.",
        "We came to half of the conferences.",
        "A deputy for every conference.",
    ),
    Standard.SHARING: Said(
        "The framework is signed and part of the induction; 15 referrals were read.",
        "The framework is signed, and staff do not know it yet.",
        "A half hour on the framework in every team.",
    ),
    Standard.LISTENING: Said(
        "30 records were read: in 27 stand the child’s own words, and what came of them.",
        "In half of the records stands what grown-ups think the child wants.",
        "A place for the child’s own words in every form.",
    ),
}
LOOKED_AT: Final = {
    True: "We read what they sent and spoke with two of their teams. We see it as they do.",
    False: "We read the records: it is begun, and not yet everywhere. One step lower than they say.",
}
