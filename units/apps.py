from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from foundation.db import append_only, stepwise
from units.append_only import TABLES


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = _("Tổ chức và tài khoản")

    def ready(self) -> None:
        from units import (  # noqa: PLC0415 - they need the models
            factor_mails,
            imports,
            jobs,
            mail_tests,
            new_devices,
            outbox,
            password_reset,
            tables,
        )
        from units.actions import import_batches, reorganised_posts, tree_rewriting  # noqa: PLC0415 - they need the models
        from units.actions import retention as ended  # noqa: PLC0415 - it needs the models
        from units.personal import registry, retention, subject  # noqa: PLC0415 - they need the models
        from units.personal import tables as personal  # noqa: PLC0415 - it needs the models
        from units.reorganising import consequences  # noqa: PLC0415 - it needs the models

        append_only.keep(self, TABLES)
        stepwise.forget_steps_after_migrations(self)
        outbox.LETTERS.update(mail_tests.LETTERS)
        outbox.LETTERS.update(new_devices.LETTERS)
        outbox.LETTERS.update(password_reset.LETTERS)
        outbox.LETTERS.update(factor_mails.LETTERS)
        imports.TABLES.update(tables.TABLES)
        consequences.CONSEQUENCES.extend(reorganised_posts.CONSEQUENCES)
        consequences.TAKEN_BACK.update({"units.Unit": tree_rewriting.put_tree_back, **reorganised_posts.TAKEN_BACK})
        subject.SUBJECT_KINDS[personal.ACCOUNTS.key] = personal.ACCOUNTS
        registry.declare(personal.TABLES, personal.IMPERSONAL)
        retention.add(ended.KINDS)
        jobs.BODIES.update(import_batches.BODIES)
