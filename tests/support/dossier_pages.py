"""Helpers for tests of dossiers' pages: signing in, a nominee as typed, the problems a page names."""

from django.test import Client

from tests.support import dossier_steps
from units.models import User

PERSON = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
OTHER = {"code": "BK_T", "name": "Bàn Phúc Lìn", "sex": "male", "birth_year": 1985}


def sign_in(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def typed(**changes):
    """Return a person as typed into the form, every field filled."""
    return {
        "name": "Nông Thị Ánh Nguyệt",
        "sex": "female",
        "birth_year": "1984",
        "position": "Giáo viên",
        "nominee_class": "direct",
        "title_asked": str(dossier_steps.title("BK_T").pk),
        "achievements": "Dạy giỏi ba năm liền.",
    } | changes


def problems_of(page):
    return [sentence for _address, sentence in page.context["problems"]]


def add(dossier, kind="person", who="owner", **changes):
    given = typed(**changes) if kind == "person" else changes
    return sign_in(who).post(f"/dossiers/{dossier.pk}/nominees/new/{kind}/", given)
