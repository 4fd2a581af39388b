from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from awards.event_labels import VERBS
from units import event_labels


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = _("Khen thưởng")

    def ready(self) -> None:
        event_labels.VERBS.update(VERBS)
