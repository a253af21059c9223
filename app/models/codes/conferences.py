"""What a chair chooses from in a child's record, and how a child takes part."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a child is in life on the day of the conference. It decides which participation codes fit."""

    UNBORN = "unborn"
    UNDER_4 = "under 4"
    FOURTH_BIRTHDAY = "4th birthday"
    FOUR_OR_OVER = "4 or over"


class AgeBand(StrEnum):
    """How old a child from 4 is on the day of the conference, as figures count it (bands of the children in need
    census). The month of birth itself is sealed."""

    FROM_4 = "4 to 9"
    FROM_10 = "10 to 15"
    FROM_16 = "16 or over"


class ParticipationCode(StrEnum):
    """How a child took part in their conference: the codes of the national looked-after reviews return (SSDA903)."""

    PN0 = "PN0"
    PN1 = "PN1"
    PN2 = "PN2"
    PN3 = "PN3"
    PN4 = "PN4"
    PN5 = "PN5"
    PN6 = "PN6"
    PN7 = "PN7"

    @property
    def meaning(self) -> str:
        """The exact wording of the national return (field REVIEW_CODE)."""
        return _PARTICIPATION_MEANINGS[self]


_PARTICIPATION_MEANINGS = {
    ParticipationCode.PN0: "Child aged under 4 at the time of the review",
    ParticipationCode.PN1: "Child physically attends and speaks for him or herself (Attendance)",
    ParticipationCode.PN2: (
        "Child physically attends and an advocate speaks on his or her behalf "
        "(Attendance - views represented by advocate or IRO)"
    ),
    ParticipationCode.PN3: (
        "Child attends and conveys his or her view symbolically (non-verbally) (Attendance - symbols)"
    ),
    ParticipationCode.PN4: (
        "Child physically attends but does not speak for him or herself, does not convey his or her view "
        "symbolically (non-verbally) and does not ask an advocate to speak for him or her "
        "(Attendance without contribution)"
    ),
    ParticipationCode.PN5: (
        "Child does not attend physically but briefs an advocate to speak for him or her "
        "(views represented by advocate or IRO through texting, written format, phone, audio/video, viewpoint)"
    ),
    ParticipationCode.PN6: (
        "Child does not attend but conveys his or her feelings to the review by a facilitative medium "
        "(texting the chair, written format, phone, audio/video, viewpoint)"
    ),
    ParticipationCode.PN7: "Child does not attend nor are his or her views conveyed to the review",
}


class ConferenceType(StrEnum):
    INITIAL = "initial"
    PRE_BIRTH = "initial pre-birth"
    TRANSFER_IN = "transfer-in"
    FIRST_REVIEW = "first review"
    LATER_REVIEW = "later review"
    RECONVENED = "reconvened"


class ConferenceFormat(StrEnum):
    IN_PERSON = "in person"
    HYBRID = "hybrid"
    ONLINE = "online"


class Category(StrEnum):
    """Category of abuse, as in the children in need census."""

    NEG = "NEG"
    PHY = "PHY"
    SAB = "SAB"
    EMO = "EMO"
    MUL = "MUL"

    @property
    def meaning(self) -> str:
        return {
            Category.NEG: "Neglect",
            Category.PHY: "Physical abuse",
            Category.SAB: "Sexual abuse",
            Category.EMO: "Emotional abuse",
            Category.MUL: "Multiple",
        }[self]


class Outcome(StrEnum):
    """What was decided for this child (no national standard: domain list A8.4)."""

    PLAN_MADE = "plan made"
    CHILD_IN_NEED = "child in need plan"
    EARLY_HELP = "early help or other agency"
    FURTHER_ASSESSMENT = "further assessment"
    NO_FURTHER_ACTION = "no further action"
    ADJOURNED = "adjourned or not quorate"
    PLAN_CONTINUES = "plan continues"
    CATEGORY_CHANGED = "plan continues, category changed"
    ENDS_IN_NEED = "plan ends: child in need"
    ENDS_EARLY_HELP = "plan ends: early help"
    ENDS_LOOKED_AFTER = "plan ends: looked after"
    ENDS_NO_ACTION = "plan ends: no further action"
    TRANSFERRED = "transferred out"
    OTHER = "other"


