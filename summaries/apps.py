from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from summaries.words import VERBS
from units import words


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("Tổng hợp")

    def ready(self) -> None:
        words.VERBS.update(VERBS)
