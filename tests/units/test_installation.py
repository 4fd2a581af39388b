"""Tests the row that says whose data the database holds: fictional ones say so everywhere and are refused in use."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from units.installation import check_kind, refusal, write_kind
from units.models import Installation, InstallationKind, vocabulary

pytestmark = [pytest.mark.either, pytest.mark.usefixtures("words_read_again")]
BAND = "Dữ liệu minh họa; tên người, tên đơn vị là hư cấu."


@pytest.mark.parametrize("kind", InstallationKind)
@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("allow", [True, False])
def test_in_use_the_demo_is_refused_and_generated_data_need_a_setting(settings, kind, debug, allow):
    settings.DEBUG, settings.ALLOW_GENERATED = debug, allow
    served = debug or kind == "real" or (kind == "generated" and allow)
    assert bool(refusal(kind)) is not served


def test_every_page_and_paper_of_fictional_data_says_so(world):
    client = Client()
    client.force_login(world.user("admin"))
    pages = ["/", "/admin/"]
    assert [BAND in client.get(page).content.decode() for page in pages] == [False, False]
    assert vocabulary.paper_note() == ""
    write_kind(InstallationKind.GENERATED)
    assert [BAND in client.get(page).content.decode() for page in pages] == [True, True]
    assert BAND in Client().get("/accounts/login/").content.decode()
    assert vocabulary.paper_note() == "Dữ liệu minh họa, không có giá trị pháp lý"


@pytest.mark.django_db
def test_no_command_works_on_the_demo_in_use(settings):
    write_kind(InstallationKind.GENERATED)
    write_kind(InstallationKind.DEMO)
    assert list(Installation.objects.values_list("pk", "kind")) == [(1, "demo")]
    for command in ("tick", "worker"):
        with pytest.raises(CommandError, match="whose password everybody knows"):
            call_command(command)
    assert [error.id for error in check_kind(databases=["default"])] == ["emulation.E003"]
    assert check_kind(databases=None) == []
