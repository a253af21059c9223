"""What young people choose from, and where what they said stands."""

from enum import StrEnum


class Topic(StrEnum):
    """What a view is about: the ten tiles of the first question."""

    HOME = "home"
    SCHOOL = "school"
    FAMILY = "family"
    FRIENDS = "friends"
    SAFE = "feeling safe"
    ONLINE = "being online"
    AREA = "where I live"
    HELPERS = "people who help me"
    MEETING = "a meeting about me"
    OTHER = "something else"


class Feeling(StrEnum):
    REALLY_GOOD = "really good"
    GOOD = "good"
    OK = "OK"
    NOT_GOOD = "not good"
    REALLY_BAD = "really bad"
    MIXED = "mixed"


class SafeNow(StrEnum):
    YES = "yes"
    NOT_SURE = "not sure"
    NO = "no"


class Permission(StrEnum):
    """Who may read the words, from the most private up."""

    TEAM = "team"
    BOARD = "board"
    EVERYONE = "everyone"


class AgeGroup(StrEnum):
    AGE_8_TO_10 = "8 to 10"
    AGE_11_TO_13 = "11 to 13"
    AGE_14_TO_15 = "14 to 15"
    AGE_16_TO_18 = "16 to 18"
    AGE_19_TO_25 = "19 to 25"


class HelpedBy(StrEnum):
    """Who sits beside a young person and fills it in with them."""

    FAMILY = "family"
    FRIEND = "friend"
    SCHOOL = "school"
    WORKER = "social worker or support worker"
    CARER = "carer"
    ADVOCATE = "advocate"
    INTERPRETER = "interpreter"
    OTHER = "somebody else"


class ViewStatus(StrEnum):
    """Where a view stands. What was taken back or is not genuine waits for nothing any more."""

    WAITING = "waiting"
    ANSWERED = "answered"
    TAKEN_BACK = "taken back"
    NOT_GENUINE = "not genuine"


class Verdict(StrEnum):
    """Did this answer you?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Joining(StrEnum):
    """How a child wants to join their meeting."""

    BE_THERE = "be there"
    SOMEBODY_SPEAKS = "somebody speaks for me"
    WRITE = "write it"
    DRAW_OR_RECORD = "draw or record it"
    NOT_THIS_TIME = "not this time"


class Happened(StrEnum):
    """Did what was promised happen?"""

    YES = "yes"
    NOT_YET = "not yet"
    NO = "no"
