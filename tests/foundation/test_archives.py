"""Tests of the gate for uploaded archives: what is taken, and each kind of hostile file with its sentence."""

import io
import stat
import time
import zipfile

import docx
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation import archives
from foundation.archives import ArchiveKind, RefusedArchive, checked_archive, require_harmless

pytestmark = pytest.mark.sqlite

TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD, WORKBOOK, ZIP = ArchiveKind.WORD, ArchiveKind.WORKBOOK, ArchiveKind.ZIP
BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


def word_file():
    content = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("A & B <TNHH>")
    document.save(content)
    return content.getvalue()


def workbook():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, 12)
    return content.getvalue()


def packed(members, method=zipfile.ZIP_DEFLATED):
    """A zip file of members: name or ZipInfo → bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for member, inside in members.items():
            archive.writestr(member, inside)
    return content.getvalue()


def members_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content, **changes):
    """The file with members changed: by name with / . written as in `parts`, a function of its bytes, or new bytes."""
    members = members_of(content)
    for name, change in changes.pop("parts").items():
        members[name] = change(members.get(name, b"")) if callable(change) else change
    return packed(members)


def declaring(content_type, part="word/x.bin"):
    """A change of the content types: one more part of this type."""
    line = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    return {TYPES: lambda types: types.replace(b"</Types>", line.encode()), part: b"x"}


def related(kind, target):
    """A change of the relationships: one more that leads out of the file."""
    line = f'<Relationship Id="x1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return {RELATIONS: lambda relations: relations.replace(b"</Relationships>", line.encode())}


def refusal(content, kind=WORD):
    with pytest.raises(RefusedArchive) as refused:
        require_harmless(content, kind, name="bc {1}.docx")
    assert "“bc {1}.docx”" in refused.value.message
    return refused.value.message


def says(sentence):
    """The part of a sentence that names no file and no kind."""
    return max(str(sentence).replace("{name}", "{kind}").split("{kind}"), key=len).partition("{")[0]


def test_what_word_and_excel_write_is_taken_and_each_only_as_what_it_is():
    word, book = word_file(), workbook()
    assert checked_archive(SimpleUploadedFile("x.bin", word), WORD) == word
    require_harmless(book, WORKBOOK)
    require_harmless(word, ZIP)
    require_harmless(changed(word, parts=related("hyperlink", "https://congdoan.vn")), WORD)
    for content, kind in ((word, WORKBOOK), (book, WORD), (packed({"a.txt": b"x"}), WORD)):
        assert says(archives.WRONG_KIND) in refusal(content, kind)
    for content in (b"", b"%PDF-1.4", b"MZ" + word, word[: len(word) // 2], word[:-40] + b"x" * 40):
        assert says(archives.WRONG_KIND) in refusal(content)
    assert "mật khẩu hoặc ở định dạng cũ" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)


def test_what_swells_or_is_too_large_is_refused_before_it_is_unpacked():
    begun = time.process_time()
    bomb = packed({"a.bin": bytes(30 * archives.MEGABYTE)})
    assert says(archives.SWOLLEN) in refusal(bomb, ZIP)
    lying = bomb.replace((30 * archives.MEGABYTE).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert says(archives.WRONG_KIND) in refusal(lying, ZIP)
    many = packed({f"{number}": b"" for number in range(archives.MOST_MEMBERS + 1)}, zipfile.ZIP_STORED)
    assert "2000" in refusal(many, ZIP)
    too_large = SimpleUploadedFile("bc.docx", bytes(archives.LIMIT + 1))
    with pytest.raises(RefusedArchive, match="lớn hơn 10 MB"):
        checked_archive(too_large, WORD)
    assert time.process_time() - begun < 2

    # two entries of the list for the same bytes, many times: each is small, together they are more than the file
    once = packed({"a": b"\x00" * 200_000}, zipfile.ZIP_STORED)
    body, entry, end = once[:-69], once[-69:-22], once[-22:]
    entries = b"".join(entry[:46] + bytes([65 + number]) for number in range(9))
    tail = end[:8] + (9).to_bytes(2, "little") * 2 + len(entries).to_bytes(4, "little") + end[16:]
    assert says(archives.SWOLLEN) in refusal(body + entries + tail, ZIP)


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/../../x", "C:\\x", "a\\..\\x", "c:x", "a//x", "./x", "a\u202excod.exe", "tab\tx"]
)
def test_paths_that_lead_out_are_refused(name):
    assert says(archives.BAD_NAMES) in refusal(packed({"ok.txt": b"x", name: b"x"}), ZIP)


def test_links_twins_and_locked_members_are_refused():
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert says(archives.BAD_NAMES) in refusal(packed({link: b"/etc/passwd"}), ZIP)
    assert says(archives.BAD_NAMES) in refusal(packed({"a.txt": b"x", "A.txt": b"y"}), ZIP)
    locked = packed({"a.txt": b"x"})
    locked = locked.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    assert "có mật khẩu. Xin" in refusal(locked, ZIP)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (declaring("application/vnd.ms-office.vbaProject", "word/vbaProject.bin"), archives.ACTIVE),
        (declaring("application/vnd.openxmlformats-officedocument.oleObject"), archives.ACTIVE),
        (
            declaring("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "word/x.xlsx"),
            archives.ACTIVE,
        ),
        (declaring("text/html", "word/x.html"), archives.ACTIVE),
        ({"word/x.exe": b"MZ"}, archives.ACTIVE),
        (
            {TYPES: lambda types: types.replace(b"document.main+xml", b"document.macroEnabled.main+xml")},
            archives.ACTIVE,
        ),
        (declaring("application/vnd.x.externalLink+xml", "word/x.xml"), archives.LINKED),
        (related("image", "https://example.org/x.png"), archives.LINKED),
        (related("attachedTemplate", "file:///C:/x.dotm"), archives.LINKED),
        (related("hyperlink", "file://server/x"), archives.LINKED),
        (related("frame", "https://example.org"), archives.LINKED),
        ({"word/styles.xml": BILLION_LAUGHS}, archives.DECLARING),
        ({TYPES: BILLION_LAUGHS}, archives.DECLARING),
        ({RELATIONS: BILLION_LAUGHS}, archives.DECLARING),
        ({"word/document.xml": BILLION_LAUGHS.decode().replace('"1.0"', '"1.0"').encode("utf-16")}, archives.DECLARING),
        ({"word/document.xml": '<?xml version="1.0" encoding="UCS-4"?><a/>'.encode("utf-32")}, archives.WRONG_KIND),
        ({"word/document.xml": b"no xml"}, archives.WRONG_KIND),
    ],
)
def test_active_linked_and_declaring_word_files_are_refused(parts, sentence):
    assert says(sentence) in refusal(changed(word_file(), parts=parts))


def test_a_workbook_with_macros_or_linked_data_is_refused():
    sheet = changed(workbook(), parts={TYPES: lambda types: types.replace(b"sheet.main", b"sheet.macroEnabled.main")})
    assert says(archives.ACTIVE) in refusal(sheet, WORKBOOK)
    linked = changed(workbook(), parts=declaring("application/vnd.x.connections+xml", "xl/connections.xml"))
    assert says(archives.LINKED) in refusal(linked, WORKBOOK)
