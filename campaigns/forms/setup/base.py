"""What the forms of the steps have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import BoundField

from campaigns.actions.amendments import AmendmentNeeded
from campaigns.actions.set_up import CONTENTS
from campaigns.models import Campaign
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from units.forms.registration import CONFIRMED, ask_beside_tick


class StepForm(ConflictCheckedForm):
    """A step, a key of `CONTENTS`: `stored` is what the campaign has, in the shape in which the action writes it."""

    step: str

    def __init__(self, sent: Any = None, *, campaign: Campaign):
        self.campaign, self.values = campaign, CONTENTS[self.step].stored(campaign)
        super().__init__(sent, initial=self.values)

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: self.values}

    @property
    def typed(self) -> dict[str, Any]:
        cleaned = getattr(self, "cleaned_data", {})
        return {WHOLE_FORM: {name: cleaned.get(name) for name in self.values}}

    @property
    def confirmed(self) -> str:
        return str(self.data.get(CONFIRMED, ""))

    def refuse(self, needed: AmendmentNeeded) -> None:
        """Show what is impossible about the dates, and the questions beside the tick that confirms them."""
        for sentence in needed.refusals:
            self.add_error(None, sentence)
        if needed.questions:
            ask_beside_tick(self, needed.questions)

    @property
    def tick(self) -> BoundField | None:
        return self[CONFIRMED] if CONFIRMED in self.fields else None

    def bound(self, names: Iterable[str]) -> list[BoundField]:
        return [self[name] for name in names]
