"""Who asks for what Heard holds about somebody, where that stands, and what is not given to them.

Sources: UK GDPR, Articles 12 and 15; Data Protection Act 2018, Schedule 2 paragraphs 2 and 16, Schedule 3.
"""

from enum import StrEnum


class AskedBy(StrEnum):
    """By which right somebody asks."""

    THEMSELVES = "the young person themselves"
    PARENT = "somebody with parental responsibility"
    FOR_THEM = "somebody who acts for the young person"
    COURT = "a court, or somebody the law names"


class RequestState(StrEnum):
    """Where a request stands. Only one that both have agreed to is made into a file."""

    WAITING = "waits for a safeguarding lead"
    AGREED = "agreed"
    GIVEN = "given"
    REFUSED = "refused"
    NOTHING = "nothing is held"


class Giving(StrEnum):
    """What becomes of one piece of what is held."""

    WHOLE = "given whole"
    PARTS = "parts left out"
    WITHHELD = "not given"


class Ground(StrEnum):
    """Why something is left out. Kept for whoever asks afterwards, and in no file: it could say too much."""

    OTHERS = "it is about somebody else, or says who told us"
    HARM = "it would seriously harm somebody"
    NOT_PASSED_ON = "the young person did not expect it to be passed on"
    ABUSE = "it says a child may be abused, and telling would harm them"
    CRIME = "it would hinder stopping or finding a crime"

    @property
    def law(self) -> str:
        return LAW[self]


LAW = {
    Ground.OTHERS: "Data Protection Act 2018, Schedule 2, paragraph 16",
    Ground.HARM: "Data Protection Act 2018, Schedule 3, paragraphs 5, 11 and 19",
    Ground.NOT_PASSED_ON: "Data Protection Act 2018, Schedule 3, paragraphs 4 and 10",
    Ground.ABUSE: "Data Protection Act 2018, Schedule 3, paragraph 21",
    Ground.CRIME: "Data Protection Act 2018, Schedule 2, paragraph 2",
}
