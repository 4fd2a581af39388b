"""Holds plausible values for every form of the portal, by its route; ids are named as in the access table."""

from __future__ import annotations

from campaigns.actions.amendments import mark_of
from tests.support.access_states import REMARK
from tests.support.world import PASSWORD

SHEET = "<int:pk>/"
PHASE = "campaigns/<slug:slug>/phases/<int:number>/"
UNION = {
    "name": "CĐCS Trường Tiểu học Khe Sáo",
    "full_name": "CĐCS Trường Tiểu học Khe Sáo",
    "parent": "parent={district}",
    "unit_type": "grassroots",
    "form": "workplace",
    "strand": "public_service",
    "working_year": "school",
    "order": "23",
    "valid_from": "1/3/2015",
}
INDICATOR = {
    "name": "Buổi tọa đàm",
    "code": "TM99",
    "section": "section={2015}",
    "order": "990",
    "unit_of_measure": "buổi",
    "decimals": "0",
    "in_pledge": "on",
    "pace": "even",
    "over_units": "sum",
    "over_phases": "sum",
    "asked_administrative": "all",
}
CAMPAIGN = {
    "title": "Phong trào 2017",
    "year": "2017",
    "slug": "2017",
    "unit": "unit={province}",
    "workers_word": "CNVCLĐ",
    "workers_phrase": "cán bộ, công chức",
    "board": "Ban CSPL",
    "signer_on_behalf": "TM. BAN THƯỜNG VỤ",
    "signer_position": "CHỦ TỊCH",
    "page_number": "bottom_right",
    "chair_heading": "CHỦ TỊCH",
    "small_below": "30",
}
ASKED_LINE = {name: value for name, value in INDICATOR.items() if name != "order"} | {"active": "on"}
ASKED_SECTION = {"number": "K", "name": "Mục sửa", "category": "union", "line_numbers": "plain"}
NEXT_PHASE = {
    "campaign": "campaign={2015}",
    "number": "3",
    "theme": "Chủ đề đợt 3",
    "starts_on": "1/12/2015",
    "ends_on": "31/12/2015",
    "review_kind": "final",
    "review_name": "Tổng kết",
    "change_reason": "Thêm một đợt.",
    "confirmed": mark_of(("Đợt 3 bắt đầu ngày 01/12/2015, khi đợt 2 chưa kết thúc (31/12/2015). Có đúng không?",)),
}