class Interpreter(StrEnum):
    """Whether somebody had to interpret for the child, and between what."""

    NOT_NEEDED = "not needed"
    SPOKEN = "spoken language"
    BSL = "British Sign Language"
    MAKATON = "Makaton"
    OTHER = "other"


class InterpretedBy(StrEnum):
    """Who interpreted. A child cannot say everything through their own family."""

    INTERPRETER = "an interpreter"
    STAFF = "somebody at work here who knows it"
    FAMILY = "a family member"
    NOBODY = "nobody"


class Need(StrEnum):
    """What makes it harder for a child to be heard (the disability codes of the children in need census)."""

    COMM = "speech, language or communication"
    LD = "learning"
    HEAR = "hearing"
    VIS = "sight"
    AUT = "autism"
    BEH = "behaviour"
    MOB = "moving about"
    HAND = "use of hands"
    CON = "consciousness, such as seizures"
    DDA = "other"


class Aid(StrEnum):
    """What was used so that a child could say what they think (domain: the record)."""

    SYMBOLS = "symbols or pictures (PECS, Widgit)"
    DEVICE = "communication device (AAC)"
    PHOTOS = "photos"
    TOYS = "toys and play"
    DRAWING = "drawing"
    NONE = "nothing was needed"


class VoiceSource(StrEnum):
    """How the voice was obtained (no national standard: domain list A8.1)."""

    AT_CONFERENCE = "child spoke at the conference"
    MET_CHAIR = "chair met the child"
    ADVOCATE = "independent advocate"
    SOCIAL_WORKER = "social worker's direct work"
    SCHOOL = "school or nursery"
    HEALTH = "health visitor, school nurse or other health"
    YOUTH_WORKER = "youth or family worker"
    WRITTEN = "letter, text or e-mail"
    PLAY = "drawing, play or story"
    RECORDED = "audio or video"
    ONLINE_FORM = "online form or app"
    SYMBOLS = "symbols or a communication aid"
    OBSERVED = "observation (baby or non-verbal)"
    PARENT = "parent's or carer's account"
    SIBLING = "brother's or sister's account"
    EARLIER_RECORD = "earlier record only"
    NOT_OBTAINED = "not obtained"


NOT_THE_CHILDS_OWN_VOICE = (VoiceSource.PARENT, VoiceSource.SIBLING, VoiceSource.EARLIER_RECORD)


class SharedWhen(StrEnum):
    START = "start"
    DURING = "during"
    END = "end"
    NOT_SHARED = "not shared"


class SharedBy(StrEnum):
    CHILD = "child"
    ADVOCATE = "advocate"
    SOCIAL_WORKER = "social worker"
    CHAIR = "chair"
    SCHOOL_OR_HEALTH = "school or health"
    RECORDING = "recording played"
    OTHER = "other"


class Extent(StrEnum):
    """How far a wish was acted on."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT_ACTED_ON = "not acted on"
    UNDECIDED = "still being decided"
    NOT_ASKED = "no action was asked for"


class Reason(StrEnum):
    """Why a wish was not, or not fully, acted on (no national standard: domain list A8.3)."""

    HARM = "would put the child or another at risk of harm"
    LAW = "court order, police bail or legal limit"
    OUTSIDE = "outside what the conference can decide"
    SIBLING = "conflicts with a brother's or sister's needs or wishes"
    SERVICE = "service not available or waiting list"
    INFORMATION = "needs more information first"
    PARENT = "parent or carer would not agree"
    CHANGED_MIND = "child changed their mind"
    NOT_YET = "not practical yet"
    OTHER = "other"


class ActionStatus(StrEnum):
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    DONE = "done"
    STOPPED = "stopped"


class ToldHow(StrEnum):
    FACE_TO_FACE = "face to face"
    PHONE = "phone or video"
    LETTER = "letter"
    PICTURES = "child-friendly plan, words and pictures"
    ADVOCATE = "through an advocate"
    SCHOOL = "through school"
    HEARD = "through Heard"
    CARER = "through the carer (baby)"
    NOT_GIVEN = "not given"


class Understood(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    PRE_VERBAL = "too young to say"
