"""What a chair chooses from beside the essentials of a child's record (no national standard: domain, the record)."""

from enum import StrEnum


class WantsToAttend(StrEnum):
    """Whether the child wanted to be at the conference."""

    WHOLE = "yes, all of it"
    PART = "yes, part of it"
    NO = "no"
    NOT_ASKED = "not asked"
    TOO_YOUNG = "too young to ask"


class KeptOut(StrEnum):
    """Why a child was not invited, or not let in."""

    TOO_YOUNG = "too young, or does not speak yet"
    DISTRESS = "it would distress them"
    RISK = "risk from an adult who was there"
    OWN_CHOICE = "the child's own choice"
    DISCLOSURE = "what would be said there"
    OTHER = "other"


class ChairMet(StrEnum):
    """Whether the chair met the child."""

    BEFORE = "before the conference"
    AFTER = "after it"
    BOTH = "before and after"
    DECLINED = "offered, and the child said no"
    NOT_OFFERED = "not offered"


class AdvocateOffered(StrEnum):
    """Whether somebody was offered who speaks for the child alone."""

    ACCEPTED = "offered, and the child said yes"
    DECLINED = "offered, and the child said no"
    NOT_OFFERED = "not offered"
    NOT_AT_REVIEWS = "not available at reviews"
    UNDER_AGE = "under the age for it here"


class HowFar(StrEnum):
    """All of it, some of it, none of it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class CarerPresent(StrEnum):
    """Whether a parent or carer was there when the child spoke."""

    NO = "no"
    YES = "yes"
    UNKNOWN = "not known"


class Pressure(StrEnum):
    """Whether somebody seemed to have told the child what to say."""

    NO = "no"
    POSSIBLE = "possible"
    YES = "yes"


class VoiceTopic(StrEnum):
    """What a child spoke of, or what a wish is about (domain list A8.2)."""

    SAFE = "feeling safe"
    HOME = "home and family"
    SEEING = "seeing people who matter"
    SIBLINGS = "brothers and sisters"
    ARGUING = "parents arguing or violence"
    DRINK = "alcohol or drugs"
    LIVING = "food, clothes, sleep, how the home is"
    SCHOOL = "school"
    FRIENDS = "friends"
    HEALTH = "health and feelings"
    WORKER = "my worker"
    MEETING = "the meeting"
    TOLD = "what I was told"
    WHERE = "where I live"
    ONLINE = "online"
    IDENTITY = "race, faith, identity"
    MOVING = "moving and changes"
    OTHER = "something else"


class SpokeUp(StrEnum):
    """An adult who spoke for the child. Reviews found again and again that nobody listened to them."""

    FATHER = "father"
    MOTHER = "mother"
    GRANDPARENT = "grandparent"
    FAMILY = "other family"
    NEIGHBOUR = "neighbour"
    SCHOOL = "school"
    HEALTH = "health"
    OTHER = "other"


class ChildSays(StrEnum):
    """What a child says when they are told."""

    AGREES = "agrees"
    PARTLY = "agrees with some of it"
    DISAGREES = "disagrees"
    NO_COMMENT = "says nothing about it"


class AtTheCentre(StrEnum):
    """“The child was at the centre of this conference”, as the chair sees it."""

    FULLY = "fully"
    MOSTLY = "mostly"
    A_LITTLE = "a little"
    NOT_AT_ALL = "not at all"


class Difference(StrEnum):
    """Whether an action made a difference to the child."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_ASKED = "the child was not asked"
