from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from foundation.db import append_only
from units.append_only import TABLES


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = _("Tổ chức và tài khoản")

    def ready(self) -> None:
        append_only.keep(self, TABLES)
