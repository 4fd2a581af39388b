"""Counts the statements of each page and the rows they fetch, for `make bench`: exact, so one look is enough."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from emulation.fictional.generator.phases import NOW
from foundation import clock
from tests.bench.cases import ANYBODY, Case
from tests.support.fetched_rows import counted
from units import event_cache
from units.models import User


def query_counts(cases: list[Case]) -> dict[str, tuple[int, int]]:
    """Return page → (statements, rows fetched), once the process has cached the campaign and its figures."""
    settling, event_cache.SETTLING = event_cache.SETTLING, timedelta(days=-1)  # what the measuring did is settled too
    try:
        with clock.travel(NOW.isoformat()):
            return {case.name: _counts_of(case) for case in cases}
    finally:
        event_cache.SETTLING = settling


def _counts_of(case: Case) -> tuple[int, int]:
    client = Client(SERVER_NAME="127.0.0.1")
    if case.person != ANYBODY:
        client.force_login(User.objects.get(username=case.person))
    client.get(case.path)
    if case.act:
        case.act()
    with counted() as spent:
        response = client.get(case.path)
    assert response.status_code == 200, case.path
    return spent.queries, spent.rows
