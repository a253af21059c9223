"""What is done when somebody may not be safe, and what is kept for a time: contacts, alerts, holds, visits."""

from typing import Final

from app.models import Alert, AlertStep, Contact, ContactRelease, Hold, Visit
from app.services.data_map.answers import (
    Basis,
    Held,
    goes,
    goes_but,
    held,
    stays,
)
from app.services.powers import Power
from app.services.retention.catalogue import Kind

LEADS: Final = (Power.OPEN_CONTACT,)
READERS: Final = (Power.READ_VIEWS,)
ALERT_READERS: Final = (Power.OPEN_CONTACT, "of anything but a meeting: participation worker")
GOES = goes(Kind.VIEWS)
WRITTEN = goes_but(
    "of an alert about what a member wrote for the others",
    Kind.VIEWS,
    Kind.MEETINGS,
    Kind.MEMBER_NOTES,
    Kind.AGENDA_PROPOSALS,
)

SAFETY: Final[tuple[Held, ...]] = (
    held(
        Contact,
        "so that a young person who is not safe and wants to be found can be found",
        Basis.CHILDREN,
        GOES,
        ("a safeguarding lead, with a reason that is written down, and for a time",),
        how_sealed="how to find them, in their words",
    ),
    held(
        Contact,
        "so that staff know that there is a way to find them, and open it in time",
        Basis.CHILDREN,
        GOES,
        READERS,
        view_id="the view it belongs to",
        wants_contact="whether they want us to get in touch",
        given_at="when they gave it, where that was later",
        read_due_at="by when it must be looked at",
        opened_at="when it was opened since they last added to it",
    ),
    held(
        ContactRelease,
        "so that nobody opens how to find a child without a reason, and a second person looks at the reason",
        Basis.PROOF,
        GOES,
        (*LEADS, "where there is no other lead: participation worker"),
        contact_id="what was opened",
        released_to_id="who may see it",
        reason_sealed="why they needed to",
        released_at="from when",
        expires_at="until when",
        review_due_at="by when somebody else must look at the reason",
        reviewed_at="when that was done",
        reviewed_by_id="by whom",
        finding="whether it was right",
        review_note_sealed="what they say of it",
    ),
    held(
        Alert,
        "so that a young person who is not safe is seen to in time",
        Basis.CHILDREN,
        WRITTEN,
        ALERT_READERS,
        raised_because_sealed="why a worker raised it",
        done_sealed="what was done",
        told_because_sealed="why that agency was told, or nobody",
    ),
    held(
        Alert,
        "so that it can be shown years later that an alert came, who saw it and how it ended",
        Basis.CHILDREN,
        stays(Kind.VIEWS, Kind.MEETINGS),
        (
            *ALERT_READERS,
            "of a meeting, that it was seen: the chair of that conference",
            "as protected figures: the board",
        ),
        view_id="the view it is about",
        contribution_id="or what a child wrote for their meeting",
        proposal_id="or what a member proposed for the agenda",
        text_id="or what a member wrote for the others",
        note_id="or what a member noticed",
        raised_at="when it was raised",
        raised_by_id="by whom; nobody: the child's own answer raised it",
        due_at="by when it must be seen",
        acknowledged_at="when it was seen",
        acknowledged_by_id="by whom",
        close_due_at="by when it must be closed",
        told_whom="which agency was told, or nobody; never a person",
        outcome="how it ended, as a choice from a list",
        closed_at="when it was closed",
        closed_by_id="by whom",
        cleared_at="when what staff wrote of it was cleared",
    ),
    held(
        AlertStep,
        "so that every step is known with its time",
        Basis.CHILDREN,
        WRITTEN,
        ALERT_READERS,
        note_sealed="what somebody wrote of this step",
    ),
    held(
        AlertStep,
        "so that it can be shown who was told and when",
        Basis.PROOF,
        stays(Kind.VIEWS, Kind.MEETINGS),
        ALERT_READERS,
        alert_id="the alert",
        kind="what was done",
        round="which time round: an alert can be raised again",
        rank="how many were told before",
        at="when",
        person_id="who did it, or who was told",
    ),
    held(
        Hold,
        "so that something is kept longer than its time when the law asks for it",
        Basis.CHILDREN,
        goes(Kind.VIEWS, Kind.MEETINGS),
        (Power.READ_VIEWS, "of a meeting: the chair of that conference", "that there is one, never why: administrator"),
        subject_table="what kind of thing is on hold",
        subject_id="which one",
        reason_sealed="why",
        placed_by_id="who put it on hold",
        review_on="by when somebody looks at it again",
        lifted_at="when it was lifted",
        lifted_by_id="by whom",
    ),
    held(
        Visit,
        "so that what is half-written is not lost, and the 4 words can be shown again until the visit ends",
        Basis.CHILDREN,
        goes(Kind.DRAFTS),
        ("the browser that holds the cookie",),
        secret_mark="a hash of the cookie's secret",  # noqa: S106
        contents_sealed="half-written answers, the 4 words just given; neither cookie nor server opens it alone",
        expires_at="when it goes",
    ),
)
