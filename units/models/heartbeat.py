"""The model of the last sign of life of a process that works beside the web server."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Process(models.TextChoices):
    """The processes: `manage.py worker`, and `manage.py tick`, which is called every minute and prunes once a day."""

    WORKER = "worker", _("tiến trình nền")
    TICK = "tick", _("việc theo giờ")
    PRUNE = "prune", _("xóa dữ liệu hết hạn giữ")


class Heartbeat(models.Model):
    """When a process last gave a sign of life; no row before its first one (`units/heartbeats.py`)."""

    process = models.CharField(_("tiến trình"), max_length=10, choices=Process.choices, primary_key=True)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("dấu hiệu hoạt động")
        verbose_name_plural = _("dấu hiệu hoạt động")

    def __str__(self) -> str:
        return self.get_process_display()
