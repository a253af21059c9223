"""When somebody asks what is held about a young person: who asked, what was found, what was given and what was not."""

from typing import Final

from app.models import SubjectPiece, SubjectRequest
from app.services.data_map.answers import Basis, Held, goes, held
from app.services.powers import Power
from app.services.retention.catalogue import Kind

GOES = goes(Kind.REQUESTS)
TWO: Final = (Power.KEEP_ACCOUNTS, Power.OPEN_CONTACT)

REQUESTS: Final[tuple[Held, ...]] = (
    held(
        SubjectRequest,
        "so that whoever asks what is held about a young person gets it in time, by two people together",
        Basis.PROOF,
        GOES,
        TWO,
        asked_by="who asks: the young person, a parent, somebody for them",
        who_sealed="who asked, and how they are answered",
        identity_sealed="how it was made sure that they are who they say, and may ask",
        received_on="the day it came",
        due_on="by when it must be answered",
        extended_at="when more time was taken",
        extended_because_sealed="why",
        subject_table="what kind of thing the reference or the words led to; neither of them is kept",
        subject_id="which one",
        state="how far it is",
        opened_by_id="the administrator who opened it",
        agreed_at="when a safeguarding lead agreed",
        agreed_by_id="which one; never who opened it",
        made_at="when the file was last made",
        made_by_id="by whom; never who agreed",
        refused_because_sealed="why it was refused",
        closed_at="when it was over",
        closed_by_id="by whom",
    ),
    held(
        SubjectPiece,
        "so that what others said, or what would do harm, is left out on a ground and with a reason",
        Basis.PROOF,
        GOES,
        (Power.OPEN_CONTACT,),
        request_id="the request",
        source_table="where the piece stands: its table",
        source_id="its row",
        source_column="its column",
        giving="whether it is given whole, in parts, or not",
        ground="on what ground of the Data Protection Act 2018 something is left out",
        reason_sealed="why",
        words_sealed="what is given of it; nothing once the request is over",
        seen_mark="a keyed hash of what the lead saw, so that what changed since is decided anew",
    ),
)
