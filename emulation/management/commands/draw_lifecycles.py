"""`manage.py draw_lifecycles`: docs/lifecycles.md, drawn from the life cycles; `--check` fails if it is out of date."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import TextChoices
from django.utils import translation

from awards.lifecycle import DECISION, DOSSIER, NOMINATION, DecisionStatus, DossierStatus, NominationStatus
from campaigns.lifecycle import CAMPAIGN, FILING, PHASE, CampaignStatus, FilingStatus, PhaseStatus
from foundation.lifecycle import Lifecycle, Move
from summaries.lifecycle import SUMMARY, SummaryStatus
from units.event_labels import verb_words
from units.lifecycle import PLANNED_ACT, PlannedActStatus

HEAD = """# Life cycles

Drawn by `manage.py draw_lifecycles` from `units/lifecycle.py`, `campaigns/lifecycle.py`, `awards/lifecycle.py` and
`summaries/lifecycle.py`: change those, then draw again. A status moves along these arrows and no others. Who may make
a move, and until when, is asked of the app's `access.py`; the move itself and the event that tells of it are one
transaction (`units/history.py`).
"""

CYCLES: tuple[tuple[Lifecycle, type[TextChoices], str], ...] = (
    (CAMPAIGN, CampaignStatus, "A campaign (phong trào): published once it is whole, or thrown away before."),
    (PHASE, PhaseStatus, "A phase (đợt): opening it calls its units, locking it stops pledges and reports."),
    (FILING, FilingStatus, "A sheet, pledge or report: it exists from the opening of its phase, awaited."),
    (DOSSIER, DossierStatus, "A dossier (hồ sơ): moved by its unit and those above, then by what befalls its rows."),
    (NOMINATION, NominationStatus, "A nomination (trường hợp đề nghị): a row of a dossier, with a verdict of its own."),
    (DECISION, DecisionStatus, "A decision (quyết định): an issued one never changes; another decision corrects it."),
    (SUMMARY, SummaryStatus, "A summary (báo cáo tổng hợp): a final one never moves; a correction is a new revision."),
    (PLANNED_ACT, PlannedActStatus, "A closing or move of a union dated ahead: carried out on its day, or called off."),
)


class Command(BaseCommand):
    help = "Vẽ docs/lifecycles.md từ các vòng đời; --check: chỉ so sánh, khác thì báo lỗi."
    requires_system_checks: list[str] = []  # asks neither the database nor the URLs

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--file", type=Path, default=settings.BASE_DIR / "docs" / "lifecycles.md")

    def handle(self, *args: Any, check: bool, file: Path, **options: Any) -> None:
        with translation.override("vi"):
            text = drawn()
        if not check:
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            raise CommandError(f"{file} is out of date: run manage.py draw_lifecycles")


def drawn() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(section(*cycle) for cycle in CYCLES)])


def section(cycle: Lifecycle, statuses: type[TextChoices], sentence: str) -> str:
    lines = [f"## {cycle.name.capitalize()}", "", sentence, "", "```mermaid", *diagram(cycle, statuses), "```", ""]
    lines += ["| verb | in words | from | to | who |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *map(row, cycle.moves), ""])


def diagram(cycle: Lifecycle, statuses: type[TextChoices]) -> Iterator[str]:
    """The lines of a state diagram: the words of the screens, and below them the names the database keeps."""
    yield "stateDiagram-v2"
    for status in statuses:
        yield f'    state "{status.label}<br/>{status.value}" as {status.value}'
    yield f"    [*] --> {cycle.start.value}"  # type: ignore[attr-defined]
    for move in cycle.moves:
        for source in move.sources:
            yield f"    {source.value} --> {move.to.value}: {move.verb}"  # type: ignore[attr-defined]
    for end in cycle.final:
        yield f"    {end.value} --> [*]"  # type: ignore[attr-defined]


def row(move: Move) -> str:
    sources = ", ".join(f"`{source}`" for source in move.sources)
    return f"| `{move.verb}` | {verb_words(move.verb)} | {sources} | `{move.to}` | {move.who} |"
