"""The life cycles of this app, as data; docs/lifecycles.md is generated from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.lifecycle import Lifecycle, Move


class CampaignStatus(models.TextChoices):
    UNPUBLISHED = "unpublished", _("Chưa công bố")
    PUBLISHED = "published", _("Đã công bố")
    DISCARDED = "discarded", _("Đã bỏ")


class PhaseStatus(models.TextChoices):
    PLANNED = "planned", _("Chưa mở")
    OPEN = "open", _("Đang thực hiện")
    LOCKED = "locked", _("Đã khóa số liệu")
    DISCARDED = "discarded", _("Đã bỏ")


class FilingStatus(models.TextChoices):
    AWAITED = "awaited", _("Chưa nộp")
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Chờ xác nhận")
    RETURNED = "returned", _("Trả lại bổ sung")
    ACCEPTED = "accepted", _("Đã xác nhận")
    EXCUSED = "excused", _("Không thuộc diện")


class InspectionStatus(models.TextChoices):
    RECORDED = "recorded", _("Không phải khắc phục")
    TO_MEND = "to_mend", _("Cần khắc phục")
    TOLD = "told", _("Đơn vị báo đã khắc phục")
    MENDED = "mended", _("Đã khắc phục")
    DISCARDED = "discarded", _("Ghi nhầm, đã bỏ")


class ResponsibilityStatus(models.TextChoices):
    NOT_BEGUN = "not_begun", _("Chưa làm")
    UNDER_WAY = "under_way", _("Đang làm")
    DONE = "done", _("Báo xong, chờ xác nhận")
    CONFIRMED = "confirmed", _("Xong")
    DROPPED = "dropped", _("Thôi phân công")


class ActivityStatus(models.TextChoices):
    SENT = "sent", _("Chờ đọc")
    READ = "read", _("Đã đọc")
    PUBLISHED = "published", _("Đã công bố")
    WITHDRAWN = "withdrawn", _("Đã rút lại")


class DataRequestStatus(models.TextChoices):
    DRAFTED = "drafted", _("Đang soạn")
    OPENED = "opened", _("Đang thu số liệu")
    CLOSED = "closed", _("Đã khép lại")
    DISCARDED = "discarded", _("Đã bỏ")


class FollowedStatus(models.TextChoices):
    FOUND = "found", _("Phát hiện")
    FOSTERED = "fostered", _("Đang bồi dưỡng")
    COMMENDED = "commended", _("Đã biểu dương")
    SPREAD = "spread", _("Đã nhân rộng")
    DROPPED = "dropped", _("Thôi theo dõi")


CAMPAIGN = Lifecycle(
    name="campaign",
    start=CampaignStatus.UNPUBLISHED,
    moves=(
        Move("publish", (CampaignStatus.UNPUBLISHED,), CampaignStatus.PUBLISHED, "Ban tham mưu, khi đã đủ nội dung"),
        Move("discard_campaign", (CampaignStatus.UNPUBLISHED,), CampaignStatus.DISCARDED, "Ban tham mưu, có lý do"),
    ),
    final=(CampaignStatus.DISCARDED,),
)

PHASE = Lifecycle(
    name="phase",
    start=PhaseStatus.PLANNED,
    moves=(
        Move("open", (PhaseStatus.PLANNED,), PhaseStatus.OPEN, "Ban tham mưu"),
        Move("lock", (PhaseStatus.OPEN,), PhaseStatus.LOCKED, "Ban tham mưu"),
        Move("unlock", (PhaseStatus.LOCKED,), PhaseStatus.OPEN, "Ban tham mưu, có lý do"),
        Move("discard_phase", (PhaseStatus.PLANNED,), PhaseStatus.DISCARDED, "Ban tham mưu, có lý do"),
    ),
    final=(PhaseStatus.DISCARDED,),
)

_AWAITED, _DRAFT, _SUBMITTED = FilingStatus.AWAITED, FilingStatus.DRAFT, FilingStatus.SUBMITTED
_RETURNED, _ACCEPTED, _EXCUSED = FilingStatus.RETURNED, FilingStatus.ACCEPTED, FilingStatus.EXCUSED

FILING = Lifecycle(
    name="filing",
    start=_AWAITED,
    moves=(
        Move("save", (_AWAITED,), _DRAFT, "đơn vị"),
        Move("submit", (_DRAFT, _RETURNED), _SUBMITTED, "đơn vị"),
        Move("confirm_unchanged", (_AWAITED,), _SUBMITTED, "đơn vị, giữ nguyên đăng ký đợt trước"),
        Move("take_back", (_SUBMITTED,), _DRAFT, "đơn vị, hoặc nơi gửi thay"),
        Move("return", (_SUBMITTED,), _RETURNED, "người xác nhận: lý do, hạn mới"),
        Move("undo_return", (_RETURNED,), _SUBMITTED, "người đã trả lại, khi đơn vị chưa sửa"),
        Move("accept", (_SUBMITTED,), _ACCEPTED, "người xác nhận"),
        Move("undo_accept", (_ACCEPTED,), _SUBMITTED, "người đã xác nhận, trong ngày"),
        Move("reopen", (_ACCEPTED,), _RETURNED, "người xác nhận: lý do, hạn mới"),
        Move("excuse", (_AWAITED, _DRAFT, _RETURNED), _EXCUSED, "Ban tham mưu: lý do"),
        Move("unexcuse", (_EXCUSED,), _AWAITED, "Ban tham mưu, khi chưa ghi gì"),
        Move("unexcuse", (_EXCUSED,), _DRAFT, "Ban tham mưu, khi đã có bản soạn"),
    ),
)

INSPECTION = Lifecycle(
    name="inspection",
    start=InspectionStatus.RECORDED,
    moves=(
        Move("ask_mending", (InspectionStatus.RECORDED,), InspectionStatus.TO_MEND, "nơi kiểm tra: việc phải làm, hạn"),
        Move("drop_mending", (InspectionStatus.TO_MEND,), InspectionStatus.RECORDED, "nơi kiểm tra, khi sửa ghi chép"),
        Move("tell_mended", (InspectionStatus.TO_MEND,), InspectionStatus.TOLD, "đơn vị: đã làm gì"),
        Move("confirm_mended", (InspectionStatus.TOLD,), InspectionStatus.MENDED, "nơi kiểm tra"),
        Move("refuse_mended", (InspectionStatus.TOLD,), InspectionStatus.TO_MEND, "nơi kiểm tra: lý do, hạn mới"),
        Move(
            "discard_inspection",
            (InspectionStatus.RECORDED, InspectionStatus.TO_MEND),
            InspectionStatus.DISCARDED,
            "nơi kiểm tra, có lý do",
        ),
    ),
    final=(InspectionStatus.MENDED, InspectionStatus.DISCARDED),
)

_NOT_BEGUN, _UNDER_WAY = ResponsibilityStatus.NOT_BEGUN, ResponsibilityStatus.UNDER_WAY
_DONE, _CONFIRMED = ResponsibilityStatus.DONE, ResponsibilityStatus.CONFIRMED

RESPONSIBILITY = Lifecycle(
    name="responsibility",
    start=_NOT_BEGUN,
    moves=(
        Move("tell_under_way", (_NOT_BEGUN, _UNDER_WAY), _UNDER_WAY, "đơn vị, người chịu trách nhiệm"),
        Move("tell_done", (_NOT_BEGUN, _UNDER_WAY), _DONE, "đơn vị, người chịu trách nhiệm"),
        Move("confirm_done", (_DONE,), _CONFIRMED, "Ban tham mưu, lãnh đạo"),
        Move("refuse_done", (_DONE, _CONFIRMED), _UNDER_WAY, "Ban tham mưu, lãnh đạo: lý do"),
        Move(
            "drop_responsibility",
            (_NOT_BEGUN, _UNDER_WAY),
            ResponsibilityStatus.DROPPED,
            "Ban tham mưu, có lý do",
        ),
    ),
    final=(ResponsibilityStatus.DROPPED,),
)

ACTIVITY = Lifecycle(
    name="activity",
    start=ActivityStatus.SENT,
    moves=(
        Move("read_activity", (ActivityStatus.SENT,), ActivityStatus.READ, "Ban tham mưu"),
        Move("publish_activity", (ActivityStatus.READ,), ActivityStatus.PUBLISHED, "Ban tham mưu"),
        Move("unpublish_activity", (ActivityStatus.PUBLISHED,), ActivityStatus.READ, "Ban tham mưu"),
        Move("withdraw_activity", (ActivityStatus.SENT,), ActivityStatus.WITHDRAWN, "đơn vị, khi chưa ai đọc"),
    ),
    final=(ActivityStatus.WITHDRAWN,),
)

DATA_REQUEST = Lifecycle(
    name="data request",
    start=DataRequestStatus.DRAFTED,
    moves=(
        Move(
            "open_request", (DataRequestStatus.DRAFTED,), DataRequestStatus.OPENED, "Ban tham mưu, khi đã đủ nội dung"
        ),
        Move("close_request", (DataRequestStatus.OPENED,), DataRequestStatus.CLOSED, "Ban tham mưu"),
        Move("reopen_request", (DataRequestStatus.CLOSED,), DataRequestStatus.OPENED, "Ban tham mưu, có lý do"),
        Move(
            "discard_request",
            (DataRequestStatus.DRAFTED, DataRequestStatus.OPENED),
            DataRequestStatus.DISCARDED,
            "Ban tham mưu, có lý do",
        ),
    ),
    final=(DataRequestStatus.DISCARDED,),
)

DATA_REQUEST_SHEET = Lifecycle(
    name="sheet of a data request",
    start=_AWAITED,
    moves=tuple(move for move in FILING.moves if move.verb != "confirm_unchanged"),
)

_FOUND, _FOSTERED, _COMMENDED = FollowedStatus.FOUND, FollowedStatus.FOSTERED, FollowedStatus.COMMENDED

FOLLOWED = Lifecycle(
    name="followed",
    start=_FOUND,
    moves=(
        Move("foster_exemplar", (_FOUND,), _FOSTERED, "nơi theo dõi"),
        Move("commend_exemplar", (_FOUND, _FOSTERED), _COMMENDED, "nơi theo dõi"),
        Move("spread_exemplar", (_FOUND, _FOSTERED, _COMMENDED), FollowedStatus.SPREAD, "nơi theo dõi: ở mấy đơn vị"),
        Move(
            "drop_exemplar",
            (_FOUND, _FOSTERED, _COMMENDED, FollowedStatus.SPREAD),
            FollowedStatus.DROPPED,
            "nơi theo dõi, có lý do",
        ),
    ),
    final=(FollowedStatus.DROPPED,),
)

UNCOMMENDED = (_FOUND, _FOSTERED)

STATES = (_AWAITED, _DRAFT, _RETURNED, _SUBMITTED, _ACCEPTED, _EXCUSED)
"""The six states of a sheet: each called unit has its sheet of a kind in one of them (campaigns/figures/states.py)."""
RECEIVED = (_SUBMITTED, _RETURNED, _ACCEPTED)
MISSING = (_AWAITED, _DRAFT)
EDITABLE = (_AWAITED, _DRAFT, _RETURNED)
AFTER_RETURN = (_RETURNED, _DRAFT)
"""The states in which a sheet that was returned before is due on the new date: the draft was sent and taken back."""
