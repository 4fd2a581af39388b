"""The gate for uploaded archives: Word files, workbooks and zip files are looked at here before anything reads them.

An archive is refused, with a sentence for whoever sent it, unless it is what it is taken for, by its content, whatever
its name: small, not packed beyond measure, without macros, embedded objects, parts fetched from elsewhere, or XML with
a document type (where entities are declared that grow without end). Nothing is written to a disk, and no member is in
memory as a whole.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath
from xml.parsers import expat

from django.core.files.uploadedfile import UploadedFile
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.lazy_text import LazyText

MEGABYTE = 1024 * 1024
LIMIT = 10 * MEGABYTE
"""The largest file."""
UNPACKED_LIMIT = 100 * MEGABYTE
"""The most that all members may hold together."""
MOST_MEMBERS = 2000
MOST_TIMES = 100
"""How many times larger than packed a member above a megabyte may be: sheets of workbooks are some thirty times."""
PIECE = 256 * 1024
"""Bytes unpacked at a time."""

WRONG_KIND = _("Chỉ nhận {kind}. Tệp “{name}” không đúng loại hoặc bị hỏng.")
TOO_LARGE = _("Tệp “{name}” lớn hơn {megabytes} MB. Xin chia nhỏ hoặc bỏ bớt ảnh trong tệp.")
OLD_OR_LOCKED = _("Tệp “{name}” có mật khẩu hoặc ở định dạng cũ (.doc, .xls). Xin bỏ mật khẩu, lưu lại thành {kind}.")
LOCKED = _("Tệp “{name}” có mật khẩu. Xin bỏ mật khẩu rồi gửi lại.")
TOO_MANY = _("Tệp “{name}” chứa quá {members} tệp con nên không được nhận.")
SWOLLEN = _("Tệp “{name}” khi giải nén lớn bất thường nên không được nhận.")
BAD_NAMES = _("Tệp “{name}” chứa tệp con có tên hoặc đường dẫn không hợp lệ nên không được nhận.")
ACTIVE = _("Tệp “{name}” có macro hoặc đối tượng nhúng nên không được nhận. Xin bỏ đi rồi lưu lại thành {kind}.")
LINKED = _(
    "Tệp “{name}” lấy nội dung từ nơi khác (ảnh, mẫu hoặc dữ liệu liên kết) nên không được nhận. "
    "Xin chép hẳn nội dung ấy vào tệp rồi lưu lại."
)
DECLARING = _(
    "Tệp “{name}” có khai báo XML không an toàn nên không được nhận. Xin mở bằng Word hoặc Excel rồi lưu lại."
)

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and whatever Office locked with a password
_FIRST_MEMBER = b"PK\x03\x04"  # what begins otherwise is also a program or a picture
_FIRST_NAME = 30  # where the name of the first member begins, and behind it what it holds if that is not packed
_TYPES = "[Content_Types].xml"
_OPEN_MANIFEST, _OPEN_MACROS = "META-INF/manifest.xml", ("Basic/", "Scripts/")
_XML_ENDS = ("+xml", "/xml", "vmlDrawing")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_HARMLESS = ("image/", "application/x-font", f"{_OFFICE}.obfuscatedFont", f"{_OFFICE}.spreadsheetml.printerSettings")
_ACTIVE_SIGNS = ("macro", "vba", "activex", "oleobject", "control")
_LINKED_SIGNS = ("externallink", "connections", "querytable")
_CLICKED = ("http:", "https:", "mailto:")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)

AtElement = Callable[[str, dict[str, str]], None]


class ArchiveKind(Enum):
    """What an archive is taken for: its name, and the content type of its main part or of all, which a zip has not."""

    WORD = _("tệp Word (.docx)"), "wordprocessingml.document.main+xml"
    WORKBOOK = _("tệp Excel (.xlsx)"), "spreadsheetml.sheet.main+xml"
    OPEN_TABLE = _("bảng tính LibreOffice (.ods)"), "application/vnd.oasis.opendocument.spreadsheet"
    ZIP = _("tệp nén (.zip)"), ""


class RefusedArchive(ValidationError):
    """Raised for an archive that is not read; its message says why, to whoever sent it."""


def checked_archive(file: UploadedFile, kind: ArchiveKind) -> bytes:
    """Return the bytes of an uploaded archive. Raises RefusedArchive; of a file too large nothing is read."""
    if (file.size or 0) > LIMIT:
        raise _refused(TOO_LARGE, file.name or "", kind.value[0])
    file.seek(0)
    content = file.read()
    require_harmless(content, kind, name=file.name or "")
    return content


def is_open_table(content: bytes) -> bool:
    """Return whether an archive says, in its first member, that it is a spreadsheet of LibreOffice."""
    return content.startswith(f"mimetype{ArchiveKind.OPEN_TABLE.value[1]}".encode(), _FIRST_NAME)


def require_harmless(
    content: bytes, kind: ArchiveKind, *, name: str = "", taken: LazyText = "", may_link: bool = False
) -> None:
    """Raise RefusedArchive unless the bytes are such an archive and may be read.

    For the sentence: `name` of the file, and what is `taken` there if it is not this kind alone. `may_link`: parts
    from elsewhere are no harm, since whoever reads it fetches nothing.
    """
    taken = taken or kind.value[0]
    if len(content) > LIMIT:
        raise _refused(TOO_LARGE, name, taken)
    if content.startswith(_OLD_OFFICE):
        raise _refused(OLD_OR_LOCKED, name, taken)
    if not content.startswith(_FIRST_MEMBER):
        raise _refused(WRONG_KIND, name, taken)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            problem = _problem_of_members(archive, len(content))
            if not problem:
                _unpack_to_nowhere(archive)
                problem = _problem_of_kind(archive, kind, may_link)
    except (*_UNREADABLE, expat.ExpatError) as error:
        raise _refused(WRONG_KIND, name, taken) from error
    if problem:
        raise _refused(problem, name, taken)


def _refused(sentence: LazyText, name: str, taken: LazyText) -> RefusedArchive:
    words = str(sentence).format(name=name, kind=taken, megabytes=LIMIT // MEGABYTE, members=MOST_MEMBERS)
    return RefusedArchive(words)


def _problem_of_members(archive: zipfile.ZipFile, size: int) -> LazyText:
    """Look at the list of members alone, of an archive of `size` bytes: how many, how large, under which names."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        return TOO_MANY
    shared = sum(member.compress_size for member in members) > size  # members that are made of the same bytes
    if shared or sum(member.file_size for member in members) > UNPACKED_LIMIT or any(map(_is_swollen, members)):
        return SWOLLEN
    if any(member.flag_bits & 0x1 for member in members):
        return LOCKED
    distinct = {member.orig_filename.casefold() for member in members}
    return "" if len(distinct) == len(members) and all(map(_is_plain, members)) else BAD_NAMES


