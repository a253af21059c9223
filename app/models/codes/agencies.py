"""What agencies are asked about how they keep children safe."""

from enum import StrEnum


class Standard(StrEnum):
    """What each agency must have in place, in short.

    The first eight are the headings of the statutory guidance on section 11 of the Children Act 2004 (HM Government,
    2007); boards ask for the ninth on its own. What each says here is `meaning`, in our words.
    """

    LEADERSHIP = "senior management commitment"
    STATEMENT = "a clear statement of responsibilities"
    ACCOUNTABILITY = "a clear line of accountability"
    SERVICES = "services shaped by children and families"
    TRAINING = "staff training"
    RECRUITMENT = "safe recruitment"
    TOGETHER = "working with other agencies"
    SHARING = "sharing information"
    LISTENING = "hearing children, and acting on it"

    @property
    def slug(self) -> str:
        """How it stands in an address."""
        return self.name.lower()

    @property
    def number(self) -> int:
        return list(Standard).index(self) + 1

    @property
    def meaning(self) -> str:
        return MEANINGS[self]


MEANINGS = {
    Standard.LEADERSHIP: "Somebody at the top answers for children’s safety, asks about it and pays for it.",
    Standard.STATEMENT: "Everybody who works for us can read what we owe to children, and what to do when worried.",
    Standard.ACCOUNTABILITY: "Everybody knows who answers for what, from the front line to the top.",
    Standard.SERVICES: "What children and families say changes how our services are planned.",
    Standard.TRAINING: "Everybody who meets children is trained for it, and again when it is due.",
    Standard.RECRUITMENT: "We check whom we take on, paid or not, and what to do when one of them is accused.",
    Standard.TOGETHER: "We work with the other agencies for each child, and come to the meetings.",
    Standard.SHARING: "We share what others need to keep a child safe, lawfully and in time.",
    Standard.LISTENING: "We ask children what they wish and feel, write it down, act on it, and tell them.",
}
