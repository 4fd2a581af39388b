from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from awards.append_only import TABLES
from awards.event_labels import VERBS
from foundation.db import append_only
from units import event_labels


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = _("Khen thưởng")

    def ready(self) -> None:
        from awards import (  # noqa: PLC0415 - they need the models
            certificate_tasks,
            copied_quotas,
            exemplar_praises,
            mails,
            personal_tables,
            tasks,
        )
        from awards.actions import reorganised_quotas  # noqa: PLC0415 - it needs the models
        from awards.rules import reorganised  # noqa: PLC0415 - it needs the models
        from campaigns import praises  # noqa: PLC0415 - it needs the models
        from campaigns.setup import copying  # noqa: PLC0415 - it needs the models
        from units import jobs, outbox  # noqa: PLC0415 - they need the models
        from units.personal import registry, subject  # noqa: PLC0415 - they need the models
        from units.reorganising import consequences  # noqa: PLC0415 - it needs the models

        event_labels.VERBS.update(VERBS)
        append_only.keep(self, TABLES)
        subject.SUBJECT_KINDS[personal_tables.NOMINEES.key] = personal_tables.NOMINEES
        subject.PROVING.update(personal_tables.PROVING)
        registry.declare(personal_tables.TABLES, personal_tables.IMPERSONAL)
        copying.PIECES.append(copied_quotas.PIECE)
        praises.SOURCES.append(exemplar_praises.praises)
        consequences.LOCKS.append(reorganised_quotas.lock_quotas)
        consequences.CONSEQUENCES.extend(reorganised.CONSEQUENCES + reorganised_quotas.CONSEQUENCES)
        consequences.CARRIED += reorganised_quotas.CONSEQUENCES
        consequences.TAKEN_BACK.update(reorganised_quotas.TAKEN_BACK)
        jobs.BODIES.update(tasks.BODIES | certificate_tasks.BODIES)
        outbox.LETTERS.update(mails.LETTERS)