def _is_swollen(member: zipfile.ZipInfo) -> bool:
    return member.file_size > max(MEGABYTE, MOST_TIMES * member.compress_size)


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """Return whether a member is a file or folder inside the archive: no link, no path that leads out of it."""
    path, kind = member.orig_filename, stat.S_IFMT(member.external_attr >> 16)
    if any(sign in path for sign in "\\:") or not path.isprintable():
        return False
    return kind in (0, stat.S_IFREG, stat.S_IFDIR) and not {"", ".", ".."} & set(path.removesuffix("/").split("/"))


def _unpack_to_nowhere(archive: zipfile.ZipFile) -> None:
    """Read every member once. Raises BadZipFile if one is damaged, or not what the list of members says."""
    for member in archive.infolist():
        with archive.open(member) as packed:
            while packed.read(PIECE):
                pass


@dataclass(frozen=True)
class _ContentTypes:
    """What an Office file declares its parts to be: by extension, and of single parts."""

    by_extension: dict[str, str]
    by_part: dict[str, str]

    def __getitem__(self, part: str) -> str:
        extension = PurePosixPath(part).suffix.removeprefix(".").casefold()
        return self.by_part.get(part.casefold()) or self.by_extension.get(extension, "")

    @property
    def all(self) -> list[str]:
        return [*self.by_extension.values(), *self.by_part.values()]


