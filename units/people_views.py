"""Pages of people and their accounts: whom to call, and handing accounts out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from foundation import clock, vietnamese
from foundation.lifecycle import StateConflict
from foundation.list_page import list_page
from foundation.request_parsing import whole_number
from units import access
from units.account_letter import letter_of, letters_pdf
from units.acting_request import acting_of, require_acting, user_of
from units.actions.guessing import unlock
from units.actions.passwords import reissue_password
from units.actions.sign_in_codes import fingerprint_of, issue_codes, issued_just_now, new_codes, refuse_issued
from units.models import Unit, User
from units.people import (
    COUNTED,
    account_state,
    open_code,
    people_groups,
    people_within,
    posts_held,
    recipients,
    with_codes,
    without_and_with_letter,
)
from units.people_list import PEOPLE, PeopleFilter, listed_people, listed_posts

MOST_LETTERS = 100
"""Letters of one file: it is drawn while the person waits."""


def people(request: HttpRequest) -> HttpResponseBase:
    """List the people with a post in one's reach, with their telephones and the state of their accounts."""
    access.require_allowed(access.may_see_people(acting_of(request)))
    user = user_of(request)
    by = acting_of(request)
    conditions = PeopleFilter(request.GET, listed_posts(user), user=user)
    return list_page(
        request,
        "units/people.html",
        PEOPLE,
        conditions,
        lambda posts: listed_people(posts, by=by),
        manages=bool(access.may_hand_out(by)),
    )


def accounts(request: HttpRequest) -> HttpResponse:
    """Show administrators, union by union, who is new, never signed in, has no letter and no telephone."""
    access.require_allowed(access.may_hand_out(acting_of(request)))
    by = require_acting(request)
    groups = people_groups(by.user, by.unit)
    totals = {name: sum(getattr(group, name) for group in groups) for name in COUNTED}
    return render(request, "units/account_groups.html", {"groups": groups, "totals": totals})


@never_cache
def accounts_of_group(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether to hand out the accounts of a group; then send the letters, which are drawn only this once."""
    if (pk := whole_number(key)) is not None:
        get_object_or_404(Unit.objects.visible_to(user_of(request)), pk=pk)
    access.require_allowed(access.may_hand_out(acting_of(request)))
    by = require_acting(request)
    group = next((group for group in people_groups(by.user, by.unit) if group.key == key), None)
    if group is None:
        raise Http404
    waiting = recipients(by.user, by.unit, key)
    without, again = without_and_with_letter(waiting)
    if request.method == "POST":
        seen = request.POST.get("seen")
        twice = issued_just_now(waiting, seen, by=by) if seen else []
        chosen = twice or (again if "again" in request.POST else without)
        if not chosen:
            raise StateConflict(_("Không còn ai cần thư: thư vừa được lập, hoặc mọi người đã đăng nhập."))
        return _letters(request, chosen[:MOST_LETTERS], among=waiting, seen=seen)
    seen_last = ("seen", fingerprint_of(waiting))
    context = {
        "group": group,
        "without": len(without),
        "first": min(len(without), MOST_LETTERS),
        "again": len(again),
        "first_again": min(len(again), MOST_LETTERS),
        "fields": [seen_last],
        "fields_again": [seen_last, ("again", "1")],
    }
    return render(request, "units/account_letters.html", context)


@never_cache
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to hand out one account; then send the letter, which is drawn only this once."""
    person = get_object_or_404(people_within(user_of(request)).prefetch_related(with_codes()), pk=pk)
    access.require_allowed(access.may_hand_out(acting_of(request)))
    if request.method == "POST":
        return _letters(request, [person], among=[person], seen=request.POST.get("seen"))
    context = {
        "person": person,
        "facts": _facts(person),
        "replaces": open_code(person) is not None,
        "has_posts": bool(posts_held([person])[person.pk]),
        "fields": [("seen", fingerprint_of([person]))],
    }
    return render(request, "units/account_letter.html", context)


def _facts(person: User) -> list[tuple[str, str]]:
    posts, state = posts_held([person])[person.pk], account_state(person)
    return [
        (_("Tên đăng nhập"), person.username),
        (_("Phân công"), "; ".join(f"{post.title}, {post.unit}" for post in posts) or _("chưa được phân công")),
        (_("Tài khoản"), f"{state.words}; {state.more}" if state.more else state.words),
    ]


@never_cache
def reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to take a person's password away; then do so and send the letter, which is drawn only this once."""
    person = get_object_or_404(people_within(user_of(request)).prefetch_related(with_codes()), pk=pk)
    access.require_allowed(access.may_hand_out(acting_of(request)))
    if request.method == "POST":
        return _letters(request, [person], among=[person], seen=request.POST.get("seen"), reissues=True)
    context = {"person": person, "facts": _facts(person), "fields": [("seen", fingerprint_of([person]))]}
    return render(request, "units/reissue.html", context)


@require_POST
def unlock_account(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(people_within(user_of(request)), pk=pk)
    access.require_allowed(access.may_hand_out(acting_of(request)))
    unlock(person, by=require_acting(request))
    messages.success(request, _("{name} đăng nhập lại được ngay.").format(name=person.full_name))
    return redirect("people:list")


def _letters(
    request: HttpRequest, people: list[User], *, among: list[User], seen: str | None, reissues: bool = False
) -> HttpResponse:
    """Draw the letters of these people, issue their codes, and return the file, in the order of the people.

    `reissues`: the password of the one person is taken away with it.
    """
    by = require_acting(request)
    refuse_issued(among, seen, by=by, to=people)
    posts, codes = posts_held(people), new_codes(people)
    letters = [letter_of(person, posts[person.pk], codes.by_person[person.pk]) for person in people]
    content = letters_pdf(letters, issuer=by.unit, expires_at=codes.expires_at)
    if reissues:
        reissue_password(people[0], codes, by=by, seen=seen)
    else:
        issue_codes(codes, by=by, among=among, seen=seen)
    name = vietnamese.fold(people[0].full_name).replace(" ", "-") if len(people) == 1 else f"{len(people)}-nguoi"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="thu-giao-tai-khoan-{name}-{clock.today():%Y-%m-%d}.pdf"'
    return response
