"""Pages that make accounts: of one person, of the contacts of all unions, of a successor."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from foundation import clock
from foundation.forms.choices import suggestions
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.vietnamese import format_number
from units import access
from units.acting_request import acting_of, require_acting, user_of
from units.actions.accounts import add_account, add_accounts_of_contacts, hand_over, unions_without_officer
from units.forms.accounts import NewAccountForm, SuccessorForm
from units.models import Role, Signer, Unit, User
from units.people import people_within, posts_held

MOST_NAMED = 50
"""Unions that the page of contacts names."""


def new_account(request: HttpRequest) -> HttpResponse:
    """Add a person with account and post in one form; the letter follows."""
    access.require_allowed(access.may_manage(acting_of(request)))
    units = Unit.objects.visible_to(user_of(request)).valid_on(clock.today())
    form = NewAccountForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        try:
            person = add_account(form.person(), form.post(), by=require_acting(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            sentence = _("Đã thêm {name}, tên đăng nhập {username}. Tiếp theo: lập thư giao tài khoản.")
            messages.success(request, sentence.format(name=person.full_name, username=person.username))
            return redirect("people:letter", pk=person.pk)
    elif suggested := suggestions(request, form):
        return suggested
    return render(request, "units/new_account.html", {"form": form, "problems": error_summary(form)})


def accounts_of_contacts(request: HttpRequest) -> HttpResponse:
    """Ask whether to make accounts for the contacts of the unions in which nobody files; then make them."""
    access.require_allowed(access.may_manage(acting_of(request)))
    by = require_acting(request)
    if request.method == "POST":
        done = add_accounts_of_contacts(by.unit, by=by)
        sentence = _("Đã lập {made} tài khoản; {reused} người đã có tài khoản được phân công thêm.")
        messages.success(request, sentence.format(made=format_number(done.made), reused=format_number(done.reused)))
        return redirect("people:accounts")
    unions = unions_without_officer(by.unit)
    ready, blank = unions.exclude(contact_person=""), unions.filter(contact_person="")
    n, n_blank = ready.count(), blank.count()
    context = {
        "ready": ready[:MOST_NAMED],
        "n": n,
        "more": max(n - MOST_NAMED, 0),
        "blank": blank[:MOST_NAMED],
        "n_blank": n_blank,
        "more_blank": max(n_blank - MOST_NAMED, 0),
    }
    return render(request, "units/accounts_of_contacts.html", context)


def hand_over_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand posts of a person to a successor, with the drafts of forms begun in them."""
    person = get_object_or_404(people_within(user_of(request)), pk=pk)
    by = acting_of(request)
    every = posts_held([person])[person.pk]
    held = [post for post in every if post.role != Role.INSPECTOR]
    answers = [access.may_give_post(post.unit, post.role, by) for post in held]
    posts = [post for post, answer in zip(held, answers, strict=True) if answer]
    manages = bool(access.may_manage(by))
    if not posts:
        access.require_allowed(answers[0] if answers else access.may_manage(by))
    people = people_within(user_of(request)).filter(is_active=True).exclude(pk=person.pk)
    posted = request.POST if request.method == "POST" else None
    two = len({(post.unit_id, post.area_id) for post in every}) < len(every)
    form = SuccessorForm(posted, posts=posts, people=people, manages=manages, asks_for_drafts=two)
    if posts and form.is_valid():
        if answer := _handed_over(request, form, person):
            return answer
    elif suggested := suggestions(request, form):
        return suggested
    context = {"form": form, "problems": error_summary(form), "person": person, "posts": posts}
    return render(request, "units/hand_over.html", context)


def _handed_over(request: HttpRequest, form: SuccessorForm, person: User) -> HttpResponse | None:
    """Hand over as typed and return where that leads; None when the form says why it could not be done."""
    successor, by = form.receiver(), require_acting(request)
    is_new = successor.pk is None
    try:
        ticked = {name: form.cleaned_data.get(name, False) for name in ("ends_account", "with_drafts")}
        drafts = hand_over(form.chosen_posts(), successor, by=by, **ticked)
    except (ValidationError, StateConflict) as error:
        refuse(form, error if isinstance(error, ValidationError) else ValidationError(str(error)))
        return None
    sentence = _("Đã bàn giao {n} phân công và {drafts} bản nháp của {old} cho {new}.")
    words = {"n": len(form.chosen_posts()), "drafts": drafts, "old": person.full_name, "new": successor.full_name}
    messages.success(request, sentence.format(**words))
    signing = Signer.objects.visible_to(user_of(request)).current(clock.today()).filter(user=person)
    signs_for = list(signing.values_list("unit__name", flat=True))
    if signs_for:
        sentence = _("{old} còn là người ký của {units}: xin xem lại ở trang Người ký.")
        messages.warning(request, sentence.format(old=person.full_name, units=", ".join(signs_for)))
    return redirect("people:letter", pk=successor.pk) if is_new else redirect("people:list")
