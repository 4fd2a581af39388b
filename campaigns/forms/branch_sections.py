"""The forms of what a sector union asks its branch: the name of its movement, a line of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from campaigns.actions.branch_sections import LINE, NAME, REQUIRED, stored_line, stored_section
from campaigns.forms.column_fields import column_field
from campaigns.models import Indicator, Section
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.edit_conflicts import WHOLE_FORM
from foundation.forms.fields import TickField


class BranchForm(ConflictCheckedForm):
    """A form over a stored row, compared as a whole."""

    @property
    def stored(self) -> dict[str, Any]:
        return {WHOLE_FORM: {name: self.initial[name] for name in self.fields}}


class BranchSectionForm(BranchForm):
    def __init__(self, posted: Any, section: Section):
        super().__init__(posted, initial=stored_section(section))
        self.fields[NAME] = column_field(Section, NAME)
        self.fields[NAME].label = gettext_lazy("Tên phong trào")
        self.fields[NAME].help_text = gettext_lazy(
            "Trên phiếu của đơn vị in là “Phong trào riêng của …”, tên ngành, rồi tên này."
        )


class BranchLineForm(BranchForm):
    def __init__(self, posted: Any, indicator: Indicator):
        super().__init__(posted, initial=stored_line(indicator))
        self.fields |= {name: column_field(Indicator, name) for name in LINE}
        self.fields[REQUIRED] = TickField(
            label=gettext_lazy("Bắt buộc trả lời"),
            help_text=gettext_lazy("Không đánh dấu: đơn vị không trả lời vẫn gửi được phiếu."),
        )
        self.fields["name"].label = gettext_lazy("Hỏi gì")
