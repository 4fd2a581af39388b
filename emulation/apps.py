from django.apps import AppConfig
from django.core.checks import register

from emulation.pdf_libraries import missing_libraries_check


class EmulationConfig(AppConfig):
    name = "emulation"

    def ready(self) -> None:
        register(missing_libraries_check)
