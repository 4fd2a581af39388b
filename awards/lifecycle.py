"""Life cycles of dossiers, nominations, decisions and letters, as data; `docs/lifecycles.md` is generated from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.lifecycle import Lifecycle, Move


class DossierStatus(models.TextChoices):
    DRAFT = "draft", _("Đang lập hồ sơ")
    SUBMITTED = "submitted", _("Đã gửi, chờ tiếp nhận")
    ENDORSED = "endorsed", _("Cấp trên đã đề nghị")
    RETURNED = "returned", _("Trả lại bổ sung")
    APPRAISED = "appraised", _("Đã thẩm định")
    CLOSED = "closed", _("Đã có kết quả")
    WITHDRAWN = "withdrawn", _("Đã rút")


class NominationStatus(models.TextChoices):
    PENDING = "pending", _("Chờ xét")
    APPROVED = "approved", _("Thống nhất đề nghị")
    REJECTED = "rejected", _("Không thống nhất đề nghị")
    DEFERRED = "deferred", _("Để lại xét sau")
    SENT_UP = "sent_up", _("Đã trình cấp trên, chờ quyết định")
    AWARDED = "awarded", _("Đã khen thưởng")
    NOT_GRANTED = "not_granted", _("Cấp trên không tặng")
    ANNULLED = "annulled", _("Đã hủy bỏ")


class DecisionStatus(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    TO_SIGN = "to_sign", _("Đã chốt, chờ ký và ghi số")
    ISSUED = "issued", _("Đã ban hành")
    DISCARDED = "discarded", _("Bỏ dự thảo")


class LetterStatus(models.TextChoices):
    TO_SIGN = "to_sign", _("Đã chốt, chờ ký và ghi số")
    REGISTERED = "registered", _("Đã ghi số, ngày")
    TAKEN_BACK = "taken_back", _("Đã thu lại")


_DRAFT, _SUBMITTED, _ENDORSED = DossierStatus.DRAFT, DossierStatus.SUBMITTED, DossierStatus.ENDORSED
_RETURNED, _APPRAISED, _CLOSED = DossierStatus.RETURNED, DossierStatus.APPRAISED, DossierStatus.CLOSED

DOSSIER = Lifecycle(
    name="dossier",
    start=_DRAFT,
    moves=(
        Move("submit_dossier", (_DRAFT, _RETURNED), _SUBMITTED, "đơn vị"),
        Move("take_back_dossier", (_SUBMITTED,), _DRAFT, "đơn vị, hoặc nơi lập, gửi thay, khi chưa ai xét"),
        Move("endorse_dossier", (_SUBMITTED,), _ENDORSED, "công đoàn cấp trên"),
        Move("appraise_dossier", (_SUBMITTED, _ENDORSED), _APPRAISED, "tự chuyển, khi mọi trường hợp đã có kết luận"),
        Move("unappraise_dossier", (_APPRAISED, _CLOSED), _SUBMITTED, "khi hoàn tác một kết luận, về như trước"),
        Move("unappraise_dossier", (_APPRAISED, _CLOSED), _ENDORSED, "khi hoàn tác một kết luận, về như trước"),
        Move("close_dossier", (_APPRAISED,), _CLOSED, "tự chuyển, khi mọi trường hợp đã có kết quả"),
        Move("return_dossier", (_SUBMITTED, _ENDORSED), _RETURNED, "cấp trên: lý do, hạn mới"),
        Move(
            "withdraw_dossier",
            (_DRAFT, _SUBMITTED, _RETURNED),
            DossierStatus.WITHDRAWN,
            "đơn vị, hoặc nơi lập, gửi thay: lý do",
        ),
    ),
    final=(DossierStatus.WITHDRAWN,),
)

_PENDING, _APPROVED = NominationStatus.PENDING, NominationStatus.APPROVED
_REJECTED, _DEFERRED = NominationStatus.REJECTED, NominationStatus.DEFERRED
_SENT_UP, _AWARDED = NominationStatus.SENT_UP, NominationStatus.AWARDED

NOMINATION = Lifecycle(
    name="nomination",
    start=_PENDING,
    moves=(
        Move("approve", (_PENDING,), _APPROVED, "đơn vị quyết định, có thể hình thức khác"),
        Move("reject", (_PENDING,), _REJECTED, "đơn vị quyết định: lý do"),
        Move("defer", (_PENDING,), _DEFERRED, "đơn vị quyết định: lý do"),
        Move(
            "undo_verdict",
            (_APPROVED, _REJECTED, _DEFERRED),
            _PENDING,
            "đơn vị quyết định, khi chưa trình lãnh đạo, chưa chốt tờ trình",
        ),
        Move("send_up", (_APPROVED,), _SENT_UP, "đơn vị quyết định, với hình thức do cấp trên quyết định"),
        Move("award", (_APPROVED, _SENT_UP), _AWARDED, "theo quyết định"),
        Move("not_grant", (_SENT_UP,), NominationStatus.NOT_GRANTED, "theo trả lời của cấp trên"),
        Move("annul", (_AWARDED,), NominationStatus.ANNULLED, "theo quyết định hủy bỏ"),
    ),
    final=(NominationStatus.NOT_GRANTED, NominationStatus.ANNULLED),
)

DECISION = Lifecycle(
    name="decision",
    start=DecisionStatus.DRAFT,
    moves=(
        Move(
            "close_decision",
            (DecisionStatus.DRAFT,),
            DecisionStatus.TO_SIGN,
            "lãnh đạo, khi đã được trình; hoặc người được giao ghi nhận bản đã ký",
        ),
        Move("take_back_decision", (DecisionStatus.TO_SIGN,), DecisionStatus.DRAFT, "người soạn: lý do"),
        Move(
            "register_decision",
            (DecisionStatus.TO_SIGN,),
            DecisionStatus.ISSUED,
            "văn thư, hoặc người được giao ghi nhận bản đã ký: số, ngày, bản chụp",
        ),
        Move("record_decision", (DecisionStatus.DRAFT,), DecisionStatus.ISSUED, "người soạn, quyết định của cấp trên"),
        Move("discard_decision", (DecisionStatus.DRAFT,), DecisionStatus.DISCARDED, "người soạn, khi chưa trình"),
    ),
    final=(DecisionStatus.ISSUED, DecisionStatus.DISCARDED),
)

LETTER = Lifecycle(
    name="letter",
    start=LetterStatus.TO_SIGN,
    moves=(
        Move(
            "register_letter",
            (LetterStatus.TO_SIGN,),
            LetterStatus.REGISTERED,
            "văn thư, hoặc người được giao ghi nhận bản đã ký: số, ngày, bản chụp",
        ),
        Move("take_back_letter", (LetterStatus.TO_SIGN,), LetterStatus.TAKEN_BACK, "người soạn: lý do"),
    ),
    final=(LetterStatus.REGISTERED, LetterStatus.TAKEN_BACK),
)

EDITABLE = (_DRAFT, _RETURNED)
UNDER_REVIEW = (_SUBMITTED, _ENDORSED)
SENT = (_SUBMITTED, _ENDORSED, _RETURNED, _APPRAISED, _CLOSED)
HAS_VERDICT = (_APPROVED, _REJECTED, _DEFERRED)
DECIDED = (_REJECTED, _AWARDED, NominationStatus.NOT_GRANTED, NominationStatus.ANNULLED)
TAKES_A_PLACE = (_APPROVED, _SENT_UP, _AWARDED)
