"""The steps of the guided way that are written on a page of their own."""

from __future__ import annotations

from collections.abc import Mapping

from campaigns.forms.setup.base import StepForm
from campaigns.forms.setup.facts import FactsForm
from campaigns.forms.setup.papers import PapersForm
from campaigns.forms.setup.phases import PhasesForm
from campaigns.forms.setup.scopes import ScopeForm

STEP_FORMS: Mapping[str, type[StepForm]] = {form.step: form for form in (FactsForm, PhasesForm, ScopeForm, PapersForm)}
"""The form of each step by its key."""
