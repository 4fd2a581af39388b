"""Takes the second factors of a person away, for whoever keeps the server and where the office has no two people."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from units.actions.factor_resets import reset_on_server
from units.models import User


class Command(BaseCommand):
    help = "Takes the second factors of a person away; the history says that it was done on the server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no account {username}.")
        reset_on_server(person)
        self.stdout.write(f"{person.full_name} signs in by the password alone from now on.")
