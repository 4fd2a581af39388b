"""The Vietnamese names of this app's acts, for sentences and histories."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "begin_summary": _("lập dự thảo báo cáo tổng hợp"),
    "edit_narrative": _("sửa lời văn báo cáo"),
    "choose_words": _("chọn từ dùng của cơ quan"),
    "drop_words": _("thôi dùng từ của cơ quan"),
    "write_report_line": _("sửa câu của báo cáo"),
    "add_report_line": _("thêm câu của báo cáo"),
    "remove_report_line": _("bỏ câu của báo cáo"),
    "move_report_line": _("xếp lại câu của báo cáo"),
    "add_workbook": _("đưa vào biểu mẫu của cấp trên"),
    "renew_workbook": _("đưa vào tệp mới của biểu mẫu"),
    "point_at_cell": _("chọn nội dung điền vào ô"),
    "confirm_pointings": _("nhận chỗ mới của ô"),
    "drop_pointing": _("bỏ nội dung điền vào ô"),
    "propose_summary": _("đề nghị chốt báo cáo"),
    "withdraw_proposal": _("rút đề nghị chốt báo cáo"),
    "close_for_signing": _("chốt để trình ký"),
    "register_summary": _("ghi số, ngày báo cáo"),
    "take_back_summary": _("thu lại báo cáo để sửa"),
    "finalise": _("chốt báo cáo"),
    "revise_summary": _("lập bản báo cáo mới"),
}
