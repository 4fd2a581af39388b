"""Tests the command that loads a catalogue of titles."""

import pytest
from django.core.management import CommandError, call_command

from awards.catalogue_import import TITLES
from awards.models import AwardTitle
from awards.models.title import PLACEHOLDERS
from awards.rules.wording_text import fill
from tests.support import dossier_steps
from tests.support.casts import copied

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


@pytest.fixture
def world():
    return copied(dossier_steps.build)


def test_the_catalogue_is_loaded_once_by_command(world, capsys):
    AwardTitle.objects.filter(code="GK_CS").delete()
    call_command("load_titles", unit=world.province.name)
    call_command("load_titles", unit=str(world.province.pk))
    assert capsys.readouterr().out.splitlines() == [
        "Đã nạp 1 danh hiệu, hình thức vào danh mục của LĐLĐ tỉnh Lạng Sơn.",
        "Đã nạp 0 danh hiệu, hình thức vào danh mục của LĐLĐ tỉnh Lạng Sơn.",
    ]


def test_a_faulty_catalogue_is_refused_as_a_whole(world, tmp_path):
    before = AwardTitle.objects.count()
    file = tmp_path / "titles.toml"
    file.write_text('[[titles]]\ncode = "X"\n', encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("load_titles", unit=world.province.name, file=file)
    assert AwardTitle.objects.count() == before


def test_a_wording_that_names_something_unknown_is_refused_with_its_place(world, tmp_path):
    file = tmp_path / "titles.toml"
    text = TITLES.read_text("utf-8").replace("{số đợt}", "{số đợt thi đua}")
    file.write_text(text.replace('"BK_T"', '"BK_MOI"'), encoding="utf-8")
    with pytest.raises(CommandError, match=r"tên là .số đợt thi đua."):
        call_command("load_titles", unit=world.province.name, file=file)
    assert not AwardTitle.objects.filter(code="BK_MOI").exists()


def test_every_name_of_a_wording_is_filled(world):
    text = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert "{" not in fill(text, dossier_steps.dossier_of(world, "owner", []))


def test_a_review_held_at_a_time_is_no_occasion_of_an_award(world):
    dossier = dossier_steps.dossier_of(world, "owner", [])
    assert fill("{dịp}", dossier) == "kỷ niệm 86 năm Ngày thành lập Công đoàn Việt Nam"
    dossier.phase.review_occasion = "cuối năm 2015"
    assert fill("{dịp}", dossier).startswith("Đại hội Đảng các cấp, tiến tới Đại hội đại biểu toàn quốc")
