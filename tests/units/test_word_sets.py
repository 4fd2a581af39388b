"""Loading a year's words and rules: once, whole, and for the unions below one root."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from foundation import clock, vietnamese
from tests.support.admin_pages import change_url
from units.actions.word_sets import load_words
from units.admin.words import USES
from units.models import Event, Rule, Term, Unit, UnitType, vocabulary
from units.models.headcounts import headcount_names
from units.models.post import role_title

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[2] / "units/data"
WORDS, RULES = DATA / "words-2026.toml", DATA / "rules-2026.toml"


def test_a_set_of_words_is_loaded_once_and_names_unions_from_its_day(
    world, words_read_again, sign_in_as, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("load_set", WORDS)
    added = UnitType.objects.filter(root=world.province)
    assert {row.code for row in added} == {"confederation", "province", "commune", "industrial_parks", "grassroots"}
    event = Event.objects.about(world.province).get(verb="load_words")
    assert (event.actor_name, event.unit) == ("Hệ thống", world.province)
    call_command("load_set", WORDS)
    assert (added.count(), Event.objects.filter(verb="load_words").count()) == (5, 1)

    with clock.travel("2015-03-10T09:00+07:00"):
        assert world.school.words.short == "Công đoàn cơ sở, nghiệp đoàn"
        assert role_title("leader", "upper_place", world.district.path) == "Lãnh đạo (Thường trực LĐLĐ)"
    district, school = (Unit.objects.get(pk=unit.pk) for unit in (world.district, world.school))
    leads = [role_title("leader", kind, district.path) for kind in ("province", "upper_place")]
    assert leads == ["Lãnh đạo (Thường trực LĐLĐ)", "Lãnh đạo (Thường trực công đoàn)"]
    assert headcount_names()["insured"] == "Người lao động thuộc diện đóng BHXH"
    assert (school.words.short, vocabulary.term("workers")) == ("CĐCS, nghiệp đoàn", "đoàn viên, người lao động")
    assert district.words.short == "LĐLĐ huyện, thành phố"  # until its type is changed
    assert "administrative" not in dict(vocabulary.strand_choices())
    assert vocabulary.strand_name("administrative") == "Hành chính"
    assert set(USES) == set(Term.objects.values_list("code", flat=True))
    typed = {"unit_type": "commune", "on": vietnamese.format_date(clock.today()), "reason": "Bỏ cấp huyện"}
    assert sign_in_as("admin").post(change_url(district, "type"), typed).status_code == 302
    assert Unit.objects.get(pk=district.pk).words.short == "Công đoàn xã, phường"


def test_a_set_that_is_not_whole_or_contradicts_itself_is_refused(world, tmp_path):
    content = tomllib.loads(WORDS.read_text())
    wrong = [
        (content | {"terms": content["terms"][1:]}, "Bộ tên gọi còn thiếu: board."),
        (content | {"types": content["types"][:-1]}, "và của công đoàn cơ sở"),
        (content | {"types": [*content["types"][:-1], {**content["types"][-1], "below": ["ward"]}]}, "“ward”"),
        (content | {"strands": [{"code": "sector", "name": "Ngành"}]}, "Cổng không có: sector"),
    ]
    for changed, sentence in wrong:
        with pytest.raises(ValidationError, match=sentence):
            load_words(world.province, changed)
    load_words(world.province, content | {"valid_from": date(2027, 1, 1)})
    with pytest.raises(CommandError, match="Đã có bộ tên gọi dùng từ 01/01/2027"):
        call_command("load_set", WORDS)
    binary = tmp_path / "words.toml"
    binary.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        call_command("load_set", binary)
    for root in ((), ("--root", "LĐLĐ tỉnh khác")):
        with pytest.raises(CommandError):
            call_command("load_set", RULES.with_name("no.toml"), *root)


def test_rules_are_loaded_once_and_never_over_others(world, tmp_path):
    call_command("load_set", RULES)
    assert not Event.objects.filter(verb="load_rules").exists()
    before, file = Rule.objects.count(), tmp_path / "rules.toml"
    row = 'code = "{}"\nvalid_from = {}\nvalue = "Luật mới"\narticle = "Luật số 1"\ncertainty = "reported"\n'
    Rule.objects.filter(code="grounds.emulation_law", valid_to=None).update(valid_to=date(2029, 12, 31))
    file.write_text("[[rules]]\n" + row.format("grounds.emulation_law", "2030-01-01"))
    call_command("load_set", file)
    assert (Rule.objects.count(), Event.objects.get(verb="load_rules").unit) == (before + 1, world.province)
    for code, day in (("grounds.emulation_law", "2030-02-01"), ("grounds.nothing", "2030-01-01")):
        file.write_text("[[rules]]\n" + row.format(code, day))
        with pytest.raises(CommandError):
            call_command("load_set", file)
    assert Rule.objects.count() == before + 1


def test_the_board_ends_no_word(world, sign_in_as):
    """Without "workers" no page could be shown."""
    row = Term.objects.get(code="workers")
    page = change_url(row)
    assert sign_in_as("board").post(page, {"text": "CNVCLĐ", "valid_to": "09/03/2015"}).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.valid_to) == ("CNVCLĐ", None)
