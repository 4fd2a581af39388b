"""Helpers for tests of decisions' pages: signing in, drafts at each stage, and what a page says."""

import html
import re

from django.test import Client

from awards.actions import appraisal, decisions
from awards.models import Nomination
from tests.support import dossier_steps
from units.models import Post, Role, User

PERSON = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
OTHER = {"code": "BK_T", "name": "Bàn Phúc Lìn", "sex": "male", "birth_year": 1985}
GROUP = {"code": "BK_T", "name": "Tổ Toán - Lý", "person": False}
TYPED = {"number": "45", "dated_on": "20/07/2015"}
ASKED = (
    "Ban hành Quyết định số 45/QĐ-LĐLĐ ngày 20/07/2015: 1 tập thể, 2 cá nhân. "
    "Từ lúc này có sổ khen thưởng, bằng, giấy khen. "
    "Sau khi ban hành không sửa được; sai sót phải có quyết định đính chính."
)
FROZEN = "Quyết định đã ban hành, không sửa được. Sai sót phải có quyết định đính chính."


def sign_in(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def superuser():
    """Return a client signed in as a superuser without a unit."""
    client = Client()
    person = {"is_superuser": True, "is_staff": True, "full_name": "Không Phân Công"}
    client.force_login(User.objects.get_or_create(username="root", defaults=person)[0])
    return client


def draft(world, rows=(PERSON, OTHER, GROUP)):
    """Return a draft decision of the province about nominees of the school."""
    return decisions.draft(dossier_steps.approved(world, list(rows)), by=world.by("board"))


def proposed(world, rows=(PERSON, OTHER, GROUP)):
    decision = draft(world, rows)
    decisions.propose(decision, by=world.by("board"))
    return decision


def district_rows(world):
    """Return nominations of the commune that the district has approved."""
    dossier = dossier_steps.sent(world, "neighbour", [PERSON | {"code": "GK_CTT"}])
    appraisal.approve(dossier.nominations.all(), by=world.by("district", Role.REVIEWER))
    return list(Nomination.objects.with_context().filter(dossier=dossier))


def outside(world):
    """Return a draft that records what the confederation decided."""
    rows = dossier_steps.approved(world, [PERSON | {"code": "BK_TLD"}])
    appraisal.send_up(rows, by=world.by("board"))
    organ = "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"
    return decisions.draft(rows, by=world.by("board"), organ=organ)


def trusted(name):
    """Let a reviewer record signed papers."""
    Post.objects.filter(user__username=name, role=Role.REVIEWER).update(may_record_signed=True)


def text_of(page):
    """Return the text of a page without tags, each run of blanks as one."""
    body = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(body).split())


def refusal(page):
    """Return the status and the sentence of a 403 or 409 page."""
    return page.status_code, page.context["sentence"]


def links(page):
    """Return the addresses to which the main part of the page links and posts."""
    body = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return set(re.findall(r'(?:href|action)="(/[^"#?]+)', body))
