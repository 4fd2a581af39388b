"""What the verbs of this app's events are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "make_dossier": _("lập hồ sơ đề nghị khen thưởng"),
    "remove_nomination": _("bỏ một trường hợp khỏi hồ sơ"),
    "submit_dossier": _("gửi hồ sơ"),
    "withdraw_dossier": _("rút hồ sơ"),
    "endorse_dossier": _("đề nghị lên cấp trên"),
    "return_dossier": _("trả lại hồ sơ để bổ sung"),
    "appraise_dossier": _("kết luận xong mọi trường hợp"),
    "unappraise_dossier": _("đưa hồ sơ trở lại xét"),
    "close_dossier": _("kết thúc hồ sơ"),
    "approve": _("thống nhất đề nghị"),
    "other_title": _("chuyển hình thức khen"),
    "reject": _("không thống nhất đề nghị"),
    "defer": _("để lại xét sau"),
    "undo_verdict": _("hoàn tác kết luận"),
    "send_up": _("trình cấp trên"),
    "not_grant": _("ghi nhận cấp trên không tặng"),
    "award": _("khen thưởng"),
    "annul": _("hủy bỏ khen thưởng"),
    "draft_decision": _("lập dự thảo quyết định"),
    "drop_nominations": _("đưa trường hợp ra khỏi dự thảo"),
    "reword": _("sửa lời ghi"),
    "propose_decision": _("trình lãnh đạo ban hành"),
    "withdraw_decision": _("rút dự thảo về"),
    "discard_decision": _("bỏ dự thảo"),
    "issue_decision": _("ban hành quyết định"),
    "record_decision": _("ghi nhận quyết định đã ký"),
    "reissue": _("cấp lại bản in"),
    "hand_over": _("ghi nhận đã trao"),
}
