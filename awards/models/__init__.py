"""Models of awards: titles and quotas, dossiers and nominations, decisions, the register and its papers."""

from awards.models.award import Award, Paper
from awards.models.decision import FIELDS_OF, Correction, CorrectionField, Decision, DecisionKind
from awards.models.decision_file import CertificateFile, DecisionFile
from awards.models.dossier import Dossier, EndorsersMeeting, VotedBy
from awards.models.letter import Letter, LetterFile
from awards.models.nomination import Nomination, NomineeClass
from awards.models.nominee import Nominee, Sex
from awards.models.title import (
    AwardTitle,
    DecidingLevel,
    Initiative,
    InPortal,
    PaperKind,
    PercentOf,
    PledgeRequired,
    Quota,
    Timing,
    TitleSystem,
    TitleTiming,
)

__all__ = [
    "FIELDS_OF",
    "Award",
    "AwardTitle",
    "CertificateFile",
    "Correction",
    "CorrectionField",
    "DecidingLevel",
    "Decision",
    "DecisionFile",
    "DecisionKind",
    "Dossier",
    "EndorsersMeeting",
    "InPortal",
    "Initiative",
    "Letter",
    "LetterFile",
    "Nomination",
    "Nominee",
    "NomineeClass",
    "Paper",
    "PaperKind",
    "PercentOf",
    "PledgeRequired",
    "Quota",
    "Sex",
    "Timing",
    "TitleSystem",
    "TitleTiming",
    "VotedBy",
]