def _content_types(archive: zipfile.ZipFile) -> _ContentTypes:
    types = _ContentTypes({}, {})

    def keep(tag: str, attributes: dict[str, str]) -> None:
        content_type = attributes.get("ContentType", "")
        if tag == "Default":
            types.by_extension[attributes.get("Extension", "").casefold()] = content_type
        elif tag == "Override":
            types.by_part[attributes.get("PartName", "").removeprefix("/").casefold()] = content_type

    _parse(archive, _TYPES, keep)
    return types


def _problem_of_kind(archive: zipfile.ZipFile, kind: ArchiveKind, may_link: bool) -> LazyText:
    """Look at the parts. Raises ExpatError for one that is no XML although declared as such."""
    if kind is ArchiveKind.ZIP:
        return ""
    try:
        if kind is ArchiveKind.OPEN_TABLE:
            return _problem_of_open_table(archive)
        return _problem_of_package(archive, kind.value[1], may_link)
    except _DeclaresType:
        return DECLARING
    except KeyError:  # there is no list of parts
        return WRONG_KIND


def _problem_of_open_table(archive: zipfile.ZipFile) -> LazyText:
    names = archive.namelist()
    is_locked = False

    def look(tag: str, _attributes: dict[str, str]) -> None:
        nonlocal is_locked
        is_locked |= tag == "encryption-data"

    _parse(archive, _OPEN_MANIFEST, look)
    if is_locked:
        return LOCKED
    if any(name.startswith(_OPEN_MACROS) for name in names):
        return ACTIVE
    for part in names:
        if part.endswith((".xml", ".rdf")):
            _parse(archive, part, _stop)
    return ""


def _problem_of_package(archive: zipfile.ZipFile, main_type: str, may_link: bool) -> LazyText:
    parts = {name for name in archive.namelist() if not name.endswith("/")} - {_TYPES}
    types = _content_types(archive)
    if _says(types, _ACTIVE_SIGNS):
        return ACTIVE
    if _says(types, _LINKED_SIGNS) and not may_link:
        return LINKED
    if not any(types[part].endswith(main_type) for part in parts):
        return WRONG_KIND
    problems = (_problem_of_part(archive, part, types[part], may_link) for part in sorted(parts))
    return next((problem for problem in problems if problem), "")


def _says(types: _ContentTypes, signs: tuple[str, ...]) -> bool:
    return any(sign in content_type.casefold() for content_type in types.all for sign in signs)


def _problem_of_part(archive: zipfile.ZipFile, part: str, content_type: str, may_link: bool) -> LazyText:
    if part.endswith(".rels"):
        return LINKED if _leads_out(archive, part) and not may_link else ""
    if content_type.endswith(_XML_ENDS):
        _parse(archive, part, _stop)
        return ""
    return "" if content_type.startswith(_HARMLESS) else ACTIVE


def _leads_out(archive: zipfile.ZipFile, part: str) -> bool:
    """Return whether relationships name what is to be fetched from outside the file. A link to click is not fetched."""
    fetched: list[str] = []

    def look(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode", "").casefold() == "external":
            target = attributes.get("Target", "").strip()
            if not attributes.get("Type", "").endswith("/hyperlink") or not target.casefold().startswith(_CLICKED):
                fetched.append(target)

    _parse(archive, part, look)
    return bool(fetched)


class _DeclaresType(Exception):
    """A part has a document type."""


class _FirstElement(Exception):
    """The content of a part begins: no document type can follow."""


def _stop(_tag: str, _attributes: dict[str, str]) -> None:
    raise _FirstElement


def _refuse_type(*_declaration: object) -> None:
    raise _DeclaresType


def _parse(archive: zipfile.ZipFile, part: str, at_element: AtElement) -> None:
    """Call `at_element` with tag (without prefix) and attributes of each element. Raises _DeclaresType, ExpatError."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_type
    parser.StartElementHandler = lambda tag, attributes: at_element(tag.rpartition(":")[2], attributes)
    try:
        with archive.open(part) as content:
            parser.ParseFile(content)
    except _FirstElement:
        return
