"""`manage.py draw_lifecycles` writes docs/lifecycles.md from the life cycles; `--check` fails if it is out of date."""

from collections.abc import Iterator

from django.db.models import TextChoices

from awards.lifecycle import (
    DECISION,
    DOSSIER,
    LETTER,
    NOMINATION,
    DecisionStatus,
    DossierStatus,
    LetterStatus,
    NominationStatus,
)
from campaigns.lifecycle import (
    ACTIVITY,
    CAMPAIGN,
    DATA_REQUEST,
    DATA_REQUEST_SHEET,
    FILING,
    FOLLOWED,
    INSPECTION,
    PHASE,
    RESPONSIBILITY,
    ActivityStatus,
    CampaignStatus,
    DataRequestStatus,
    FilingStatus,
    FollowedStatus,
    InspectionStatus,
    PhaseStatus,
    ResponsibilityStatus,
)
from emulation.drawn_page import DrawnPageCommand
from foundation.lifecycle import Lifecycle, Move
from summaries.lifecycle import SUMMARY, SummaryStatus
from units.event_labels import verb_words
from units.lifecycle import PLANNED_ACT, REORGANISATION, PlannedActStatus, ReorganisationStatus

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
    (
        RESPONSIBILITY,
        ResponsibilityStatus,
        "A responsibility for a measure of the launch: the Board confirms that it is done.",
    ),
    (INSPECTION, InspectionStatus, "An inspection (cuộc kiểm tra): its union tells, the inspectors confirm."),
    (ACTIVITY, ActivityStatus, "An activity note (tin hoạt động): its union sends it, the Board reads it."),
    (
        DATA_REQUEST,
        DataRequestStatus,
        "A data request (yêu cầu bổ sung số liệu): what it asks stays once units were asked.",
    ),
    (
        DATA_REQUEST_SHEET,
        FilingStatus,
        "A unit's sheet of a data request: it lives as those of phases do, beside them.",
    ),
    (FOLLOWED, FollowedStatus, "An exemplar of the register (sổ điển hình): followed from year to year."),
    (DOSSIER, DossierStatus, "A dossier (hồ sơ): moved by its unit and those above, then by what befalls its rows."),
    (NOMINATION, NominationStatus, "A nomination (trường hợp đề nghị): a row of a dossier, with a verdict of its own."),
    (DECISION, DecisionStatus, "A decision (quyết định): an issued one never changes; another decision corrects it."),
    (LETTER, LetterStatus, "A letter (tờ trình): a row from when it is closed; taken back, another one is closed."),
    (SUMMARY, SummaryStatus, "A summary (báo cáo tổng hợp): a final one never moves; a correction is a new revision."),
    (PLANNED_ACT, PlannedActStatus, "A closing or move of a union dated ahead: carried out on its day, or called off."),
    (REORGANISATION, ReorganisationStatus, "A plan for many unions: rehearsed, carried out as rehearsed, or stopped."),
)


class Command(DrawnPageCommand):
    help = "Vẽ docs/lifecycles.md từ các vòng đời; --check: chỉ so sánh, khác thì báo lỗi."
    page = "lifecycles.md"

    def drawn(self) -> str:
        return "\n".join([HEAD, *(section(*cycle) for cycle in CYCLES)])


def section(cycle: Lifecycle, statuses: type[TextChoices], sentence: str) -> str:
    lines = [f"## {cycle.name.capitalize()}", "", sentence, "", "```mermaid", *diagram(cycle, statuses), "```", ""]
    lines += ["| verb | in words | from | to | who |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *map(row, cycle.moves), ""])


def diagram(cycle: Lifecycle, statuses: type[TextChoices]) -> Iterator[str]:
    """Return the lines of a state diagram: the labels of the screens, below them the stored names."""
    yield "stateDiagram-v2"
    for status in statuses:
        yield f'    state "{status.label}<br/>{status.value}" as {status.value}'
    yield f"    [*] --> {cycle.start}"
    for move in cycle.moves:
        for source in move.sources:
            yield f"    {source} --> {move.to}: {move.verb}"
    for end in cycle.final:
        yield f"    {end} --> [*]"


def row(move: Move) -> str:
    sources = ", ".join(f"`{source}`" for source in move.sources)
    return f"| `{move.verb}` | {verb_words(move.verb)} | {sources} | `{move.to}` | {move.who} |"
