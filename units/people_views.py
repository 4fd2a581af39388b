"""Pages of people and their accounts: handing accounts out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from foundation import clock, vietnamese
from units import access
from units.account_letter import letter_of, letters_pdf
from units.acting_request import acting_of, require_acting, user_of
from units.actions.sign_in_codes import fingerprint_of, issue_codes
from units.models import User
from units.people import account_state, people_within, posts_held, with_codes


@never_cache
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to hand out one account; then send the letter, which is drawn only this once."""
    person = get_object_or_404(people_within(user_of(request)).prefetch_related(with_codes()), pk=pk)
    access.require_allowed(access.may_hand_out(acting_of(request)))
    if request.method == "POST":
        return _letters(request, [person], seen=request.POST.get("seen"))
    posts = posts_held(person)
    state = account_state(person)
    context = {
        "person": person,
        "facts": [
            (_("Tên đăng nhập"), person.username),
            (_("Phân công"), "; ".join(f"{post.title}, {post.unit}" for post in posts) or _("chưa được phân công")),
            (_("Tài khoản"), f"{state.words}; {state.more}" if state.more else state.words),
        ],
        "replaces": bool(person.open_codes),  # type: ignore[attr-defined]  # of `with_codes`
        "has_posts": bool(posts),
        "fields": [("seen", fingerprint_of([person]))],
    }
    return render(request, "units/account_letter.html", context)


def _letters(request: HttpRequest, people: list[User], *, seen: str | None) -> HttpResponse:
    """Issue codes to these people and return their letters as a file, in the order of the people."""
    by = require_acting(request)
    posts = {person.pk: posts_held(person) for person in people}
    codes, expires_at = issue_codes(people, by=by, seen=seen)
    letters = [letter_of(person, posts[person.pk], codes[person.pk]) for person in people]
    content = letters_pdf(letters, issuer=by.unit, expires_at=expires_at)
    name = vietnamese.fold(people[0].full_name).replace(" ", "-") if len(people) == 1 else str(len(people))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="thu-giao-tai-khoan-{name}-{clock.today():%Y-%m-%d}.pdf"'
    return response
