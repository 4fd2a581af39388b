"""The content of a sheet (a pledge or a report): what it asks, what was typed, what is missing, which rows it becomes.

This package imports models only. Actions validate through it and pages and papers show it, so each rule is written
once (docs/decisions/0002).
"""

from campaigns.sheet.asked_indicators import AskedIndicator, indicators_asked_of
from campaigns.sheet.inherited import inherited_submission
from campaigns.sheet.parts import SheetProblem
from campaigns.sheet.sheet import Incomplete, Sheet

__all__ = [
    "AskedIndicator",
    "Incomplete",
    "Sheet",
    "SheetProblem",
    "indicators_asked_of",
    "inherited_submission",
]
