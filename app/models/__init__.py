"""The tables. Import models from here, so that Alembic always sees every one of them."""

from app.models import audit_guards as audit_guards  # the tables are made with their guards
from app.models import guidance_guards as guidance_guards
from app.models import report_guards as report_guards
from app.models.advisor import AdvisorProfile
from app.models.alert import Alert, AlertStep, RotaEntry
from app.models.approval import Approval, ApprovalKind, Decision
from app.models.audit import AuditHead, AuditLine, AuditSeal, AuditSegment
from app.models.base import Base, utc_now
from app.models.board_meeting import AgendaItem, AgendaProposal, BoardMeeting, MeetingPaper
from app.models.checklist import Check, Checklist, ChecklistWish, Seen
from app.models.child_import import ChildImport
from app.models.child_record import ChildRecord
from app.models.conference import Child, Conference, ConferenceAgency
from app.models.contact import Contact, ContactRelease
from app.models.counted_view import CountedView
from app.models.guidance import Guidance, GuidanceAudience, GuidanceReading, GuidanceVersion
from app.models.hold import Hold
from app.models.meeting import Contribution, MeetingReply, MeetingWords
from app.models.member_note import MemberNote
from app.models.outbox import LastRun, OutboxMessage, Overdue
from app.models.partnership import FrameworkSignature, FrameworkVersion, SelfAssessment, StandardScore
from app.models.person import Agency, JoiningLink, Person, Role
from app.models.priority import PriorityAnswer, PriorityRanking
from app.models.promise import Commitment, CommitmentVerdict, Recommendation, Review
from app.models.question import AnswerVerdict, BoardQuestion, MemberText, QuestionRound, QuestionVote
from app.models.quote import Quote
from app.models.record_ticks import RecordAdult, RecordAid, RecordHarm, RecordNeed, RecordSource, RecordTopic
from app.models.report import AnnualReport, ReportText, ReportVersion
from app.models.responsibility import ConferenceHandOver, MinuteTaker
from app.models.service import CountedPeriod, DemonstrationMark, KeyProof, PracticePublication, Publication, Setting
from app.models.sign_in import Authenticator, KeptWork, Passkey, PasskeyChallenge, RecoveryCode, SignIn
from app.models.subject_request import SubjectPiece, SubjectRequest
from app.models.training import TrainingAttendance, TrainingSession
from app.models.triage import AnswerDraft, CannedOpening, InboxLook, Note, Redaction, Theme, ViewTheme
from app.models.view import Addition, Answer, View
from app.models.visit import Visit, WrongTry
from app.models.wish import Action, Wish

__all__ = [
    "Action",
    "Addition",
    "AdvisorProfile",
    "Agency",
    "AgendaItem",
    "AgendaProposal",
    "Alert",
    "AlertStep",
    "AnnualReport",
    "Answer",
    "AnswerDraft",
    "AnswerVerdict",
    "Approval",
    "ApprovalKind",
    "AuditHead",
    "AuditLine",
    "AuditSeal",
    "AuditSegment",
    "Authenticator",
    "Base",
    "BoardMeeting",
    "BoardQuestion",
    "CannedOpening",
    "Check",
    "Checklist",
    "ChecklistWish",
    "Child",
    "ChildImport",
    "ChildRecord",
    "Commitment",
    "CommitmentVerdict",
    "Conference",
    "ConferenceAgency",
    "ConferenceHandOver",
    "Contact",
    "ContactRelease",
    "Contribution",
    "CountedPeriod",
    "CountedView",
    "Decision",
    "DemonstrationMark",
    "Guidance",
    "GuidanceAudience",
    "GuidanceReading",
    "GuidanceVersion",
    "FrameworkSignature",
    "FrameworkVersion",
    "Hold",
    "InboxLook",
    "JoiningLink",
    "KeptWork",
    "KeyProof",
    "MeetingPaper",
    "MeetingReply",
    "MeetingWords",
    "MemberText",
    "MemberNote",
    "MinuteTaker",
    "Note",
    "OutboxMessage",
    "LastRun",
    "Overdue",
    "Passkey",
    "PasskeyChallenge",
    "Person",
    "PracticePublication",
    "PriorityAnswer",
    "PriorityRanking",
    "Publication",
    "QuestionRound",
    "QuestionVote",
    "Quote",
    "Recommendation",
    "RecordAdult",
    "RecordAid",
    "RecordHarm",
    "RecordNeed",
    "RecordSource",
    "RecordTopic",
    "RecoveryCode",
    "Redaction",
    "ReportText",
    "ReportVersion",
    "Review",
    "Role",
    "RotaEntry",
    "SelfAssessment",
    "Seen",
    "Setting",
    "SignIn",
    "StandardScore",
    "SubjectPiece",
    "SubjectRequest",
    "Theme",
    "TrainingAttendance",
    "TrainingSession",
    "View",
    "ViewTheme",
    "Visit",
    "Wish",
    "WrongTry",
    "utc_now",
]
