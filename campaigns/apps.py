from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from campaigns.append_only import TABLES
from campaigns.event_labels import VERBS
from foundation.db import append_only
from units import event_labels


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Phong trào thi đua")

    def ready(self) -> None:
        from campaigns import (  # noqa: PLC0415 - they need the models
            gathering_mails,
            mails,
            personal_tables,
            public_figures,
            reorganised_duties,
            running,
            tasks,
        )
        from campaigns.actions import (  # noqa: PLC0415 - they need the models
            reorganised_requests,
            reorganised_scopes,
            reorganised_sheets,
        )
        from campaigns.models.year_names import TWIN_TITLES  # noqa: PLC0415 - it needs the models
        from campaigns.progress import branches, rollups  # noqa: PLC0415 - they need the models
        from units import jobs, outbox  # noqa: PLC0415 - they need the models
        from units.personal import registry, subject  # noqa: PLC0415 - they need the models
        from units.reorganising import consequences  # noqa: PLC0415 - it needs the models

        event_labels.VERBS.update(VERBS)
        TWIN_TITLES.append(running.twin_titles)
        append_only.keep(self, TABLES)
        subject.PROVING.update(personal_tables.PROVING)
        registry.declare(personal_tables.TABLES, personal_tables.IMPERSONAL)
        rollups.SUBJECTS.update(branches.SUBJECTS | public_figures.SUBJECTS)
        consequences.LOCKS.append(reorganised_sheets.lock_sheets)
        for part in (reorganised_scopes, reorganised_sheets, reorganised_requests):  # whom scopes call is called next
            consequences.CONSEQUENCES.extend(part.CONSEQUENCES)
            consequences.TAKEN_BACK.update(part.TAKEN_BACK)
        consequences.CONSEQUENCES.extend(reorganised_duties.CONSEQUENCES)
        consequences.CARRIED += [*reorganised_scopes.CONSEQUENCES, *reorganised_requests.CONSEQUENCES]
        outbox.LETTERS.update(mails.LETTERS)
        outbox.LETTERS.update(gathering_mails.LETTERS)
        jobs.BODIES.update(tasks.BODIES | rollups.BODIES)
