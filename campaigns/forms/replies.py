"""The form of the unit's replies to what a reviewer asked to be mended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from campaigns.mending import Mending, Request
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.fields import TextField


class RepliesForm(ConflictCheckedForm):
    """One reply to each remark. The keys of the compared lines (edit conflict) are the names of the fields."""

    def __init__(self, *args: Any, mending: Mending, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.requests = {f"reply-{request.key}": request for request in mending.requests}
        for name, request in self.requests.items():
            label = _("Trả lời người xác nhận (nếu cần)")
            self.fields[name] = TextField(
                label=label, rows=2, max_length=1000, required=False, printed=False, initial=request.reply
            )

    @property
    def stored(self) -> dict[str, Any]:
        return {name: request.reply for name, request in self.requests.items()}

    @property
    def typed(self) -> dict[str, Any]:
        return self.cleaned_data

    @property
    def replies(self) -> dict[str, str]:
        """What was typed, by the key of the remark."""
        return {request.key: self.typed[name] for name, request in self.requests.items()}

    @property
    def reply_fingerprints(self) -> dict[str, str]:
        """The fingerprints that were posted, by the key of the remark."""
        return {self.requests[name].key: digits for name, digits in self.fingerprints.items()}

    def lines(self) -> list[tuple[Request, forms.BoundField]]:
        return [(request, self[name]) for name, request in self.requests.items()]
