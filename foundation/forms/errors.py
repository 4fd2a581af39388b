"""Errors of forms: their summary above the form, and errors found by actions."""

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

from foundation import vietnamese


def error_summary(form: BaseForm | None) -> list[tuple[str, str]]:
    """Return pairs (id of the field, sentence) in the order of the form; id "" for errors of the whole form."""
    if form is None or not form.is_bound:
        return []
    whole = [("", str(error)) for error in form.non_field_errors()]
    return whole + [(anchor(field), str(error)) for field in form for error in field.errors]


def refuse(form: BaseForm, error: ValidationError) -> None:
    """Add an action's ValidationError to the field it names, or to the form where it has no such field."""
    for name, sentences in getattr(error, "error_dict", {"": [error]}).items():
        form.add_error(name if name in form.fields else None, ValidationError(sentences))


def required_text(text: str) -> str:
    """Return a reason, cleaned. Raises ValidationError at the field `reason` when nothing is left of it."""
    if cleaned := vietnamese.clean(text):
        return cleaned
    raise ValidationError({"reason": _("Xin ghi lý do.")})


def anchor(field: BoundField) -> str:
    """Return the id that a link to the field uses; of radio buttons, the first one's."""
    return field.id_for_label or f"{field.auto_id}_0"