VISIT = {"visited_on": "3/3/2015", "team": "Vi Văn Thông", "findings": "Đã phát động, ký giao ước."}
NEW = {"reason": "Mới thành lập."}
TYPED: dict[str, dict[str, str]] = {
    "accounts/login/": {"username": "owner", "password": PASSWORD},
    "accounts/switch/": {"unit": "unit={school}"},
    "personal-data/history/": {"export": "jsonl"},
    "personal-data/<slug:subject>/<int:pk>/mask/": {
        "number": "15/ĐN",
        "dated_on": "1/3/2015",
        "reason": "Có đơn yêu cầu xóa.",
    },
    "imports/<int:pk>/encoding/": {"encoding": "none"},
    "imports/<int:pk>/answer/": {"said": "is_another"},
    "imports/<int:pk>/write/": {"seen": "changed=1,doubtful=1,new=1,refused=1"},
    "imports/<int:pk>/undo/": {"reason": "Nhầm tệp."},
    "campaigns/new/": {"title": "Phong trào 2018", "year": "2018"},
    "campaigns/<slug:slug>/setup/<slug:step>/": CAMPAIGN | {"year": "2016", "slug": "2016"},
    "campaigns/<slug:slug>/asked/sections/add/": ASKED_SECTION | {"number": "Z.1"},
    "campaigns/<slug:slug>/asked/sections/<int:pk>/": ASKED_SECTION | {"reason": "In sai."},
    "campaigns/<slug:slug>/asked/sections/<int:pk>/move/": {"to": "up", "reason": "Xếp lại."},
    "campaigns/<slug:slug>/asked/lines/add/": ASKED_LINE,
    "campaigns/<slug:slug>/asked/lines/<int:pk>/": ASKED_LINE | {"code": "TM98", "reason": "In sai."},
    "campaigns/<slug:slug>/asked/lines/<int:pk>/move/": {"to": "up", "reason": "Xếp lại."},
    "campaigns/<slug:slug>/asked/lines/<int:pk>/switch/": {"to": "off"},
    "campaigns/<slug:slug>/discard/": {"reason": "Lập nhầm."},
    "campaigns/<slug:slug>/scans/<int:pk>/withdraw/": {"reason": "Chụp nhầm văn bản."},
    f"{PHASE}discard/": {"reason": "Lập nhầm."},
    f"{PHASE}unlock/": {"reason": "Sai số liệu."},
    f"{PHASE}call/": {"unit": "unit={young}"},
    f"{PHASE}extend/": {"kind": "pledge", "branches": "all", "on": "1/4/2015", "reason": "Bão."},
    f"{PHASE}units/<int:pk>/extend/": {"kind": "pledge", "on": "20/3/2015", "reason": "Lũ quét."},
    "summaries/begin/": {"campaign": "2015", "phase": "1", "unit": "unit={city}"},
    "summaries/<int:pk>/close/": {"sure": "on"},
    "summaries/<int:pk>/register/": {"number": "12", "dated_on": "10/3/2015", "checked": "on"},
    "summaries/<int:pk>/scans/<int:scan>/withdraw/": {"reason": "Chụp nhầm văn bản."},
    "summaries/<int:pk>/take-back/": {"reason": "Chờ báo cáo của trường."},
    "summaries/<int:pk>/edit/": {"was": "I.1-1"},
    "summaries/<int:pk>/edit/words/": {"words": "đạt thấp", "instead": "chưa đạt yêu cầu đề ra"},
    "summaries/<int:pk>/edit/add/<path:line>/": {"text": "Cảm ơn các cấp ủy."},
    "summaries/<int:pk>/edit/sentence/<path:key>/": {"text": "Do mưa lũ."},
    "summaries/<int:pk>/revise/": {"reason": "Trường gửi lại báo cáo."},
    "accounts/forgotten/": {"account": "owner"},
    "accounts/contact/": {"phone": "0912 000 111"},
    "people/<int:pk>/second-factor/": {"reason": "Đến văn phòng."},
    "people/new/": {"full_name": "Vi Thị Mới", "unit": "unit={school}", "role": "officer", "since": "1/3/2015"},
    "people/<int:pk>/hand-over/": {"posts": "post={owner}", "successor": "user={root}"},
    "admin/units/unit/add/": UNION,
    "admin/units/user/add/": {"full_name": "Vi Thị Mới", "username": "moi"},
    "admin/units/rule/add/": {"code": "award.decided_by", "typed_value": "Hội đồng", "certainty": "local"},
    "admin/units/post/add/": {"user": "user={root}", "unit": "unit={school}", "role": "officer", "since": "1/3/2015"},
    "admin/units/area/add/": {"unit": "unit={province}", "name": "Khu vực 3", "valid_from": "1/3/2015"},
    "admin/units/area/<path:object_id>/members/": {"add": "unit={commune}"},
    "admin/units/area/<path:object_id>/desk/": {"person": "user={root}", "since": "1/3/2015"},
    "admin/units/signer/add/": {
        "unit": "unit={district}",
        "name": "Vi Thị Ký",
        "position": "vice",
        "block": "TM. BAN THƯỜNG VỤ",
        "since": "1/3/2015",
    },
    "admin/units/unit/<path:object_id>/close/": {"on": "10/3/2015", "reason": "Sáp nhập."},
    "admin/units/unit/<path:object_id>/type/": {"unit_type": "trade", "on": "10/3/2015", "reason": "Sắp xếp lại."},
    "admin/units/unit/<path:object_id>/move/": {"parent": "parent={city}", "on": "1/5/2015", "reason": "Sắp xếp lại."},
    "admin/units/unit/planned/<int:pk>/call-off/": {"reason": "Hoãn."},
    "admin/units/user/<path:object_id>/password/": {
        "new_password1": "khe-suoi-doi-na",
        "new_password2": "khe-suoi-doi-na",
    },
    "admin/campaigns/campaign/add/": CAMPAIGN,
    "admin/campaigns/indicator/add/": INDICATOR,
    "admin/campaigns/phase/add/": NEXT_PHASE,
    "inspections/new/": VISIT | {"unit": "unit={commune}", "campaign": "campaign={2015}"},
    "inspections/<int:pk>/edit/": VISIT,
    "inspections/<int:pk>/mend/": {"mending": "Đã họp xét, gửi biên bản."},
    "inspections/<int:pk>/not-mended/": {"reason": "Chưa có biên bản.", "mend_by": "20/3/2015"},
    "inspections/<int:pk>/discard/": {"reason": "Ghi nhầm đơn vị."},
    "responsibilities/new/<slug:slug>/": {
        "measure": "measure={2015}",
        "units": "unit={district}",
        "due_on": "20/3/2015",
    },
    "responsibilities/<int:pk>/tell/": {"state": "done", "progress": "Tập huấn ngày 9/3, 24/24 cơ sở dự."},
    "responsibilities/<int:pk>/not-done/": {"reason": "Còn hai xã chưa tập huấn."},
    "responsibilities/<int:pk>/edit/": {"due_on": "25/3/2015"},
    "responsibilities/<int:pk>/drop/": {"reason": "Giao cho đơn vị khác."},
    "reports/<int:pk>/exemplars/<int:exemplar>/consent/": {"given_on": "1/3/2015", "given_by": "Vi Thị Mới"},
    "reports/<int:pk>/works/": {"published-exemplars={school}": "on"},
    "admin/campaigns/pledge/": {
        "action": "excuse",
        "confirm": "1",
        "_selected_action": "pledge={porters}",
        "reason": "Mới.",
    },
    "admin/campaigns/report/": {
        "action": "excuse",
        "confirm": "1",
        "_selected_action": "report={porters}",
        "reason": "Mới.",
    },
}
DOSSIER, DECISION, ENTRY = "dossiers/<int:pk>/", "decisions/<int:pk>/", "register/<int:pk>/"
REASON = {"reason": "Đơn vị mới kiện toàn."}
PERSON = {"name": "Vi Thị Mới", "title_asked": "awardtitle={province}"}
SIGNED = {"signer_name": "Lô Văn A", "signer_position": "Chủ tịch", "seen": "1"}
TYPED |= {
    "dossiers/new/": {"phase": "phase={2015_1}", "timing": "phase"},
    f"{DOSSIER}withdraw/": {"reason": "Chưa đủ thành tích."},
    f"{DOSSIER}edit/": {"meeting_on": "2/3/2015", "votes_for": "6", "votes_present": "7"},
    f"{DOSSIER}nominees/new/<str:kind>/": PERSON,
    f"{DOSSIER}nominees/<int:nomination>/": PERSON,
    f"{DOSSIER}nominees/<int:nomination>/sex/": {"sex": "female"},
    f"{DOSSIER}return/": {"reason": "Thiếu biên bản.", "due_on": "20/3/2015"},
    "appraisal/verdict/": {"nominations": "nominations={school}", "verdict": "approve", "confirm": "yes"} | REASON,
    "appraisal/undo/": {"nominations": "nominations={of_drafted}"},
    "appraisal/send-up/": {"nominations": "nominations={of_drafted}", "confirm": "yes"},
    "appraisal/not-granted/": {"nominations": "nominations={of_drafted}", "confirm": "yes"} | REASON,
    "decisions/new/": {"nominations": "nominations={of_ready}"},
    f"{DECISION}wording/": {"wording-nominations={of_drafted}": "Đã có thành tích xuất sắc."},
    f"{DECISION}drop/": {"nominations": "nominations={of_drafted}"},
    f"{DECISION}close/": SIGNED,
    f"{DECISION}take-back/": REASON,
    "letters/draft/<int:pk>/": {"seen": "1"},
    "letters/<int:pk>/register/": {"number": "7", "dated_on": "10/3/2015", "checked": "on"},
    "letters/<int:pk>/take-back/": REASON,
    "letters/<int:pk>/scans/<int:scan>/withdraw/": REASON,
    f"{DECISION}register/": {"number": "46", "dated_on": "10/3/2015", "checked": "on"},
    "admin/awards/quota/add/": {"campaign": "campaign={2015}", "title": "awardtitle={province}", "max_count": "5"},
    "admin/awards/quota/<path:object_id>/end/": {"reason": "Trùng số lượng khác."},
    f"{ENTRY}reissue/": {"reason": "Bằng bị rách."},
    "attachments/<int:pk>/withdraw/": {"reason": "Chụp nhầm văn bản."},
    f"{ENTRY}hand-over/": {"on": "10/3/2015"},
}
for _kind in ("pledges", "reports"):
    TYPED |= {
        f"{_kind}/many/": {
            "act": "5d1f2a3b-0000-4000-8000-000000000001",
            "do": "accept",
            "sheet": f"{_kind[:-1]}={{school}}",
            f"seen-{_kind[:-1]}={{school}}": "1",
        },
        f"{_kind}/{SHEET}parts/<int:number>/": {"headcount-workers": "46"},
        f"{_kind}/paper/": {
            "part": "headcount",
            f"seen-{_kind[:-1]}={{school2}}": "",
            f"{_kind[:-1]}={{school2}}-headcount-workers": "47",
        },
        f"{_kind}/{SHEET}replies/": {f"reply-{REMARK}": "Đơn vị chưa có đoàn viên nữ."},
        f"{_kind}/{SHEET}return/": {"reason": "Thiếu số liệu.", "due_on": "20/3/2015"},
        f"{_kind}/{SHEET}in-order/": {"oddity": "same_text", "seen": "1"},
        f"{_kind}/{SHEET}reopen/": {"reason": "Sai số liệu.", "due_on": "20/3/2015"},
        f"{_kind}/{SHEET}excuse/": {"reason": "Đơn vị mới giải thể."},
    }
