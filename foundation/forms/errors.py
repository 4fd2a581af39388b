"""Errors of forms: their summary above the form, and errors found by actions."""

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

from foundation import vietnamese

# How the sentences of required and misread fields begin that do not say which field they are about.
UNNAMED = (
    "Xin nhập ô này",
    "Xin nhập nội dung này",
    "Nội dung dài quá",
    "Xin chọn một mục",
    "Mục đã chọn không có trong danh sách",
    "Xin ghi ngày theo dạng",
    "Ngày chưa đúng",
    "Ghi số tiền, hoặc",
    "Phông chữ của văn bản in không có",
    "Chữ này gõ theo bảng mã cũ",
    "Tên người viết hoa chữ đầu mỗi từ",
)


def error_summary(form: BaseForm | None) -> list[tuple[str, str]]:
    """Return pairs (id of the field, sentence) in the order of the form; id "" for errors of the whole form."""
    if form is None or not form.is_bound:
        return []
    whole = [("", str(error)) for error in form.non_field_errors()]
    return whole + [(anchor(field), at_field(field, str(error))) for field in form for error in field.errors]


def at_field(field: BoundField, sentence: str, row: str = "") -> str:
    """Return the sentence for a place away from its field: "Dòng 4, Loại: Xin chọn một mục."

    Only sentences that would be the same at any field are given the label, unless it is a question.
    """
    label = str(field.label or "")
    named = sentence.startswith(UNNAMED) and not label.endswith("?")
    lead = ", ".join(filter(None, (row, label if named else "")))
    return f"{lead}: {sentence}" if lead else sentence


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
