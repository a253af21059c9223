"""The tables. Import models from here, so that Alembic always sees every one of them."""

from app.models import audit_guards as audit_guards  # the tables are made with their guards
from app.models.approval import Approval, ApprovalKind, Decision
from app.models.audit import AuditHead, AuditLine, AuditSeal, AuditSegment
from app.models.base import Base, utc_now
from app.models.child_record import Action, ChildRecord, RecordSource, Wish
from app.models.conference import Child, Conference
from app.models.meeting import Contribution, MeetingReply, MeetingWords
from app.models.person import Agency, JoiningLink, Person, Role
from app.models.promise import Commitment, CommitmentVerdict, Recommendation, Review
from app.models.service import DemonstrationMark, KeyProof, Publication, Setting
from app.models.sign_in import Authenticator, KeptWork, Passkey, PasskeyChallenge, RecoveryCode, SignIn
from app.models.view import Addition, Alert, Answer, Contact, View
from app.models.visit import Visit, WrongTry

__all__ = [
    "Action",
    "Addition",
    "Agency",
    "Alert",
    "Answer",
    "Approval",
    "ApprovalKind",
    "AuditHead",
    "AuditLine",
    "AuditSeal",
    "AuditSegment",
    "Authenticator",
    "Base",
    "Child",
    "ChildRecord",
    "Commitment",
    "CommitmentVerdict",
    "Conference",
    "Contact",
    "Contribution",
    "Decision",
    "DemonstrationMark",
    "JoiningLink",
    "KeptWork",
    "KeyProof",
    "MeetingReply",
    "MeetingWords",
    "Passkey",
    "PasskeyChallenge",
    "Person",
    "Publication",
    "Recommendation",
    "RecordSource",
    "RecoveryCode",
    "Review",
    "Role",
    "Setting",
    "SignIn",
    "View",
    "Visit",
    "Wish",
    "WrongTry",
    "utc_now",
]
