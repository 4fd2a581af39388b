"""Where the page of a summary shows what a figure of a sentence is made of."""

from __future__ import annotations

import re

from summaries.report.contents import SummaryDraft

AWARDS = (
    r"dịp khen|hình thức khen|khen của|biểu khen|(?:% )?(?:cá nhân được khen|người trực tiếp|nữ được khen|người khối)"
    r"|đã (?:xét|gửi)|(?:đơn vị phát động|CĐ cấp trên) đã xét|chính quyền khen|đề nghị Tổng|danh hiệu công nhận"
)
FILINGS = (
    r"(?:đơn vị|phạm vi|tổ chức cơ sở|cơ cấu|thời gian|tình hình chưa|nơi chưa|còn chưa|đa số|chưa có)\b"
    r"|(?:% |số )?(?:đăng ký|báo cáo|chưa báo cáo|cơ sở|CĐ cấp trên|nghiệp đoàn|người lao động|đoàn viên|nữ)\b"
)
PLACES = (
    ("awards", AWARDS),
    ("works", r"giá trị sáng kiến|tình hình rà soát|% sáng kiến|công trình tiêu biểu|biểu sáng kiến"),
    ("exemplars", r"các điển hình|điển hình"),
    ("indicators", r"(?:số )?chỉ tiêu|mức đạt|biểu chỉ tiêu|danh hiệu|số LĐLĐ"),
    ("filings", FILINGS),
)
"""By the id of a section of the page the beginnings of the names of figures that it shows, the first that fits."""


def place_of(name: str, draft: SummaryDraft) -> str:
    """Return the address of the place that shows a figure; "" of days and others that no section shows."""
    page = draft.summary.get_absolute_url()
    if draft.book.indicator(code := name.partition(" ")[0]):
        return f"{page}#indicator-{code}"
    section = next((section for section, names in PLACES if re.match(names, name)), "")
    if section == "awards" and not draft.book.has_awards:
        return ""
    return f"{page}#{section}" if section else ""
