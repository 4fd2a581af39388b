"""The models of units: the tree of unions, users, posts, planned acts, events, attachments, rules."""

from units.models.attachment import Attachment
from units.models.event import Event, EventPersonal
from units.models.headcounts import Headcounts
from units.models.planned_act import PlannedAct, PlannedActKind
from units.models.post import Post, Role
from units.models.rule import Certainty, Rule, RuleDay
from units.models.unit import Bloc, Strand, UnionForm, Unit, UnitKind, WorkingYear
from units.models.user import User

__all__ = [
    "Attachment",
    "Bloc",
    "Certainty",
    "Event",
    "EventPersonal",
    "Headcounts",
    "PlannedAct",
    "PlannedActKind",
    "Post",
    "Role",
    "Rule",
    "RuleDay",
    "Strand",
    "UnionForm",
    "Unit",
    "UnitKind",
    "User",
    "WorkingYear",
]
