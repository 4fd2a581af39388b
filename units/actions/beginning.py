"""The first action of a portal: its highest union, the name of the Board, the first administrator and their post."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation import clock
from units.actions.accounts import added_words
from units.actions.word_sets import load_words
from units.history import record
from units.models import Installation, InstallationKind, Post, Role, Term, Unit, UnitKind, User, vocabulary
from units.word_files import NEWEST, board_of, word_sets


def has_begun() -> bool:
    """Return whether there is a highest union, without which nobody can do anything."""
    return Unit.objects.exists()


def begin(
    *,
    name: str,
    full_name: str,
    place: str,
    symbol: str,
    username: str,
    person: str,
    password: str,
    board: str = "",
    words: str = NEWEST,
) -> Unit:
    """Return the new highest union, with one administrator. Raises ValidationError, also when the portal has begun.

    `words`: the year of the set of words by which unions and the office are called; `board`: what the Board is called,
    if not as there. Nobody could have acted before: the events name nobody.
    """
    union = Unit(
        name=name,
        full_name=full_name,
        kind=UnitKind.PROVINCE,
        place=place,
        symbol=symbol,
        valid_from=clock.today(),
    )
    administrator = User(username=username, full_name=person)
    administrator.set_password(password)
    if has_begun():
        raise ValidationError(_begun())
    try:
        with transaction.atomic():
            Installation.objects.create(kind=InstallationKind.REAL)  # of two at once the second fails here
            _save(union, administrator, password)
            load_words(union, word_sets()[words])
            _name_board(union, board_of(words), board)
    except IntegrityError as error:
        raise ValidationError(_begun()) from error
    vocabulary.forget()
    return union


def _save(union: Unit, administrator: User, password: str) -> None:
    union.derive()
    union.full_clean(exclude=["path", "search_text", "type"])
    administrator.full_clean(exclude=["sort_key", "search_text"])
    validate_password(password, administrator)
    union.save()
    administrator.save()
    post = Post.objects.create(user=administrator, unit=union, role=Role.ADMINISTRATOR, since=clock.today())
    record(union, "add_unit", by=None, unit=union)
    record(administrator, "admin_add", by=None, unit=union, changes=added_words(administrator))
    words = {"phân công": ["", f"{administrator.full_name}: {post.title}, {union.name}"]}
    record(post, "give_post", by=None, unit=union, changes=words)


def _name_board(union: Unit, before: str, board: str) -> None:
    """Write what the Board is called into the set of words, which has it as `before`."""
    if board in ("", before):
        return
    term = Term.objects.get(root=union, code="board")
    term.text = board
    term.full_clean()
    term.save()
    record(union, "admin_change", by=None, unit=union, changes={"ban điều hành thi đua": [before, board]})


def _begun() -> str:
    return _("Cổng đã có đơn vị cao nhất; chỉ dựng một lần. Các việc khác làm ở trang Điều hành.")
