"""Defines a task that needs no table of the portal."""

from django_tasks import task


@task()
def nothing() -> None:
    pass
