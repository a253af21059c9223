"""What members of the shadow board write for others to read, and what they look for on a visit."""

from enum import StrEnum


class NoteAbout(StrEnum):
    """What something that a member wrote is about."""

    FIGURES = "figures"
    CHECKLIST = "checklist"
    CHECK = "check"
    REPORT = "report"


class NoteState(StrEnum):
    """Where it stands. Nobody but its writer and who reads it first sees any that is not passed on."""

    WAITING = "waiting"
    PASSED_ON = "passed on"
    KEPT_BACK = "kept back"
    DEALT_WITH = "dealt with"


class ChecklistState(StrEnum):
    """Whether members can fill it in."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


class PlaceKind(StrEnum):
    """What kind of place a member went to. Which one it was is not kept."""

    SCHOOL = "a school or college"
    HOME = "a children’s home"
    HEALTH = "a doctor’s, a clinic or a hospital"
    OFFICE = "a social work office"
    MEETING = "a place for meetings"
    POLICE = "a police station"
    CLUB = "a youth club"
    OTHER = "somewhere else"


class CheckMark(StrEnum):
    """What a member saw of one wish."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_SEEN = "could not see it"
