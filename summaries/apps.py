from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from summaries.words import VERBS
from units import words


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("Tổng hợp")

    def ready(self) -> None:
        from campaigns import counts  # noqa: PLC0415 - they need the models
        from summaries import kept  # noqa: PLC0415 - so does this

        words.VERBS.update(VERBS)
        counts.COUNTERS.update(kept.COUNTERS)
