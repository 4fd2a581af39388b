"""The page of the components, for whoever builds pages: each of templates/components with samples. DEBUG only."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from foundation import clock
from foundation.forms.edit_conflicts import ConflictNotice
from foundation.forms.fields import DateField, MoneyField, TextField, TickField
from foundation.forms.unsent import UnsentForm
from units.contacts import Contact

TAGS = (
    ("Đã xác nhận", "ok"),
    ("Chờ xác nhận", "wait"),
    ("Quá hạn 3 ngày", "no"),
    ("Đang mở", "blue"),
    ("Nháp", "plain"),
)


class SampleForm(Form):
    """One box of each common kind."""

    reason = TextField(label="Lý do", help_text="Một hoặc hai câu, đơn vị sẽ đọc.", max_length=200)
    day = DateField(label="Hạn mới")
    value = MoneyField(label="Giá trị", required=False)
    agreed = TickField(label="Đã có ý kiến của ban chấp hành", required=False)


@login_not_required
def component_page(request: HttpRequest) -> HttpResponse:
    """Return every component, drawn once with each of its samples."""
    drawn = [
        (name, [render_to_string(f"components/{name}.html", context, request) for context in contexts])
        for name, contexts in sorted(samples().items())
    ]
    return render(request, "component_page.html", {"components": drawn})


def samples() -> dict[str, list[dict[str, Any]]]:
    """Return the contexts that each component is drawn with, by the name of its template."""
    now = clock.now()
    menu = [{"title": "Việc cần làm", "url": "#", "current": True}, {"title": "Phong trào", "url": "#"}]
    user = {"full_name": "Hoàng Thị Mai", "is_authenticated": True}
    union = {"title": "CĐCS Trường THCS Đồi Na", "detail": "CĐ phường Đông Kinh", "url": "#"}
    contact = Contact("Ban phụ trách thi đua", "0205 3.812.345", "thi-dua@example.vn")
    called = {"pk": 2, "contact": contact}
    acting = {"title": "Cán bộ", "unit": {"name": "CĐCS Trường THCS thị trấn Đồng Mỏ"}, "can_switch": True}
    conflict = ConflictNotice("Nông Văn Lâm", now, [("Lý do", "Họp ngày 12/3", "Họp ngày 13/3")])
    page = {"has_previous": True, "has_next": True, "position": "Trang 2/5 · dòng 51 – 100 trong 214"}
    return of_forms() | {
        "acting": [{"user": user, "acting": acting}],
        "passkey_button": [{"question": "{}", "act": "get", "field": "", "button": "Dùng khóa truy cập"}],
        "ask": [{"contacts": [contact, Contact("Công đoàn xã", "3.812.345; 3.812.346")]}],
        "bar": [{"accepted": 62, "waiting": 12, "total": 96, "words": True}],
        "breadcrumb": [{"items": [("Phong trào", "#"), ("Đợt 1", "")]}],
        "conflict_check": [{"fingerprints": {"fingerprint": "0f3a"}, "conflict": conflict}],
        "contact": [{"contact": contact}],
        "counted_at": [{"at": now}],
        "due": [
            {"at": now + timedelta(days=6), "left": "Còn 6 ngày"},
            {"at": now - timedelta(days=3), "left": "Quá hạn 3 ngày", "late": True},
            {"at": None},
        ],
        "edit_conflict": [{"conflict": conflict}],
        "empty": [{"title": "Chưa có hồ sơ nào.", "text": "Mỗi đợt một hồ sơ.", "url": "#", "button": "Lập hồ sơ"}],
        "facts": [{"items": [("Hạn nộp", "10/7/2015"), ("Người nộp", "")]}],
        "history": [
            {"items": [{"at": "10/7/2015 08:15", "actor": "Hoàng Thị Mai", "words": "trả lại", "reason": "Thiếu."}]}
        ],
        "kpi": [
            {"value": "61,2%", "label": "đã báo cáo", "tone": "ok", "url": "#"},
            {"value": "37", "label": "chưa báo cáo"},
        ],
        "list_files": [
            {"prefix": "status=missing&"},
            {"address": "/reports/?phase=1&", "label": "Tải bảng"},
        ],
        "matches": [{"heading": "Đơn vị", "matches": [union], "text": "đồi na", "kind": "units", "more": True}],
        "mast": [{"menu": menu, "portal_unit_name": "Công đoàn phường Tam Thanh", "user": user, "acting": acting}],
        "message": [{"message": Message(constants.SUCCESS, "Đã gửi báo cáo.")}],
        "notice": [{"text": "Một hoặc hai câu.", "title": text, "tone": tone} for text, tone in TAGS[:4]],
        "pagination": [{"page": page | {"previous_query": "page=1", "next_query": "page=3"}}],
        "section_menu": [{"items": menu}],
        "steps": [
            {
                "items": [
                    {
                        "title": "1. Số liệu đơn vị",
                        "url": "#",
                        "state_text": "Xong",
                        "state_tone": "ok",
                        "current": True,
                    },
                    {"title": "2. Chỉ tiêu", "detail": "Còn 3 ô", "state_text": "Chưa xong", "state_tone": "wait"},
                ]
            }
        ],
        "tag": [{"text": text, "tone": tone} for text, tone in TAGS],
        "unit_contact": [{"unit": called, "acting": {"unit": {"pk": 1}}}],
        "whom_to_call": [{"contact": contact}],
    }


def of_forms() -> dict[str, list[dict[str, Any]]]:
    """Return the samples of what belongs to forms: empty boxes, boxes typed wrong, buttons, errors summed up."""
    empty, wrong = SampleForm(), SampleForm({"reason": "", "day": "31/2/2015", "value": "1,000"})
    question = {
        "heading": "Khóa đợt 1?",
        "sentence": "37 đơn vị chưa báo cáo sẽ không nộp được nữa.",
        "button": "Khóa đợt 1",
    }
    tones = ("primary", "quiet", "danger", "gold")
    unsent = UnsentForm("#", "", [("reason", "Họp ngày 12/3.\nĐủ ba phần tư.")], [("scan", "bien-ban.pdf")])
    return {
        "confirm": [question | {"form": empty, "tone": "danger", "back_url": "#"}],
        "draft": [{}, {"url": "/drafts/"}],
        "error_summary": [{"items": [("id_day", "Hạn mới: không có ngày 31/2/2015."), ("", "Còn thiếu chữ ký.")]}],
        "field": [{"field": field} for form in (empty, wrong) for field in form],
        "field_help": [{"field": empty["reason"]}],
        "filters": [{"form": empty, "reset": "#"}],
        "post_button": [{"url": "#", "label": "Xác nhận 2 báo cáo", "tone": tone} for tone in tones],
        "refused": [{"unsent": unsent}, {"unsent": unsent, "labelled": [("Lý do", "Họp ngày 12/3.")]}],
        "send_again": [{"unsent": unsent, "button": "Gửi lại"}],
        "typed_texts": [{"unsent": unsent}],
    }
