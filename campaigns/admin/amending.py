"""The screens on which the Board changes a campaign: a change of what is published needs a reason.

Such a form has a box for the reason. When rows are written and `amend` finds that something is needed, all is rolled
back and the form is shown again with what is needed: the reason, a tick that confirms unusual dates, other dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actions.amendments import Amended, AmendmentNeeded, BeforeChange, amend, begin_change
from campaigns.models import Campaign
from foundation import vietnamese
from foundation.forms.fields import TextField, TickField
from units.acting_request import require_acting
from units.admin_base.forms import ScopedForm
from units.admin_base.scoped import ScopedAdmin
from units.forms.registration import CONFIRMED, ConfirmInput

REASON = "change_reason"


class AmendingForm(ScopedForm):
    """A form with a reason, and a tick that is shown when dates are to be confirmed."""

    not_compared = (REASON, CONFIRMED)
    shown: tuple[str, ...] = ()
    needed: AmendmentNeeded | None = None
    before = BeforeChange()  # what was odd before the change that is saved

    change_reason = TextField(
        label=gettext_lazy("Lý do sửa"),
        rows=2,
        required=False,
        help_text=gettext_lazy(
            "Bắt buộc khi nội dung bản phát động đã công bố thay đổi. Khi lưu, cổng ghi thành bản mới có hiệu lực từ "
            "lúc đó; bản trước được giữ và mọi người đọc được lý do này."
        ),
    )
    confirmed = TickField(label=gettext_lazy("Đúng, giữ nguyên"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in set(self.not_compared) - set(self.shown):
            del self.fields[name]
        if self.needed and CONFIRMED in self.fields:
            self.fields[CONFIRMED].widget = ConfirmInput(self.needed.mark)

    @cached_property
    def changed_data(self) -> list[str]:
        """Return the changed fields of the row: the reason and the tick are none."""
        return [name for name in super().changed_data if name not in self.not_compared]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.needed:
            for sentence in self.needed.refusals:
                self.add_error(None, sentence)
            if self.needed.questions and not self.needed.is_confirmed:
                self.add_error(CONFIRMED, list(self.needed.questions))
            if self.needed.differences:
                sentence = _("Xin ghi lý do. Nội dung đã công bố sẽ thay đổi:")
                self.add_error(REASON, [sentence, *self.needed.difference_lines])
        return cleaned


class AmendingAdmin(ScopedAdmin):
    """A screen of a campaign, or of rows of one."""

    def campaign_of(self, obj: Any) -> Campaign:
        """Return the campaign that a row belongs to."""
        raise NotImplementedError

    def is_stored(self, obj: Any) -> bool:
        """Return whether the row's campaign is in the database already."""
        return self.campaign_of(obj).pk is not None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the reason below all else, and the tick when dates are to be confirmed."""
        fieldsets, names = super().get_fieldsets(request, obj), self.names_shown(request, obj)
        return (*fieldsets, (gettext_lazy("Lý do, xác nhận"), {"fields": names})) if names else fieldsets

    def names_shown(self, request: HttpRequest, obj: Any) -> tuple[str, ...]:
        """Return which of reason and tick the form has."""
        if not (self.has_change_permission(request, obj) if obj else self.has_add_permission(request)):
            return ()
        needed = needed_by(request)
        asks_for_reason = self.asks_for_reason(obj) or bool(needed and needed.differences)
        asked_for = {REASON: asks_for_reason, CONFIRMED: bool(needed and needed.questions)}
        return tuple(name for name, is_shown in asked_for.items() if is_shown)

    def asks_for_reason(self, obj: Any) -> bool:
        return obj is None or self.campaign_of(obj).published_at is not None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        made.shown, made.needed = self.names_shown(request, obj), needed_by(request)
        return made

    def _changeform_view(self, request: Any, object_id: Any, form_url: str, extra_context: Any) -> Any:
        show: Any = super()._changeform_view
        try:
            with transaction.atomic():
                return show(request, object_id, form_url, extra_context)
        except AmendmentNeeded as needed:
            request.amendment_needed = needed  # read by needed_by
            response: HttpResponse = show(request, object_id, form_url, extra_context)
            return response

    def lock_object(self, request: HttpRequest, object_id: str) -> Any:
        """Lock the campaign before the row: every change of a campaign begins with its lock."""
        campaign = self.campaign_of(self.get_object(request, unquote(object_id)))
        list(Campaign.objects.select_for_update(of=("self",), no_key=True).filter(pk=campaign.pk))
        return super().lock_object(request, object_id)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.before = begin_change(self.campaign_of(obj)) if self.is_stored(obj) else BeforeChange()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        amended = amend(
            self.campaign_of(form.instance),
            form.before,
            by=require_acting(request),
            reason=self.reason_of(request),
            confirmed=request.POST.get(CONFIRMED, ""),
        )
        for sentence in sentences_of(amended):
            messages.success(request, sentence)

    def reason_of(self, request: HttpRequest) -> str:
        return vietnamese.clean(request.POST.get(REASON, ""))


def sentences_of(amended: Amended) -> Iterator[str]:
    """Yield what the Board is told after a change."""
    if version := amended.version:
        sentence = _("Đã ghi bản số {n} của bản phát động, có hiệu lực từ {moment}.")
        yield sentence.format(n=version.number, moment=vietnamese.format_moment(version.at))
    sentence = _("Đã ghi đính chính nội dung hỏi của {phase}; bản đã xác nhận giữ nguyên như khi trả lời.")
    yield from (sentence.format(phase=phase.words) for phase in amended.corrected)


def needed_by(request: HttpRequest) -> AmendmentNeeded | None:
    """Return what the change that was posted needs, once that is known."""
    return getattr(request, "amendment_needed", None)
