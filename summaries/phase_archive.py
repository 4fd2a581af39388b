"""Everything of a phase that is kept, as the members of one zip file, from the launch to the decisions, with scans.

Stored files are given as they are kept; nothing is drawn. What has no file yet is named in the contents.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from awards.models import CertificateFile, Decision, DecisionFile, Letter, LetterFile
from campaigns.models import Filing, LaunchFile, Phase, Submission
from foundation.kept_file import KeptFile, bytes_of
from foundation.vietnamese import format_moment, search_key
from foundation.zip_stream import ZipMember
from summaries.lifecycle import CLOSED_STATUSES
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from units import blobs
from units.models import Attachment
from units.scan_download import file_name

CONTENTS = "MUC-LUC.txt"
BOM = "\ufeff"  # so that Excel reads the list of sheets as UTF-8
NamedFiles = Iterator[tuple[ZipMember | None, str]]
"""Files, each with its words in the table of contents; None in the place of a file that is not made yet."""


def members_of(phase: Phase) -> Iterator[ZipMember]:
    """Yield the files of a phase, the table of contents last."""
    lines: list[str] = []
    for title, members in (
        (_("Phát động"), _launch(phase)),
        (_("Phiếu đăng ký, báo cáo"), _sheets(phase)),
        (_("Báo cáo tổng hợp"), _summaries(phase)),
        (_("Tờ trình khen thưởng"), _letters(phase)),
        (_("Quyết định khen thưởng"), _decisions(phase)),
    ):
        lines += ["", title]
        empty = len(lines)
        for member, words in members:
            lines.append(f"  {member.path}: {words}" if member else f"  {words}")
            if member:
                yield member
        if len(lines) == empty:
            lines.append(f"  {_('chưa có')}")
    heading = _("Trọn bộ {phase}, {campaign}").format(phase=phase, campaign=phase.campaign)
    yield ZipMember(CONTENTS, "\n".join([heading, *lines, ""]).encode)


def _launch(phase: Phase) -> NamedFiles:
    for file in LaunchFile.objects.filter(version__campaign=phase.campaign).select_related("version").defer("content"):
        yield _kept(file, f"phat-dong/ban-{file.version.number}.pdf", str(file.version))
    yield from _scans(phase.campaign, "phat-dong/ban-goc")


def _sheets(phase: Phase) -> NamedFiles:
    yield ZipMember("phieu/danh-sach.csv", partial(_list_of_sheets, phase)), _("danh sách các phiếu của đợt")
    yield (
        ZipMember("phieu/cac-lan-gui.jsonl", partial(_submissions, phase)),
        _("nội dung mọi lần gửi, mỗi dòng một lần, với mã SHA-256 ghi khi gửi"),
    )


def _summaries(phase: Phase) -> NamedFiles:
    closed = Summary.objects.filter(phase=phase, status__in=CLOSED_STATUSES).light()
    for summary in closed.order_by("unit__path", "revision"):
        name = f"tong-hop/{_part(summary.unit.name)}-{summary.unit_id}-lan-{summary.revision}"
        words = f"{summary.title}, {summary.unit.name}, {summary.status_text}"
        for table, suffix in ((SummaryFile, "pdf"), (SummaryWorkbook, "xlsx")):
            file = table.objects.filter(summary=summary).defer("content").first()
            yield _kept(file, f"{name}.{suffix}", words)
        yield from _scans(summary, f"{name}-da-ky")


def _letters(phase: Phase) -> NamedFiles:
    for letter in Letter.objects.filter(phase=phase).in_force().with_context().order_by("closed_at", "pk"):
        name = f"to-trinh/{letter.pk}-{_part(letter.written_number) if letter.number else 'cho-ky'}"
        file = LetterFile.objects.filter(letter=letter).defer("content").first()
        yield _kept(file, f"{name}.pdf", f"{letter}, {letter.unit.name}")
        yield from _scans(letter, f"{name}-da-ky")


def _decisions(phase: Phase) -> NamedFiles:
    issued = Decision.objects.issued().filter(phase=phase).with_context()
    for decision in issued.order_by("dated_on", "pk"):
        name = f"khen-thuong/{decision.pk}-{_part(decision.written_number)}"
        yield _kept(
            DecisionFile.objects.filter(decision=decision).defer("content").first(), f"{name}.pdf", str(decision)
        )
        certificates = CertificateFile.objects.filter(decision=decision).defer("content").order_by("pk")
        for number, file in enumerate(certificates, start=1):
            yield _kept(file, f"{name}-bang-{number}.pdf", _("bằng, giấy khen của {d}").format(d=decision))
        yield from _scans(decision, f"{name}-da-ky")


def _kept(file: KeptFile | None, path: str, words: str) -> tuple[ZipMember | None, str]:
    if file is None or not file.is_made:
        return None, _("{words} ({path}): tệp chưa được tạo").format(words=words, path=path)
    return ZipMember(path, partial(bytes_of, file)), words


def _scans(target: Model, name: str) -> NamedFiles:
    for number, scan in enumerate(Attachment.objects.about(target).in_force(), start=1):
        suffix = file_name(scan).rpartition(".")[2].lower()
        yield (
            ZipMember(f"{name}-{number}.{suffix}", partial(_scan_bytes, scan)),
            _("bản chụp “{n}”").format(n=scan.name),
        )


def _scan_bytes(scan: Attachment) -> bytes:
    blobs.require_intact(scan.blob_id)
    return b"".join(blobs.pieces(scan.blob_id))


def _part(text: str) -> str:
    """Return a text as a part of a file's name."""
    return slugify(search_key(text.replace("/", "-")))[:60] or "van-ban"


def _list_of_sheets(phase: Phase) -> bytes:
    """Return the sheets of a phase as CSV, in the order of units."""
    text = io.StringIO(BOM, newline="")
    text.seek(0, io.SEEK_END)
    rows = csv.writer(text)
    rows.writerow(
        [_("Đơn vị"), _("Trực thuộc"), _("Phiếu"), _("Trạng thái"), _("Gửi lúc"), _("Số lần gửi"), _("Mã tiếp nhận")]
    )
    filings = Filing.objects.filter(called__phase=phase).select_related("called", "current_submission")
    for filing in filings.defer("typed", "current_submission__content").order_by("called__path", "kind").iterator(500):
        sent = filing.current_submission
        rows.writerow(
            [
                _safe(filing.called.name),
                _safe(filing.called.parent_name),
                filing.get_kind_display(),
                filing.status_text,
                format_moment(filing.submitted_at) if filing.submitted_at else "",
                sent.number if sent else 0,
                sent.receipt if sent else "",
            ]
        )
    return text.getvalue().encode()


def _safe(text: str) -> str:
    """Return a text that a spreadsheet takes for a text: not for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _submissions(phase: Phase) -> bytes:
    """Return every submission of a phase as a line of JSON."""
    submissions = Submission.objects.filter(filing__called__phase=phase).select_related("filing__called")
    ordered = submissions.order_by("filing__called__path", "filing__kind", "number")
    return b"".join(json.dumps(_row_of(sent), ensure_ascii=False, cls=DjangoJSONEncoder).encode() + b"\n"
                    for sent in ordered.iterator(200))  # fmt: skip


def _row_of(sent: Submission) -> dict[str, Any]:
    return {
        "don_vi": sent.filing.called.name,
        "phieu": sent.filing.kind,
        "lan": sent.number,
        "ma_tiep_nhan": sent.receipt,
        "gui_luc": sent.at,
        "sha256": sent.sha256,
        "dinh_dang": sent.format,
        "noi_dung": sent.content,
    }
