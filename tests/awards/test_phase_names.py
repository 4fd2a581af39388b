"""Tests what papers of awards call a phase and a campaign: by the own name of a phase, with the title of one of two."""

from types import SimpleNamespace

import pytest

from awards.models import Timing
from awards.papers.articles import merit
from awards.papers.letter_words import MOVEMENTS, _filled
from awards.rules.wording_text import fill
from campaigns.models import Campaign, Phase

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

TWIN = "2016 (Cao điểm)"
BEFORE = {"year": 2015, "phase": 1}
NOW = {"year": 2016, "phase": 1, "named_year": TWIN, "phase_words": "6 tháng đầu năm"}
MERIT = "có thành tích xuất sắc trong phong trào"


@pytest.mark.parametrize(
    ("timing", "head", "text"),
    [
        (Timing.PHASE, BEFORE, f"{MERIT} thi đua đợt 1 năm 2015"),
        (Timing.YEAR, BEFORE, f"{MERIT} thi đua năm 2015"),
        (Timing.PHASE, NOW, f"{MERIT} thi đua 6 tháng đầu năm {TWIN}"),
        (Timing.YEAR, NOW, f"{MERIT} thi đua năm {TWIN}"),
        (Timing.SCHOOL_YEAR, NOW, f"{MERIT} thi đua năm học 2015-2016"),
    ],
)
def test_a_decision_says_what_its_phase_was_called_when_it_was_closed(timing, head, text):
    assert merit(SimpleNamespace(timing=timing, period_label=""), head) == text


@pytest.fixture
def dossier(monkeypatch):
    monkeypatch.setattr("campaigns.models.year_names.TWIN_TITLES", [lambda: {7: "Cao điểm"}])
    campaign = Campaign(pk=7, year=2016)
    phase = Phase(campaign=campaign, number=1, review_name="Sơ kết quý I", review_occasion="Tết", theme="Thi đua")
    return SimpleNamespace(campaign=campaign, phase=phase, period_label="Đền ơn đáp nghĩa")


def test_a_letter_names_phase_and_campaign(dossier):
    assert _filled(MOVEMENTS[Timing.PHASE], dossier) == f"phong trào thi đua quý I năm {TWIN}"
    assert _filled(MOVEMENTS[Timing.THEME], dossier) == f"phong trào “Đền ơn đáp nghĩa” năm {TWIN}"


def test_a_wording_names_phase_and_campaign_where_there_is_room(dossier):
    text = "Đã có thành tích trong phong trào thi đua đợt {số đợt} năm {năm}"
    assert fill(text, dossier) == f"Đã có thành tích trong phong trào thi đua quý I năm {TWIN}"
    long = "x" * 490 + " năm {năm}"
    assert fill(long, dossier) == "x" * 490 + " năm 2016"
