"""The project's own application: it has no models, only checks and commands."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from foundation.db import append_only
from foundation.documents.pdf_libraries import missing_libraries_check
from foundation.static_files import check_static_files


class EmulationConfig(AppConfig):
    name = "emulation"

    def ready(self) -> None:
        from emulation import deploy_checks  # noqa: PLC0415 - it needs the models
        from units import installation  # noqa: PLC0415 - it needs the models

        register(missing_libraries_check)
        append_only.register_check()
        installation.register_check()
        deploy_checks.register_checks()
        # With --deploy only: collectstatic, migrate and other commands run without static files.
        register(check_static_files, Tags.staticfiles, deploy=True)
