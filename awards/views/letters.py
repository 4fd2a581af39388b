"""The letters (tờ trình) of the union acted for: those to write, those to sign, those that were sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from awards import letter_access
from awards.actions import letters
from awards.forms.letters import LetterRegisterForm
from awards.models import Letter
from awards.papers.union_letter import addressee, subject, union_letter_pdf
from awards.rules.letter_groups import LetterGroup, group_with, letter_groups, rules_to_compare
from awards.selectors.honoured_words import how_many
from awards.selectors.letter_page import reasons_by_letter, scans_by_letter, to_compare_sentences
from awards.views.list_tables import LETTERS
from foundation import clock, kept_file
from foundation.body_limits import takes_file
from foundation.drawing.turns import in_turn
from foundation.list_files import file_of_queryset, wants_file
from foundation.pdf_response import pdf_response
from foundation.request_parsing import whole_number
from foundation.vietnamese import format_date
from units.access import Answer, require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.attachments import LIMIT
from units.confirming import Confirmation, ask, posted
from units.forms.signing import ClosingForm, TakeBackForm
from units.models import Attachment
from units.models.signing import has_other_signer

MOST_SHOWN = 100


@dataclass(frozen=True)
class LetterToWrite:
    """A group without a letter, as the list shows it."""

    pk: int
    about: str
    addressee: str
    named: str


@dataclass(frozen=True)
class ShownLetter:
    """A letter with its scans, why it was taken back, and what the user may do with it."""

    letter: Letter
    scans: list[Attachment]
    reason: str
    may_register: bool
    may_take_back: bool
    may_keep_scans: bool


def letter_list(request: HttpRequest) -> HttpResponseBase:
    """Show the letters of the union acted for: to write, then the latest that were closed; those alone as a file."""
    require_allowed(letter_access.may_read_letters(acting_of(request)))
    by = require_acting(request)
    visible = Letter.objects.visible_to(by.user).filter(unit=by.unit).with_context()
    closed = visible.annotate(has_other_signer=has_other_signer(clock.today())).order_by("-closed_at", "-pk")
    if wants_file(request):
        return file_of_queryset(request, LETTERS, [by.unit.name], closed, lambda letters: _shown(letters, by))
    groups = letter_groups(by.unit)
    context = {
        "columns": LETTERS.on_screen,
        "unit": by.unit,
        "to_write": [_to_write(group) for group in groups],
        "to_compare": to_compare_sentences(rules_to_compare(groups)),
        "may_close": letter_access.may_close(by.unit, by),
        "letters": _shown(list(closed[:MOST_SHOWN]), by),
        "breadcrumb": [(_("Tờ trình"), "")],
    }
    return render(request, "awards/letter/list.html", context)


def _to_write(group: LetterGroup) -> LetterToWrite:
    return LetterToWrite(group.pk, subject(group), addressee(group), _named(group))


def _named(group: LetterGroup) -> str:
    persons = sum(row.nominee.is_person for row in group.rows)
    return how_many(len(group.rows) - persons, persons)


def _shown(rows: list[Letter], by: Acting) -> list[ShownLetter]:
    scans, reasons = scans_by_letter(rows), reasons_by_letter(rows)
    to_sign = next((letter for letter in rows if letter.is_to_sign), None)
    registered = next((letter for letter in rows if letter.is_registered), None)
    may_register = to_sign is not None and bool(letter_access.may_register(to_sign, by))
    may_take_back = to_sign is not None and bool(letter_access.may_take_back(to_sign, by))
    may_keep_scans = registered is not None and bool(letter_access.may_keep_scans(registered, by))
    return [
        ShownLetter(
            letter,
            scans.get(letter.pk, []),
            reasons.get(letter.pk, ""),
            may_register=may_register and letter.is_to_sign,
            may_take_back=may_take_back and letter.is_to_sign,
            may_keep_scans=may_keep_scans and letter.is_registered,
        )
        for letter in rows
    ]


def draft_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the letter of the group with this nomination as it would be now, stamped DỰ THẢO."""
    group = _group_or_404(request, pk)
    with in_turn(request):
        return pdf_response(union_letter_pdf(group), f"letter-draft-{pk}.pdf")


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the letter of the group with this nomination for signing."""
    group = _group_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _(
            "{about}, gửi {addressee}: {named}. Lời văn, danh sách và bản in được giữ nguyên từ lúc này; "
            "bản in để trống số, ngày cho văn thư ghi."
        ).format(about=subject(group), addressee=addressee(group), named=_named(group))
        form = ClosingForm(posted(request), unit=group.unit, user_id=user_of(request).pk)
        seen, to_compare = str(len(group.rows)), to_compare_sentences(rules_to_compare([group]))
        return question_about_letters(
            _("Chốt để trình ký"), sentence, form, fields=[("seen", seen)], notices=to_compare
        )

    def act(typed: dict[str, Any]) -> str:
        letters.close(group, by=require_acting(request), expected_count=whole_number(request.POST.get("seen")), **typed)
        return _("Đã chốt tờ trình để trình ký.")

    answer = letter_access.may_close(group.unit, acting_of(request))
    return ask(request, answer, question, act, back_url=reverse("awards:letters"))


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the PDF of a letter as it was closed."""
    letter = letter_or_404(request, pk)
    return pdf_response(kept_file.bytes_of(letter.file), f"letter-{letter.pk}.pdf")


