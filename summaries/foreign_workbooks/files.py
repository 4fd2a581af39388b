"""The files of foreign workbooks: looked at when they come in, read from the database afterwards."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.archives import MEGABYTE, ArchiveKind, require_harmless
from foundation.digest import intact
from foundation.filling.package import MOST_BYTES, MOST_SHEETS, UNREADABLE, FormPackage, TooManySheets
from foundation.filling.sheet_parser import TooMuchToRead
from foundation.filling.sheet_reading import MOST_CELLS
from foundation.vietnamese import format_number
from summaries.models import WorkbookVersion
from units import blobs

DAMAGED = _("Tệp “{name}” bị hỏng hoặc có chỗ cổng không đọc được. Xin mở bằng Excel, lưu lại thành .xlsx rồi gửi lại.")
TOO_MANY_SHEETS = _("Tệp “{name}” có hơn {sheets} trang tính. Xin chỉ để lại các trang cần điền.")
TOO_LARGE = _(
    "Tệp “{name}” có quá nhiều ô (hơn {cells} ô một trang, hoặc hơn {megabytes} MB khi mở ra). "
    "Xin xóa các dòng, cột trống đã định dạng rồi gửi lại."
)


def checked_package(content: bytes, name: str) -> FormPackage:
    """Return a workbook that somebody sent. Raises ValidationError with a sentence for whoever sent it.

    Links to other files are harmless here: nothing is fetched, and the file goes back to the office that sent it.
    """
    require_harmless(content, ArchiveKind.WORKBOOK, name=name, may_link=True)
    package = FormPackage(content)
    try:
        package.require_readable()
    except TooManySheets as error:
        raise ValidationError(str(TOO_MANY_SHEETS).format(name=name, sheets=MOST_SHEETS)) from error
    except TooMuchToRead as error:
        megabytes = MOST_BYTES // MEGABYTE
        sentence = str(TOO_LARGE).format(name=name, cells=format_number(MOST_CELLS), megabytes=megabytes)
        raise ValidationError(sentence) from error
    except UNREADABLE as error:
        raise ValidationError(str(DAMAGED).format(name=name)) from error
    return package


def package_of(version: WorkbookVersion) -> FormPackage:
    """Return the stored file of a version, which was looked at when it came in. Raises DamagedFile."""
    return FormPackage(intact(b"".join(blobs.pieces(version.blob_id)), version.blob_id))
