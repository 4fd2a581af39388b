from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from foundation.db import append_only
from units.append_only import TABLES


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = _("Tổ chức và tài khoản")

    def ready(self) -> None:
        from units import mail_tests, outbox  # noqa: PLC0415 - they need the models

        append_only.keep(self, TABLES)
        outbox.LETTERS.update(mail_tests.LETTERS)
