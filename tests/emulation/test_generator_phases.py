"""Tests generated provinces whose campaign has other phases: quarters, reports alone, one phase for the year."""

from collections import Counter

import pytest

from awards.models import Dossier
from campaigns.catalogue.stored import catalogue_of
from campaigns.models import Commemoration, DueDate, Filing, Phase, Submission
from campaigns.sheet_proof import sheet_faults
from emulation.fictional.generator.build import generate
from emulation.fictional.generator.phases import NOW, SHAPES
from emulation.fictional.generator.sizes import CountrySize
from foundation import clock
from summaries.figures.phase_figures import phase_figures
from summaries.models import Summary
from units.models import User

pytestmark = [pytest.mark.either(whole=True), pytest.mark.django_db]

SMALL = CountrySize(provinces=1, unions=30)
EXPECTED = {  # of each phase: its name, whether it asks for a pledge, whether it is locked
    "quarters": [
        ("quý I", True, True),
        ("quý II", False, True),
        ("quý III", False, True),
        ("quý IV và cả năm", False, False),
    ],
    "reports": [
        ("quý I", False, True),
        ("quý II", False, True),
        ("quý III", False, True),
        ("quý IV và cả năm", False, False),
    ],
    "year": [("đợt 1", True, False)],
}


@pytest.mark.parametrize("shape", EXPECTED)
def test_a_province_is_filled_over_phases_of_any_number_with_or_without_pledges(shape, client):
    generate(SMALL, seed=11, shape=SHAPES[shape])
    with clock.travel(NOW):
        phases = list(Phase.objects.select_related("campaign__unit").order_by("number"))
        assert [(phase.words, phase.asks_pledge, phase.locked_at is not None) for phase in phases] == EXPECTED[shape]
        filings = Counter(Filing.objects.values_list("called__phase__number", "kind"))
        assert filings == Counter({(phase.number, kind): 29 for phase in phases for kind in phase.sheet_kinds})
        assert all(catalogue_of(phase).indicators for phase in phases)
        assert all(day.is_in_phase for day in Commemoration.objects.select_related("phase__campaign"))
        dated = set(DueDate.objects.values_list("phase__number", "kind"))
        assert dated == {(phase.number, kind) for phase in phases for kind in phase.sheet_kinds}
        for phase in phases:
            reports = phase.called_units.filter(filings__kind="report", filings__status="accepted")
            assert reports.count() > 5
            assert phase_figures(phase, phase.campaign.unit).number == phase.number
        assert not Submission.objects.filter(figures=None).exists()
        assert list(sheet_faults()) == []
        assert Dossier.objects.exists() == any(phase.asks_pledge for phase in phases)
        assert Summary.objects.count() == (0 if shape == "year" else 1)
        client.force_login(User.objects.get(username="board"))
        for address in ("/", phases[0].get_absolute_url(), phases[-1].get_absolute_url(), "/reports/"):
            assert client.get(address).status_code == 200
