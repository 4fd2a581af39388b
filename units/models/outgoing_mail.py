"""The model of a mail that is to be sent: the outbox, as docs/decisions/0039 describes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import clock
from units.models.unit import Unit
from units.tree import Reader


class MailKind(models.TextChoices):
    """The kinds of mails. The apps register what writes their text (`units.outbox.LETTERS`)."""

    SIGNED_RECORDED = "signed_recorded", _("văn bản đã ký được ghi nhận")
    NEW_DEVICE = "new_device", _("đăng nhập từ thiết bị mới")
    TEST = "test", _("thư gửi thử")
    RESET = "reset", _("đặt lại mật khẩu")
    FACTOR_RESET = "factor_reset", _("xác thực hai bước đã được gỡ")
    REQUEST_OPENED = "request_opened", _("yêu cầu bổ sung số liệu gửi xuống")
    REQUEST_DUE = "request_due", _("sắp đến hạn bổ sung số liệu")
    REQUEST_RETURNED = "request_returned", _("phiếu bổ sung số liệu được trả lại")
    GATHERING_DUE = "gathering_due", _("chưa ghi ngày phát động, sơ kết")


class MailState(models.TextChoices):
    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
    OBSOLETE = "obsolete", _("Không cần gửi nữa")


TONES = {
    MailState.QUEUED: "wait",
    MailState.SENDING: "blue",
    MailState.SENT: "ok",
    MailState.FAILED: "no",
    MailState.OBSOLETE: "plain",
}


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def visible_to(self, user: Reader) -> OutgoingMailQuerySet:
        return self.filter(user.reach("unit__path"))


class OutgoingMail(models.Model):
    """A mail to one person about one thing, written in the transaction that makes it due.

    `key`: kind, thing, person and day; it is unique, so nobody is written to twice about the same on one day. The text
    is made when the mail is sent, from what is stored then; `address` is the one it was sent to and `via` the server.
    `confirmed_at`: when whoever got a test mail said so.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("loại thư"), max_length=20, choices=MailKind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("gửi tới"))
    address = models.CharField(max_length=254, blank=True)
    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id", for_concrete_model=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    written_at = models.DateTimeField(_("viết lúc"), default=clock.now)
    due_at = models.DateTimeField(_("gửi lúc"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(_("đã gửi lúc"), null=True)
    via = models.CharField(_("gửi qua"), max_length=300, blank=True)
    confirmed_at = models.DateTimeField(_("xác nhận đã tới lúc"), null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư gửi đi")
        verbose_name_plural = _("thư gửi đi")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False) & ~Q(address="")
                | ~Q(state=MailState.SENT) & Q(sent_at=None),
                name="sent_mail_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(kind=MailKind.TEST, state=MailState.SENT),
                name="only_a_test_mail_is_confirmed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=(MailState.QUEUED, MailState.SENDING)), name="mails_to_send"
            ),
            models.Index(fields=["unit"], condition=Q(state=MailState.FAILED), name="failed_mails"),
            models.Index(fields=["sent_at"], condition=Q(state=MailState.SENT), name="sent_mails"),
            models.Index(fields=["via"], condition=Q(confirmed_at__isnull=False), name="confirmed_mails"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.person}"

    @property
    def tone(self) -> str:
        """The colour of the tag of its state."""
        return TONES[MailState(self.state)]

    @property
    def is_failed(self) -> bool:
        return self.state == MailState.FAILED
