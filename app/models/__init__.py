"""The tables. Import models from here, so that Alembic always sees every one of them."""

from app.models.approval import Approval, ApprovalKind, Decision
from app.models.base import Base, utc_now
from app.models.child_record import Action, ChildRecord, RecordSource, Wish
from app.models.conference import Child, Conference
from app.models.person import Agency, JoiningLink, Person, Role
from app.models.service import AuditLine, DemonstrationMark, KeyProof, Publication, Setting
from app.models.sign_in import Authenticator, KeptWork, Passkey, PasskeyChallenge, RecoveryCode, SignIn
from app.models.view import Alert, Answer, Contact, View
from app.models.visit import Visit, WrongTry

__all__ = [
    "Action",
    "Agency",
    "Alert",
    "Answer",
    "Approval",
    "ApprovalKind",
    "AuditLine",
    "Authenticator",
    "Base",
    "Child",
    "ChildRecord",
    "Conference",
    "Contact",
    "Decision",
    "DemonstrationMark",
    "JoiningLink",
    "KeptWork",
    "KeyProof",
    "Passkey",
    "PasskeyChallenge",
    "Person",
    "Publication",
    "RecordSource",
    "RecoveryCode",
    "Role",
    "Setting",
    "SignIn",
    "View",
    "Visit",
    "Wish",
    "WrongTry",
    "utc_now",
]
