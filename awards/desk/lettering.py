"""Tasks about letters of the unit: cases that wait for one, and letters that are closed for signing."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.lifecycle import LetterStatus, NominationStatus
from awards.models import Letter
from awards.rules.letter_groups import waiting_for_letter
from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from units.acting import Acting
from units.models import Role
from units.models.signing import has_other_signer
from units.signing import may_register_for, registrars
from units.todo import OF_THE_WEEK, Todo


def to_close(by: Acting) -> list[Todo]:
    """Return a task for what waits for a letter and no union above has judged; beside it what waits for its number."""
    is_told = by.is_(Role.REVIEWER) or by.is_(Role.CLERK)  # by `to_register`
    return _to_close(by) + ([] if is_told else to_register(by))


def _to_close(by: Acting) -> list[Todo]:
    rows = waiting_for_letter(by.unit).filter(Q(status=NominationStatus.PENDING) | Q(deciding_unit=by.unit))
    count = rows.count()
    if not count:
        return []
    return [
        Todo(
            title=_("Chốt tờ trình khen thưởng cho {n} trường hợp").format(n=vietnamese.format_number(count)),
            detail=_("Mỗi dịp khen, mỗi nơi quyết định một tờ trình."),
            url=reverse("awards:letters"),
            button=_("Xem và chốt"),
            count=count,
        )
    ]


def to_register(by: Acting) -> list[Todo]:
    """Return the letters that are closed for signing: to register, or to close anew as their signer signs no more."""
    closed = Letter.objects.filter(unit=by.unit, status=LetterStatus.TO_SIGN).order_by("pk")
    has_registrar = Exists(registrars(OuterRef("unit")))
    letters = list(closed.annotate(has_other_signer=has_other_signer(clock.today()), has_registrar=has_registrar))
    todos = []
    if by.is_(Role.REVIEWER):
        todos += [_to_close_anew(letter) for letter in letters if letter.has_other_signer]
    if letters and may_register_for(by.unit, by, has_registrar=letters[0].has_registrar):
        return todos + [_to_register(letter) for letter in letters]
    return todos + [_waiting(letter) for letter in letters if not letter.has_other_signer]


def _waiting(letter: Letter) -> Todo:
    """Return what others do with a letter that is closed for signing: sign it, and register it with its scan."""
    title = _("Chờ ký, ghi số và bản chụp: tờ trình {about}").format(about=_lower(letter))
    return Todo(title, "", letter.get_absolute_url(), "", tone=OF_THE_WEEK)


def _to_close_anew(letter: Letter) -> Todo:
    return Todo(
        title=_("Chốt lại tờ trình {about}").format(about=_lower(letter)),
        detail=_("{name} không còn là người ký. Nếu chưa ký, xin thu lại và chốt lại.").format(name=letter.signer_name),
        url=letter.get_absolute_url(),
        button=_("Xem tờ trình"),
        tone="no",
    )


def _to_register(letter: Letter) -> Todo:
    closed_at = guaranteed(letter.closed_at, "letter_is_closed")
    detail = _("Gửi {addressee}; chốt ngày {day}.")
    return Todo(
        title=_("Ghi số, ngày khi đã ký: tờ trình {about}").format(about=_lower(letter)),
        detail=detail.format(addressee=letter.addressee, day=vietnamese.format_date(closed_at)),
        url=letter.get_absolute_url(),
        button=_("Xem tờ trình"),
    )


def _lower(letter: Letter) -> str:
    return letter.about[:1].lower() + letter.about[1:]
