"""Vietnamese labels of the verbs of events. Each app adds its own in `AppConfig.ready`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Any] = {
    "add_unit": _("thêm đơn vị"),
    "take_back_unit": _("rút lại đơn vị thêm nhầm"),
    "move_unit": _("chuyển đơn vị về công đoàn cấp trên khác"),
    "change_type": _("đổi loại đơn vị"),
    "load_words": _("nạp bộ tên gọi"),
    "load_rules": _("nạp bộ quy định"),
    "close_unit": _("ghi nhận đơn vị kết thúc hoạt động"),
    "reopen_unit": _("ghi nhận đơn vị hoạt động lại"),
    "plan_act": _("ghi việc dự kiến"),
    "carry_out_act": _("thực hiện việc dự kiến"),
    "hinder_act": _("chưa thực hiện được việc dự kiến"),
    "call_off_act": _("hủy việc dự kiến"),
    "give_post": _("phân công"),
    "end_post": _("kết thúc phân công"),
    "bring_in_table": _("đưa vào một danh sách"),
    "apply_table": _("ghi danh sách"),
    "undo_table": _("hoàn tác danh sách"),
    "empty_table": _("xóa nội dung danh sách hết thời hạn lưu"),
    "open_page": _("mở xem"),
    "change_area_members": _("đổi đơn vị của khu vực"),
    "ask_masking": _("lập yêu cầu xóa dữ liệu cá nhân"),
    "mask_person": _("xóa dữ liệu cá nhân theo yêu cầu"),
    "drop_masking": _("không thực hiện yêu cầu xóa dữ liệu cá nhân"),
    "give_personal_data": _("tải dữ liệu về một người"),
    "export_history": _("xuất nhật ký"),
    "cancel_job": _("hủy việc nền"),
    "retry_job": _("giao làm lại việc nền"),
    "send_mail_again": _("cho gửi lại thư"),
    "drop_mail": _("thôi gửi thư"),
    "send_test_mail": _("gửi thư thử"),
    "confirm_test_mail": _("xác nhận đã nhận thư thử"),
    "set_password": _("đặt mật khẩu"),
    "issue_code": _("lập thư giao tài khoản"),
    "use_code": _("nhận tài khoản, tự đặt mật khẩu"),
    "link_identity": _("liên kết đăng nhập với nơi cấp"),
    "unlink_identity": _("thôi liên kết đăng nhập"),
    "end_sessions": _("kết thúc phiên đăng nhập"),
    "change_password": _("đổi mật khẩu"),
    "reissue_password": _("cấp lại mật khẩu"),
    "ask_reset": _("gửi thư đặt lại mật khẩu"),
    "reset_password": _("đặt lại mật khẩu qua thư điện tử"),
    "fail_sign_in": _("ghi nhận một lần nhập sai mật khẩu hoặc mã"),
    "unlock_sign_in": _("mở khóa đăng nhập"),
    "dismiss_failures": _("đã đọc cảnh báo nhập sai mật khẩu"),
    "set_up_totp": _("thiết lập ứng dụng xác thực"),
    "make_recovery_codes": _("tạo mã dự phòng"),
    "use_recovery_code": _("đăng nhập bằng mã dự phòng"),
    "add_passkey": _("thêm khóa truy cập"),
    "rename_passkey": _("đổi tên khóa truy cập"),
    "remove_factor": _("gỡ một cách xác thực"),
    "ask_factor_reset": _("đề nghị gỡ xác thực hai bước"),
    "reset_factor": _("xác nhận và gỡ xác thực hai bước"),
    "admin_add": _("thêm mới"),
    "admin_change": _("sửa thông tin"),
}


def verb_words(verb: str) -> str:
    """Return the label of a verb, for use inside a sentence and in a history."""
    return str(VERBS.get(verb, verb))
