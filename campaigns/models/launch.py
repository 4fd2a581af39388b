"""The lines of the launch document: purposes (part I), contents (II), measures (IV), recipients, resolutions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from units.models import Bloc, UnitKind
from units.models.vocabulary import plural_name


class Audience(models.TextChoices):
    ALL = "all", _("mọi đơn vị")
    UPPER_PLACE = "upper_place", UnitKind.UPPER_PLACE.label


class LaunchLine(models.Model):
    """A line of the launch document; `order` sorts the lines of one part."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        abstract = True
        ordering = ("order", "pk")


class Resolution(LaunchLine):
    """A resolution or document that the campaign carries out."""

    text = models.CharField(_("văn bản"), max_length=250)

    class Meta(LaunchLine.Meta):
        verbose_name = _("nghị quyết")
        verbose_name_plural = _("nghị quyết thực hiện")

    def __str__(self) -> str:
        return self.text


class Purpose(LaunchLine):
    """A purpose or requirement: a line of part I."""

    text = models.TextField(_("mục đích, yêu cầu"))

    class Meta(LaunchLine.Meta):
        verbose_name = _("mục đích, yêu cầu")
        verbose_name_plural = _("mục đích, yêu cầu")

    def __str__(self) -> str:
        return self.text


class ContentPoint(LaunchLine):
    """A point of what units of a bloc, or of all blocs, compete in: a line of part II."""

    bloc = models.CharField(
        _("khối"), max_length=20, choices=Bloc.choices, blank=True, help_text=_("Để trống: mọi khối.")
    )
    text = models.TextField(_("nội dung"))
    slogan = models.CharField(_("khẩu hiệu"), max_length=160, blank=True)

    class Meta(LaunchLine.Meta):
        verbose_name = _("nội dung thi đua")
        verbose_name_plural = _("nội dung thi đua")

    def __str__(self) -> str:
        return self.text


class Measure(LaunchLine):
    """A measure: a line of part IV."""

    text = models.TextField(_("biện pháp"))
    audience = models.CharField(_("đối tượng"), max_length=20, choices=Audience.choices, default=Audience.ALL)

    class Meta(LaunchLine.Meta):
        verbose_name = _("biện pháp")
        verbose_name_plural = _("biện pháp thực hiện")

    def __str__(self) -> str:
        return self.text

    @property
    def audience_label(self) -> str:
        return "" if self.audience == Audience.ALL else plural_name(self.audience)


class Recipient(LaunchLine):
    """Whom the launch document is sent to, and for which purpose."""

    class Purpose(models.TextChoices):
        REPORT = "b/c", _("để báo cáo (b/c)")
        CARRY_OUT = "t/h", _("để thực hiện (t/h)")
        COORDINATE = "p/h", _("để phối hợp (p/h)")
        FILE = "file", _("lưu")

    name = models.CharField(_("nơi nhận"), max_length=160)
    role = models.CharField(_("để"), max_length=10, choices=Purpose.choices, blank=True)

    class Meta(LaunchLine.Meta):
        verbose_name = _("nơi nhận")
        verbose_name_plural = _("nơi nhận")

    def __str__(self) -> str:
        return self.name
