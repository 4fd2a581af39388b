"""Measures what it costs to bring in a list of unions: the upload, and the page that says what each row would do.

The yardstick beside it reads the same lines with Python's csv and stores each as a row, all in one statement.
"""

from __future__ import annotations

import csv
import io
import time
from statistics import median
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from emulation.fictional.generator.phases import NOW
from foundation import clock
from tests.support.fetched_rows import counted
from tests.support.union_lines import HEADINGS, csv_of, union_lines
from units.models import Import, ImportRow, UnitKind, User

SIZES = 142, 1_420
MOST_SECONDS, MOST_STATEMENTS = 10, 40
TURNS = 3


def import_costs() -> dict[str, dict[str, Any]]:
    """Return by number of rows the milliseconds of upload and page, of the yardstick, and the statements sent."""
    person = User.objects.get(username="admin")
    root = person.current_posts[0].unit
    first, second = root.children.exclude(kind=UnitKind.GRASSROOTS).order_by("path").values_list("name", flat=True)[:2]
    visitor = Client(SERVER_NAME="127.0.0.1")
    visitor.force_login(person)
    costs = {}
    with clock.travel(NOW.isoformat()):
        for size in SIZES:
            content = csv_of(HEADINGS, *union_lines(size, (first, second), root.name))
            turns = [both_ways(visitor, content) for _turn in range(TURNS)]
            costs[f"{size:,} rows"] = {
                "ms": median(mine for mine, _statements, _bare in turns),
                "statements": turns[-1][1],  # the first of a process also reads what is cached
                "bare": median(bare for _mine, _statements, bare in turns),
                "limit": MOST_SECONDS * 1000,
                "most": MOST_STATEMENTS,
            }
    return costs


def both_ways(visitor: Client, content: bytes) -> tuple[float, int, float]:
    """Return the milliseconds of upload and page, the statements of the upload, and the yardstick's milliseconds."""
    began = time.perf_counter()
    with counted() as spent:
        answer = visitor.post("/imports/new/", {"kind": "unions", "file": SimpleUploadedFile("don-vi.csv", content)})
    assert answer.status_code == 302, answer.status_code
    page = visitor.get(answer["Location"])
    assert page.status_code == 200, page.status_code
    seconds = time.perf_counter() - began
    imported = Import.objects.order_by("pk").last()
    bare = stored(imported, content)
    imported.delete()
    return seconds * 1000, spent.queries, bare


def stored(imported: Import, content: bytes) -> float:
    """Read the same lines and store each as a row, which is taken back; return the milliseconds."""
    began = time.perf_counter()
    with transaction.atomic():
        lines = csv.reader(io.StringIO(content.decode()), delimiter=";")
        ImportRow.objects.bulk_create(
            ImportRow(source=imported, sheet="again", number=number, status="same", after=dict(enumerate(line)))
            for number, line in enumerate(lines)
        )
        transaction.set_rollback(True)
    return (time.perf_counter() - began) * 1000
