"""Tests everything of a phase as one zip file: what is in it, its sums, what is damaged or missing, who may load it."""

import hashlib
import io
import json
from datetime import date
from zipfile import ZipFile

import pytest

from awards.models import Decision, DecisionFile, Letter, LetterFile
from campaigns.models import Submission
from foundation import clock
from foundation.archives import ArchiveKind, require_harmless
from summaries import actions
from summaries.models import SummaryWorkbook
from tests.support import decided_awards, signing
from tests.support.casts import copied
from tests.support.without_triggers import without_triggers

pytestmark = pytest.mark.sqlite(deep="both")
URL = "/campaigns/2015/phases/1/phase.zip"


@pytest.fixture
def world(db):
    with clock.travel("2015-07-27T09:00+07:00"):
        yield copied(decided_awards.build_reported)


def loaded(client):
    answer = client.get(URL)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    content = b"".join(answer.streaming_content)
    require_harmless(content, ArchiveKind.ZIP)
    with ZipFile(io.BytesIO(content)) as archive:
        return content, {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_has_what_is_kept_of_the_phase_with_its_sums(world, client):
    summary = actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))
    actions.propose(summary, by=world.by("board"))
    signing.finalise(summary, number="45", dated_on=date(2015, 7, 27), by=world.by("leader"))
    decisions = list(Decision.objects.issued().filter(phase=world.phase).with_context())
    decision = next(decision for decision in decisions if not decision.organ)
    paper = DecisionFile.objects.get_or_create(decision=decision)[0]
    DecisionFile.objects.filter(pk=paper.pk, made_at=None).update(
        content=b"%PDF-qd", sha256=hashlib.sha256(b"%PDF-qd").hexdigest(), made_at=clock.now()
    )
    letter = Letter.objects.create(
        unit=world.district, campaign=world.campaign, phase=world.phase, timing="phase", addressee="LĐLĐ tỉnh",
        about="đề nghị khen thưởng", closed_at=clock.now(), closed_by=world.user("district"),
    )  # fmt: skip
    LetterFile.objects.create(
        letter=letter, content=b"%PDF-tt", sha256=hashlib.sha256(b"%PDF-tt").hexdigest(), made_at=clock.now()
    )
    client.force_login(world.user("board"))
    content, members = loaded(client)
    assert loaded(client)[0] == content
    assert members[f"to-trinh/{letter.pk}-cho-ky.pdf"] == b"%PDF-tt"
    assert list(members)[-2:] == ["MUC-LUC.txt", "SHA256SUMS.txt"]

    sums = dict(line.split("  ")[::-1] for line in members["SHA256SUMS.txt"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(held).hexdigest() for name, held in members.items() if name != "SHA256SUMS.txt"
    }
    held = bytes(DecisionFile.objects.get(pk=paper.pk).content)
    assert held in [given for name, given in members.items() if name.startswith("khen-thuong/")]
    assert any(name.startswith("tong-hop/") and "-da-ky-1.pdf" in name for name in members)

    submissions = [json.loads(line) for line in members["phieu/cac-lan-gui.jsonl"].decode().splitlines()]
    stored = Submission.objects.filter(filing__called__phase=world.phase)
    assert {sent["ma_tiep_nhan"]: sent["noi_dung"] for sent in submissions} == {s.receipt: s.content for s in stored}
    sheets = members["phieu/danh-sach.csv"].decode("utf-8-sig").splitlines()
    assert sheets[0].startswith("Đơn vị,Trực thuộc,Phiếu")
    assert any(world.school.name in line and "Đã" in line for line in sheets)

    contents = members["MUC-LUC.txt"].decode()
    assert f"{world.province.name}, Đã ban hành" in contents
    workbook = SummaryWorkbook.objects.get(summary=summary)
    assert workbook.is_made or "lan-1.xlsx): tệp chưa được tạo" in contents


def test_a_file_whose_bytes_were_changed_is_left_out_and_named(world, client):
    decision = Decision.objects.issued().filter(phase=world.phase).first()
    paper = DecisionFile.objects.get_or_create(decision=decision)[0]
    with without_triggers():
        DecisionFile.objects.filter(pk=paper.pk).update(content=b"x", sha256="0" * 64, made_at=clock.now())
    client.force_login(world.user("board"))
    _content, members = loaded(client)
    assert b"# T\xe1\xbb\x87p \xc4\x91\xc3\xa3 b\xe1\xbb\x8b thay" in members["SHA256SUMS.txt"]
    drawn = [name for name in members if name.startswith(f"khen-thuong/{decision.pk}-")]
    assert all("-bang-" in name or "-da-ky-" in name for name in drawn)


def test_the_board_alone_loads_it_and_is_offered_it_on_the_page_of_the_phase(world, client):
    for name, status, is_offered in (("board", 200, True), ("leader", 403, False), ("owner", 403, False)):
        client.force_login(world.user(name))
        assert client.get(URL).status_code == status
        page = client.get("/campaigns/2015/phases/1/").content.decode()
        assert (URL in page) == is_offered
