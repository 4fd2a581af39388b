"""Acts on workbooks of the higher body: bringing one in, next year's file, which cell takes what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.documents.xlsx import CONTENT_TYPE
from foundation.filling.addresses import CellPosition
from foundation.filling.package import FormPackage, FormSheetPart
from foundation.lifecycle import StateConflict
from summaries import access
from summaries.foreign_workbooks.carrying import carried_over
from summaries.foreign_workbooks.files import checked_package, package_of
from summaries.foreign_workbooks.labels import CellLabels, labels_of
from summaries.foreign_workbooks.providers import CellTarget
from summaries.models import ForeignWorkbook, Pointing, PointingState, WorkbookVersion
from units import blobs
from units.access import require_allowed
from units.acting import Acting
from units.history import changed_meanwhile, record

LONGEST_WORDS = 400
"""Characters of what a pointing is called."""
CARRIED = (PointingState.POINTED, PointingState.SUGGESTED, PointingState.LOST)
"""Pointings that go over into next year's file: what was dropped stays behind."""


@transaction.atomic
def add_workbook(title: str, body: str, letter: str, content: bytes, name: str, *, by: Acting) -> ForeignWorkbook:
    """Store a form and its first file, for the unit acted for. Raises ValidationError at the field `file`."""
    post = require_allowed(access.may_fill_workbooks(by))
    _checked(content, name)
    workbook = ForeignWorkbook(
        unit=by.unit,
        title=vietnamese.clean_line(title),
        body=vietnamese.clean_line(body),
        letter=vietnamese.clean_line(letter),
        at=clock.now(),
    )
    workbook.save()
    version = _store(workbook, 1, content, name)
    record(workbook, "add_workbook", by=by, post=post, unit=by.unit, changes={str(_("tệp")): version.name})
    return workbook


@transaction.atomic
def renew_workbook(workbook: ForeignWorkbook, content: bytes, name: str, *, by: Acting) -> WorkbookVersion:
    """Store next year's file and carry the pointings over into it. Raises ValidationError at the field `file`."""
    post = require_allowed(access.may_point(workbook, by))
    package = _checked(content, name)
    latest = _lock_latest(workbook)
    version = _store(workbook, latest.number + 1, content, name)
    rows = list(_carried_rows(latest, version, package))
    Pointing.objects.bulk_create(rows)
    counts = {str(state.label): sum(row.state == state for row in rows) for state in CARRIED}
    changes = {str(_("tệp")): version.name} | {words: count for words, count in counts.items() if count}
    record(workbook, "renew_workbook", by=by, post=post, unit=workbook.unit, changes=changes)
    return version


def _carried_rows(latest: WorkbookVersion, version: WorkbookVersion, package: FormPackage) -> Iterator[Pointing]:
    """Yield the pointings of the latest file as those of the new version."""
    taken: set[tuple[str, str]] = set()
    for carried in carried_over(latest.pointings.filter(state__in=CARRIED), package):
        old, state, at = carried.pointing, carried.state, (carried.sheet, carried.cell)
        if state == PointingState.POINTED and at in taken:
            state = PointingState.LOST
        elif state == PointingState.POINTED and old.state != PointingState.POINTED:
            state = PointingState.SUGGESTED  # nobody has confirmed its place yet
        elif state == PointingState.POINTED:
            taken.add(at)
        yield Pointing(
            version=version,
            sheet=carried.sheet,
            cell=carried.cell,
            beside=carried.labels.beside,
            above=carried.labels.above,
            subject=old.subject,
            measure=old.measure,
            slice=old.slice,
            of_state=old.of_state,
            period=old.period,
            written_as=old.written_as,
            words=old.words,
            state=state,
            origin=old,
        )


def point_at_cell(
    version: WorkbookVersion,
    sheet: FormSheetPart,
    position: CellPosition,
    target: CellTarget,
    words: str,
    *,
    by: Acting,
) -> Pointing:
    """Say what goes into a cell of the latest file, in place of what was said before; as `point_at_cells`."""
    return point_at_cells(version, sheet, {position: (target, words)}, by=by)[0]


