"""The models of units: the tree of unions, users, sessions, posts, planned acts, events, files, jobs, mails, rules."""

from units.models.area import Area, AreaUnit
from units.models.attachment import Attachment
from units.models.blob import Blob
from units.models.event import Event, EventPersonal
from units.models.factor_reset import FactorReset
from units.models.failure_count import FailureCount
from units.models.form_draft import FormDraft
from units.models.headcounts import Headcounts
from units.models.heartbeat import Heartbeat, Process
from units.models.installation import Installation, InstallationKind
from units.models.job import Job, JobKind, JobState
from units.models.kinds import Bloc, Strand, UnionForm, UnitKind, WorkingYear
from units.models.known_device import KnownDevice
from units.models.linked_identity import LinkedIdentity
from units.models.masking import MaskedText, Masking, MaskingState
from units.models.outgoing_mail import MailKind, MailState, OutgoingMail
from units.models.planned_act import PlannedAct, PlannedActKind
from units.models.post import Post, Role
from units.models.reorganisation import RehearsedWrite, Reorganisation, ReorganisationAct, ReorganisationRow
from units.models.reset_request import ResetRequest
from units.models.rule import Certainty, Rule
from units.models.rule_registry import RuleDay
from units.models.seal import Seal
from units.models.sent_form import SentForm
from units.models.sign_in_code import SignInCode
from units.models.sign_in_session import SignInSession
from units.models.signer import Signer, SignerPosition
from units.models.table_import import Import, ImportKind, ImportRow, ImportState
from units.models.unit import Unit
from units.models.user import User
from units.models.words import StrandName, Term, UnitType

__all__ = [
    "Area",
    "AreaUnit",
    "Attachment",
    "Blob",
    "Bloc",
    "Certainty",
    "Event",
    "EventPersonal",
    "FactorReset",
    "FailureCount",
    "FormDraft",
    "Headcounts",
    "Heartbeat",
    "Import",
    "ImportKind",
    "ImportRow",
    "ImportState",
    "Installation",
    "InstallationKind",
    "Job",
    "JobKind",
    "JobState",
    "KnownDevice",
    "LinkedIdentity",
    "MailKind",
    "MailState",
    "MaskedText",
    "Masking",
    "MaskingState",
    "OutgoingMail",
    "PlannedAct",
    "PlannedActKind",
    "Post",
    "Process",
    "RehearsedWrite",
    "Reorganisation",
    "ReorganisationAct",
    "ReorganisationRow",
    "ResetRequest",
    "Role",
    "Rule",
    "RuleDay",
    "Seal",
    "SentForm",
    "SignInCode",
    "SignInSession",
    "Signer",
    "SignerPosition",
    "Strand",
    "StrandName",
    "Term",
    "UnionForm",
    "Unit",
    "UnitKind",
    "UnitType",
    "User",
    "WorkingYear",
]