@takes_file(LIMIT)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Write number and date beside a signed letter, with its scan."""
    letter = letter_or_404(request, pk)

    def question() -> Confirmation:
        files = request.FILES if request.method == "POST" else None
        sentence = _("{about}, gửi {addressee}. Ghi như văn thư đã ghi trên bản giấy; ghi rồi không thu lại được.")
        form = LetterRegisterForm(posted(request), files, letter=letter)
        return question_about_letters(
            _("Ghi số, ngày"), sentence.format(about=letter.about, addressee=letter.addressee), form
        )

    def act(typed: dict[str, Any]) -> str:
        kept = {name: value for name, value in typed.items() if name != "checked"}
        letters.register(letter, by=require_acting(request), **kept)
        return _("Đã ghi {letter} ngày {day}.").format(letter=letter, day=format_date(typed["dated_on"]))

    return _ask(request, letter_access.may_register(letter, acting_of(request)), question, act)


def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a letter that has no number yet, with a reason."""
    letter = letter_or_404(request, pk)

    def question() -> Confirmation:
        sentence = _(
            "Các trường hợp trong tờ trình lại chờ lập tờ trình. Bản in đã trình không dùng nữa: "
            "xin báo người đang giữ bản in."
        )
        return question_about_letters(_("Thu lại để sửa"), sentence, TakeBackForm(posted(request)), tone="danger")

    def act(typed: dict[str, Any]) -> str:
        letters.take_back(letter, by=require_acting(request), **typed)
        return _("Đã thu lại tờ trình.")

    return _ask(request, letter_access.may_take_back(letter, acting_of(request)), question, act)


def _ask(request: HttpRequest, answer: Answer, question: Any, act: Any) -> HttpResponse:
    return ask(request, answer, question, act, back_url=reverse("awards:letters"))


def question_about_letters(title: str, sentence: str, form: Any, **more: Any) -> Confirmation:
    trail = [(_("Tờ trình"), reverse("awards:letters"))]
    return Confirmation(title=title, sentence=sentence, button=title, trail=trail, form=form, **more)


def letter_or_404(request: HttpRequest, pk: int) -> Letter:
    return get_object_or_404(Letter.objects.visible_to(request.user).with_context(), pk=pk)


def _group_or_404(request: HttpRequest, pk: int) -> LetterGroup:
    """Return the group of the union acted for that a nomination is in. Raises Forbidden and Http404."""
    by = acting_of(request)
    require_allowed(letter_access.may_read_letters(by))
    group = group_with(by.unit, pk) if by else None
    if group is None:
        raise Http404
    return group