@transaction.atomic
def point_at_cells(
    version: WorkbookVersion,
    sheet: FormSheetPart,
    targets: Mapping[CellPosition, tuple[CellTarget, str]],
    *,
    by: Acting,
) -> list[Pointing]:
    """Say what goes into cells of the latest file, each with its words, in place of what was said before.

    Raises StateConflict where there is a newer file, ValidationError for a cell into which nothing can be written.
    """
    post = require_allowed(access.may_point(version.workbook, by))
    _require_latest(version)
    read = package_of(version).sheet(sheet)
    for position in targets:
        if not read.may_be_written(position):
            raise ValidationError(
                _("Ô {cell} có công thức hoặc nằm trong ô gộp nên không điền được.").format(cell=position.name)
            )
    labels = {position: of_cell for position, of_cell in labels_of(read) if position in targets}
    before = {pointing.cell: pointing for pointing in _pointed(version).filter(sheet=sheet.name)}
    pointings = []
    for position, (target, words) in targets.items():
        replaced = before.get(position.name)
        if replaced:
            _set_state(replaced, PointingState.DROPPED, CARRIED)
        of_cell = labels.get(position, CellLabels("", ""))
        pointings.append(
            Pointing(
                version=version,
                sheet=sheet.name,
                cell=position.name,
                beside=of_cell.beside,
                above=of_cell.above,
                subject=target.key.subject,
                measure=target.key.measure,
                slice=target.key.slice,
                of_state=target.key.state,
                period=target.period,
                written_as=target.written_as,
                words=words[:LONGEST_WORDS],
                origin=replaced,
            )
        )
    Pointing.objects.bulk_create(pointings)
    changes = {f"{sheet.name}!{pointing.cell}": pointing.words for pointing in pointings}
    record(version.workbook, "point_at_cell", by=by, post=post, unit=version.workbook.unit, changes=changes)
    return pointings


@transaction.atomic
def confirm_pointings(pointings: Sequence[Pointing], *, by: Acting) -> None:
    """Take the suggested places of pointings. Raises StateConflict if one was decided about meanwhile, or is taken."""
    version = pointings[0].version
    post = require_allowed(access.may_point(version.workbook, by))
    _require_latest(version)
    cells = set(_pointed(version).values_list("sheet", "cell"))
    for pointing in pointings:
        if (pointing.sheet, pointing.cell) in cells:
            raise StateConflict(_("Ô {cell} đã có nội dung khác. Xin bỏ gợi ý này.").format(cell=pointing.cell))
        cells.add((pointing.sheet, pointing.cell))
        _set_state(pointing, PointingState.POINTED, (PointingState.SUGGESTED,))
    changes = {f"{pointing.sheet}!{pointing.cell}": pointing.words for pointing in pointings}
    record(version.workbook, "confirm_pointings", by=by, post=post, unit=version.workbook.unit, changes=changes)


@transaction.atomic
def drop_pointing(pointing: Pointing, *, by: Acting) -> None:
    """Leave a cell as it is from now on, or do not carry a pointing over."""
    workbook = pointing.version.workbook
    post = require_allowed(access.may_point(workbook, by))
    _require_latest(pointing.version)
    _set_state(pointing, PointingState.DROPPED, CARRIED)
    changes = {f"{pointing.sheet}!{pointing.cell}": pointing.words}
    record(workbook, "drop_pointing", by=by, post=post, unit=workbook.unit, changes=changes)


def _checked(content: bytes, name: str) -> FormPackage:
    try:
        return checked_package(content, name)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error


def _store(workbook: ForeignWorkbook, number: int, content: bytes, name: str) -> WorkbookVersion:
    return WorkbookVersion.objects.create(
        workbook=workbook,
        number=number,
        name=vietnamese.clean_line(name)[-160:] or "bieu-mau.xlsx",
        blob_id=blobs.store(content, CONTENT_TYPE),
        at=clock.now(),
    )


def _pointed(version: WorkbookVersion) -> QuerySet[Pointing]:
    return version.pointings.filter(state=PointingState.POINTED)


def _lock_latest(workbook: ForeignWorkbook) -> WorkbookVersion:
    """Return the latest file of a workbook, which nobody else changes until the transaction ends."""
    ForeignWorkbook.objects.select_for_update().get(pk=workbook.pk)
    return workbook.latest_version()


def _require_latest(version: WorkbookVersion) -> None:
    if _lock_latest(version.workbook).pk != version.pk:
        raise StateConflict(f"{changed_meanwhile(version.workbook)} " + _("Biểu mẫu này đã có tệp mới."))


def _set_state(pointing: Pointing, state: PointingState, sources: Sequence[PointingState]) -> None:
    """Move a pointing from one of the states `sources`. Raises StateConflict if somebody was quicker."""
    if not Pointing.objects.filter(pk=pointing.pk, state__in=sources).update(state=state):
        raise StateConflict(changed_meanwhile(pointing.version.workbook))
    pointing.state = state
