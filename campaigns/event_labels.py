"""The names of this app's actions in sentences and histories, by the verb of the event."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "publish": _("công bố phong trào"),
    "amend_launch": _("ghi bản phát động mới"),
    "correct_catalogue": _("đính chính nội dung hỏi của đợt"),
    "confirm_dates": _("xác nhận ngày tháng của các đợt"),
    "discard_campaign": _("bỏ phong trào"),
    "discard_phase": _("bỏ đợt"),
    "open": _("mở đợt"),
    "lock": _("khóa số liệu"),
    "unlock": _("mở lại đợt"),
    "call": _("bổ sung đơn vị thuộc diện"),
    "extend": _("cho gia hạn"),
    "save": _("bắt đầu soạn"),
    "submit": _("gửi bản này"),
    "confirm_unchanged": _("xác nhận giữ nguyên đăng ký"),
    "take_back": _("rút lại để sửa"),
    "return": _("trả lại bổ sung"),
    "undo_return": _("hoàn tác việc trả lại"),
    "accept": _("xác nhận bản này"),
    "undo_accept": _("hoàn tác việc xác nhận"),
    "reopen": _("mở lại"),
    "excuse": _("cho miễn"),
    "unexcuse": _("bỏ miễn"),
    "confirm_on_behalf": _("xác nhận số liệu nhập thay"),
    "check_values": _("ghi giá trị đã rà soát"),
    "publish_exemplar": _("chọn điển hình giới thiệu"),
    "highlight": _("chọn công trình tiêu biểu"),
    "assign": _("giao chỉ tiêu"),
}
