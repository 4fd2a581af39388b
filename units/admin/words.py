"""The admin screens of words: what types of unions, strands and things of the office are called."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from units import access
from units.acting import Acting
from units.admin_base.scoped import ScopedAdmin, ScreenGroup
from units.models import StrandName, Term, UnitType, vocabulary


class WordsAdmin(ScopedAdmin):
    """The Board of a root edits words; a sheet called before keeps those of its day.

    Their days are shown alone: a row without a successor would leave pages without a word, so a set ends with the next
    one (`manage.py load_set`).
    """

    group = ScreenGroup.ORGANISATION
    readonly_fields: ClassVar[tuple[str, ...]] = ("valid_from", "valid_to")
    sortable_by = ()

    def may_change(self, by: Acting | None, obj: Any) -> access.Answer:
        return access.may_word(by)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(vocabulary.forget)


@admin.register(UnitType)
class UnitTypeAdmin(WordsAdmin):
    rank = 6
    list_display = ("short", "plural", "organ", "valid_from", "valid_to")
    fields = ("short", "full", "plural", "organ", "has_employer", "valid_from", "valid_to")


@admin.register(StrandName)
class StrandNameAdmin(WordsAdmin):
    rank = 7
    list_display = ("name", "valid_from", "valid_to")
    fields = ("name", "valid_from", "valid_to")


USES = {
    "board": _("ban tham mưu về thi đua"),
    "workers": _("người lao động, viết ngắn"),
    "workers_phrase": _("người lao động, viết đầy đủ"),
    "file_copy": _("dòng lưu ở nơi nhận của văn bản"),
    "direct": _("công đoàn cơ sở ngay dưới tỉnh, trên biểu"),
    "direct_short": _("công đoàn cơ sở trực thuộc, trên trang và trong câu"),
    "direct_country": _("công đoàn cơ sở ngay dưới Tổng Liên đoàn, trên biểu"),
    "coordinated": _("đơn vị ở dòng riêng, ngoài tổng số"),
    "coordinated_line": _("tên dòng riêng đó, viết ngắn"),
    "trades_country": _("công đoàn theo ngành dưới Tổng Liên đoàn, trên biểu"),
    "bloc_administrative": _("khối cơ quan, đơn vị sự nghiệp"),
    "bloc_administrative_short": _("khối cơ quan, đơn vị sự nghiệp, viết tắt"),
    "bloc_enterprise": _("khối doanh nghiệp"),
    "bloc_enterprise_short": _("khối doanh nghiệp, viết tắt"),
    "level_launching": _("cấp phát động, khi nói cấp quyết định khen thưởng"),
    "leader_launching": _("lãnh đạo của cấp phát động, khi nói ai làm việc gì"),
    "leader_upper_place": _("lãnh đạo của công đoàn cấp trên theo địa bàn"),
    "leader_upper_trade": _("lãnh đạo của công đoàn cấp trên theo ngành"),
    "insured": _("người thuộc diện đóng bảo hiểm xã hội, trong số liệu đơn vị"),
    "addressee_upper": _("cơ quan nhận, sau “Kính gửi” của đăng ký, báo cáo"),
}
"""What each word of the office is for, by its code."""


@admin.register(Term)
class TermAdmin(WordsAdmin):
    rank = 8
    list_display = ("text", "use", "valid_from", "valid_to")
    fields = ("use", "text", "valid_from", "valid_to")
    readonly_fields = ("use", *WordsAdmin.readonly_fields)

    @admin.display(description=_("dùng để chỉ"))
    def use(self, term: Term) -> str:
        return str(USES.get(term.code, ""))
