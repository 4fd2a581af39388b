from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from foundation.db import append_only
from summaries.append_only import TABLES
from summaries.event_labels import VERBS
from units import event_labels


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("Tổng hợp")

    def ready(self) -> None:
        from campaigns.campaign_import import loading  # noqa: PLC0415 - it needs the models
        from campaigns.progress import rollups  # noqa: PLC0415 - it needs the models
        from campaigns.readiness import SENTENCES  # noqa: PLC0415 - it needs the models
        from campaigns.setup import copying, overview  # noqa: PLC0415 - they need the models
        from summaries import (  # noqa: PLC0415 - they need the models
            figures_cache,
            personal_tables,
            reorganised,
            setup_step,
            tasks,
        )
        from summaries.report import line_loading  # noqa: PLC0415 - it needs the models
        from units import jobs  # noqa: PLC0415 - it needs the models
        from units.personal import registry, subject  # noqa: PLC0415 - they need the models
        from units.reorganising import consequences  # noqa: PLC0415 - it needs the models

        event_labels.VERBS.update(VERBS)
        append_only.keep(self, TABLES)
        subject.PROVING.update(personal_tables.PROVING)
        registry.declare(personal_tables.TABLES, personal_tables.IMPERSONAL)
        consequences.CONSEQUENCES.extend(reorganised.CONSEQUENCES)
        rollups.SUBJECTS.update(figures_cache.SUBJECTS)
        loading.REPORT_WRITERS.append(line_loading.write_lines)
        overview.ELSEWHERE[SENTENCES] = setup_step.sentences
        copying.PIECES.append(setup_step.PIECE)
        jobs.BODIES.update(tasks.BODIES)
