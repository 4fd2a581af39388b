"""The pages of a report's exemplars: their consents, recording one, withdrawing one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import consents
from campaigns.forms.consents import ConsentForm
from campaigns.models import Exemplar, Filing
from campaigns.views.filing import filing_or_404, shown_sheet, trail
from units.access import require_allowed
from units.acting_request import acting_of, require_acting
from units.confirming import Confirmation, ask, posted


def exemplars(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """List the exemplars of the last submission, whether they agreed to be made known, and what may be done."""
    filing, by = filing_or_404(request, kind, pk), acting_of(request)
    require_allowed(access.may_keep_consents(filing, by))
    title, sheet = _("Sự đồng ý của điển hình"), shown_sheet(filing)
    rows = _exemplars(filing).filter(submission=filing.current_submission_id)
    context = {
        "filing": filing,
        "sheet": sheet,
        "can_record": access.may_record_consent(filing, by),
        "exemplars": [(row, access.may_withdraw_consent(row, by)) for row in rows],
        "title": title,
        "breadcrumb": trail(sheet, (title, "")),
    }
    return render(request, "campaigns/filing/exemplars.html", context)


def record(request: HttpRequest, kind: str, pk: int, exemplar: int) -> HttpResponse:
    """Record that an exemplar agreed to be made known."""
    filing = filing_or_404(request, kind, pk)
    row = get_object_or_404(_exemplars(filing), pk=exemplar)

    def question() -> Confirmation:
        sentence = _(
            "{who} đồng ý được nêu tên, việc làm trong báo cáo tổng hợp và trên trang công khai. Rút lại lúc nào thì "
            "thôi nêu từ lúc đó."
        ).format(who=row.who)
        return _question(filing, _("Ghi nhận sự đồng ý"), sentence, ConsentForm(posted(request)))

    def act(typed: dict[str, Any]) -> str:
        consents.record_consent(row, by=require_acting(request), **typed)
        return _("Đã ghi nhận sự đồng ý của {who}.").format(who=row.who)

    answer = access.may_record_consent(filing, acting_of(request))
    return ask(request, answer, question, act, back_url=filing.url("exemplars"))


def withdraw(request: HttpRequest, kind: str, pk: int, exemplar: int) -> HttpResponse:
    """Record that an exemplar agrees no more."""
    filing = filing_or_404(request, kind, pk)
    row = get_object_or_404(_exemplars(filing), pk=exemplar)

    def question() -> Confirmation:
        sentence = _(
            "{who} thôi được nêu trên trang công khai và trong báo cáo chưa ký, từ lúc này. Báo cáo đã ký không đổi."
        ).format(who=row.who)
        return _question(filing, _("Rút lại sự đồng ý"), sentence, tone="danger")

    def act(_typed: dict[str, Any]) -> str:
        consents.withdraw_consent(row, by=require_acting(request))
        return _("Đã rút lại sự đồng ý của {who}.").format(who=row.who)

    answer = access.may_withdraw_consent(row, acting_of(request))
    return ask(request, answer, question, act, back_url=filing.url("exemplars"))


def _exemplars(filing: Filing) -> Any:
    """Return the exemplars of a report, with what is asked to say what may be done with each."""
    called = "submission__filing__called"
    rows = Exemplar.objects.filter(submission__filing=filing).defer("submission__content", "submission__filing__typed")
    return rows.select_related(
        "consent__recorded_by", f"{called}__phase__campaign", f"{called}__unit", f"{called}__parent"
    )


def _question(
    filing: Filing, title: str, sentence: str, form: ConsentForm | None = None, *, tone: str = "primary"
) -> Confirmation:
    steps = trail(shown_sheet(filing), (_("Sự đồng ý của điển hình"), filing.url("exemplars")))
    return Confirmation(title=title, sentence=sentence, button=title, trail=steps, form=form, tone=tone)
