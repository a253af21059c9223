"""The tables. Import models from here, so that Alembic always sees every one of them."""

from app.models.base import Base, utc_now
from app.models.child_record import Action, ChildRecord, RecordSource, Wish
from app.models.conference import Child, Conference
from app.models.person import Agency, JoiningLink, Person, Role, SignIn
from app.models.service import AuditLine, DemonstrationMark, KeyProof, Publication, Setting
from app.models.view import Alert, Answer, Contact, View
from app.models.visit import Visit, WrongTry

__all__ = [
    "Action",
    "Agency",
    "Alert",
    "Answer",
    "AuditLine",
    "Base",
    "Child",
    "ChildRecord",
    "Conference",
    "Contact",
    "DemonstrationMark",
    "JoiningLink",
    "KeyProof",
    "Person",
    "Publication",
    "RecordSource",
    "Role",
    "Setting",
    "SignIn",
    "View",
    "Visit",
    "Wish",
    "WrongTry",
    "utc_now",
]
