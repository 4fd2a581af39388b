"""A sheet as data: what it asks, what was typed, what is still missing, what looks odd, and the rows it becomes.

Knows models only. Actions validate through it, screens and papers are drawn from it: a rule is written once.
"""

from campaigns.sheet.asked_indicators import AskedIndicator, asked_of
from campaigns.sheet.parts import SheetProblem
from campaigns.sheet.sheet import Incomplete, Sheet, inherited_submission

__all__ = [
    "AskedIndicator",
    "Incomplete",
    "Sheet",
    "SheetProblem",
    "asked_of",
    "inherited_submission",
]
