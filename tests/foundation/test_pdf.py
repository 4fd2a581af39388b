"""Tests PDF files: text with all its marks, fonts, tags, no requests, the same bytes for the same paper."""

import re
import sys
import unicodedata
import warnings

import pytest
from weasyprint import HTML

from foundation.documents import pdf
from tests.support.listener import SECRET, asking
from tests.support.papers import MADE_AT, dictionaries_of, made, table, templates_in, tool, words

pytestmark = [pytest.mark.drawn_anew, pytest.mark.sqlite(deep="both")]  # what is drawn is the same on both

PANGRAM = (
    "Ở bản Mây, chị Nguyễn Thị Ỷ và ông Lỷ Cún Sáng gửi giấy: “Lũy kế quý này vượt 1.234.567,5 triệu đồng”; "
    "cỏ, ngõ, mặn, nguội, hữu hảo, thuở ấy, nghiệp đoàn, kỹ thuật, tỷ lệ, sữa, đề xuất, ước, ẵm, ẳng, ẹp, ỗ."
)


@pytest.fixture
def page(settings, tmp_path):
    return templates_in(tmp_path, settings)


def test_the_text_comes_out_again_with_every_mark(page):
    text = words(made(page("<p>{{ text }}</p>"), {"text": PANGRAM}))
    assert text == unicodedata.normalize("NFC", PANGRAM)


def test_only_tinos_is_embedded_and_each_face_once(page):
    body = "<p>{{ text }} <b>{{ text }}</b> <i>{{ text }}</i> <b><i>{{ text }}</i></b></p>"
    part = pdf.PaperPart(page(body), {"text": PANGRAM})
    content = pdf.render_parts([part, part], title="Báo cáo", made_at=MADE_AT)
    listed = tool("pdffonts", "-", given=content).decode().splitlines()[2:]
    assert sorted(line.split()[0].partition("+")[2] for line in listed) == [
        "Tinos",
        "Tinos-Bold",
        "Tinos-Bold-Italic",
        "Tinos-Italic",
    ]
    assert {tuple(line.split()[-5:-2]) for line in listed} == {("yes", "yes", "yes")}


def test_a_paper_of_parts_is_sound_tagged_vietnamese_and_archivable(page, tmp_path):
    body = "<h2>I. KẾT QUẢ</h2><p>Có 02 đợt.</p>{% include 'papers/table.html' %}"
    name = page(body)
    parts = [pdf.PaperPart(name, {"table": table(90)}), pdf.PaperPart(name, {"table": table(90)}, landscape=True)]
    content = pdf.render_parts(parts, title="Báo cáo sơ kết", made_at=MADE_AT)
    objects = dictionaries_of(content, tmp_path)
    tool("qpdf", "--check", str(tmp_path / "paper.pdf"))  # raises on errors and on warnings
    catalog = next(o for o in objects if o.get("/Type") == "/Catalog")
    assert catalog["/Lang"] == "u:vi"
    assert catalog["/MarkInfo"] == {"/Marked": True}
    metadata = tool("pdfinfo", "-meta", "-", given=content).decode()
    assert re.search(r'part="(\d)".*conformance="(\w)"', metadata).groups() == ("3", "A")
    assert "Báo cáo sơ kết" in metadata
    pages = [o for o in objects if o.get("/Type") == "/Page"]
    tagged = {o["/Pg"] for o in objects if o.get("/S") == "/TD"}
    assert len(tagged) == len(pages) >= 6
    assert sorted(page["/StructParents"] for page in pages) == list(range(len(pages)))


def test_dates_and_title_are_the_ones_given(page):
    info = tool("pdfinfo", "-rawdates", "-", given=made(page("<p>a</p>"), title="Tờ trình")).decode()
    assert re.search(r"^Title: +(.*)$", info, re.M)[1] == "Tờ trình"
    assert re.search(r"^CreationDate: +(.*)$", info, re.M)[1] == "D:20150720090000+07'00"
    assert re.search(r"^ModDate: +(.*)$", info, re.M)[1] == "D:20150720090000+07'00"


SAME_PAPER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
folder, where = Path.cwd(), sys.argv[1]
engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [folder / "templates", where]}
settings.configure(
    INSTALLED_APPS=["django.contrib.staticfiles", "foundation"], STATICFILES_DIRS=[folder / "static"],
    TEMPLATES=[engine | {"APP_DIRS": True}], STATIC_URL="static/", TIME_ZONE="Asia/Ho_Chi_Minh", DRAWING_SOCKET="",
)
import django
django.setup()
from foundation.documents import pdf
from foundation.documents.table import PaperTable, TableColumn, TableRow
rows = [TableRow((str(n), f"Đơn vị {n}")) for n in range(80)]
table = PaperTable([TableColumn("TT", 20), TableColumn("Tên", 80, "text")], rows)
parts = [pdf.PaperPart("paper.html", {"table": table}, landscape=lying) for lying in (False, True)]
sys.stdout.buffer.write(pdf.render_parts(parts, title="Biểu", made_at=datetime(2015, 7, 20, tzinfo=UTC)))
"""


def test_the_same_paper_is_the_same_bytes_in_another_process(page, tmp_path):
    page("<p><b>Đợt 1</b> <i>năm 2015</i></p>{% include 'papers/table.html' %}")
    made_here = [
        tool("env", f"PYTHONHASHSEED={seed}", f"TZ={zone}", sys.executable, "-c", SAME_PAPER, str(tmp_path))
        for seed, zone in (("1", "UTC"), ("2", "America/Lima"))
    ]
    assert made_here[0] == made_here[1]
    assert made_here[0].startswith(b"%PDF-1.7")


def test_nothing_is_fetched_from_the_network(page, listener):
    address, requests = listener
    assert words(made(page(asking(address)))).startswith("Vẫn in được")
    assert requests == []


def test_bare_weasyprint_would_fetch_all_of_it(listener):
    """The control: otherwise the test above would prove nothing."""
    address, requests = listener
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        HTML(string=asking(address)).write_pdf()
    assert {"/import.css", "/x.ttf", "/link.css", "/attached.txt", "/img.svg", "/inside.svg", "/away.svg"} <= set(
        requests
    )


def test_no_file_outside_the_static_files_is_read(page, tmp_path):
    for name in (
        "import.css",
        "link.css",
        "attached.txt",
        "img.svg",
        "relative.svg",
        "object.svg",
        "embed.svg",
    ):
        (tmp_path / name).write_text(SECRET, "utf-8")
    up = "../" * 12 + str(tmp_path)
    for address in (
        f"file://{tmp_path}",
        f"static:{tmp_path}",
        f"static:{up}",
        f"static:{up.replace('/', '%2F')}",
    ):
        content = made(page(asking(address)))
        assert words(content) == "Vẫn in được"
        (tmp_path / "paper.pdf").write_bytes(content)
        assert tool("pdfdetach", "-list", str(tmp_path / "paper.pdf")) == b"0 embedded files\n"


def test_what_people_typed_stays_text(page, listener):
    address, requests = listener
    typed = f'<img src="{address}/a.svg"><style>p{{display:none}}</style>'
    assert words(made(page("<p>{{ typed }}</p>"), {"typed": typed})) == typed
    assert requests == []


def test_progress_hears_of_every_part(page):
    heard = []
    part = pdf.PaperPart(page("<p>a</p>"))
    pdf.render_parts([part] * 3, title="B", made_at=MADE_AT, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]
