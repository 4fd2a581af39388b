"""Which words an office prefers in its reports. Each act is one transaction and one event."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.forms.edit_conflicts import EditConflict
from summaries import access
from summaries.models import WordChoice
from units.access import require_allowed
from units.acting import Acting
from units.history import changed_meanwhile, record
from units.models import Unit


@transaction.atomic
def choose_words(unit: Unit, words: str, instead: str, *, by: Acting) -> WordChoice:
    """Let the generated sentences of the unit's reports say `instead` for `words`. Raises ValidationError by field."""
    post = require_allowed(access.may_choose_words(unit, by))
    Unit.objects.select_for_update().get(pk=unit.pk)  # of two who add the same words the second is told
    choice = WordChoice(unit=unit, words=vietnamese.clean(words), instead=vietnamese.clean(instead))
    choice.full_clean(exclude=["unit"], validate_constraints=False)
    if any(sign in choice.words + choice.instead for sign in "{}[]"):
        raise ValidationError({"words": _("Không dùng dấu ngoặc {…}, […] ở đây.")})
    used = WordChoice.objects.of(unit).values_list("words", flat=True)
    if choice.words.casefold() in map(str.casefold, used):
        raise ValidationError({"words": _("Đã có từ này. Muốn đổi, xin thôi dùng dòng cũ trước.")})
    choice.save()
    record(choice, "choose_words", by=by, post=post, unit=unit, changes={choice.words: choice.instead})
    return choice


@transaction.atomic
def drop_words(choice: WordChoice, *, by: Acting) -> None:
    """Let the generated sentences say the words again."""
    post = require_allowed(access.may_choose_words(choice.unit, by))
    if not WordChoice.objects.filter(pk=choice.pk, active=True).update(active=False):
        raise EditConflict(changed_meanwhile(choice))
    record(choice, "drop_words", by=by, post=post, unit=choice.unit, changes={choice.words: choice.instead})
