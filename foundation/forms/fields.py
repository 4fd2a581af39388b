"""Form fields with Vietnamese formats and errors: numbers as 1.234,5, dates as 28/7/2015, yes or no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock, vietnamese
from foundation.documents.fonts import lacking
from foundation.forms.attributes import attributes
from foundation.forms.doubts import AnsweredBox, Doubt, odd_name, old_text
from foundation.lazy_text import LazyText
from foundation.vietnamese.dates import FIRST_YEAR

NO_REASON = gettext_lazy("Xin ghi lý do.")
NUMBER_WANTED = gettext_lazy("Xin nhập {name}. Không có thì ghi 0.")
ANSWER_WANTED = gettext_lazy("Xin chọn “Có” hoặc “Không”: {name}.")
EXAMPLE_DAY = lazy(lambda: f"28/7/{clock.today().year}", str)()
EXAMPLE_YEAR = lazy(lambda: str(clock.today().year), str)()
"""A day of this year and the year, as they are typed."""
BIG_MONEY = 100_000_000_000  # above 100 tỷ đồng the sheet asks whether it is right


class TemplatelessInput(forms.Widget):
    """An input rendered without a template, which is faster: a part of a sheet has a hundred of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        box = self.get_context(name, value, attrs)["widget"]
        words = {"type": box["type"], "name": box["name"], **box["attrs"]}
        if box["value"] is None:
            return format_html("<input{}>", attributes(words))
        flags = {key: words.pop(key) for key, word in box["attrs"].items() if word is True}
        return format_html('<input{} value="{}"{}>', attributes(words), box["value"], attributes(flags))


class TextInput(AnsweredBox, TemplatelessInput, forms.TextInput):
    """For one line of text."""


class TextArea(AnsweredBox, forms.Textarea):
    """For several lines of text."""


class CheckboxInput(TemplatelessInput, forms.CheckboxInput):
    """To be ticked."""


class Radios(forms.RadioSelect):
    """Choices without groups, of which one is picked, drawn as Django does but without two templates for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        box = self.get_context(name, value, attrs)["widget"]
        options = [option for _group, of_group, _index in box["optgroups"] for option in of_group]
        rows = format_html_join("", "<div><label{}><input{}> {}</label></div>", map(self._option, options))
        shown = {key: box["attrs"].get(key) or None for key in ("id", "class")}
        return format_html("<div{}>{}</div>", attributes(shown), rows)

    def _option(self, option: dict[str, Any]) -> tuple[str, str, Any]:
        box = {"type": option["type"], "name": option["name"], "value": option["value"], **option["attrs"]}
        return attributes({"for": option["attrs"].get("id")}), attributes(box), option["label"]


def text_input(**attrs: Any) -> TextInput:
    return TextInput({"class": "form-control", "autocomplete": "off", **attrs})


def select() -> forms.Select:
    return forms.Select({"class": "form-select"})


def text_area(rows: int = 3) -> TextArea:
    return TextArea({"class": "form-control", "rows": rows})


FieldClass = TypeVar("FieldClass", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[FieldClass]) -> FieldClass:
    """Return a field of a form as the class it was declared with; Django's `form.fields` promises only a Field."""
    field = form.fields[name]
    assert isinstance(field, kind), f"{name} is a {type(field).__name__}"
    return field


def choices_of(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    """Return the pairs (value, label) of a field."""
    pairs: Any = field.choices  # the stubs give what is read the type of all that may be set
    return list(pairs)


def from_today(sentence: Any) -> Callable[[date], None]:
    """Return a validator that refuses a day in the past with the sentence."""

    def validate(day: date) -> None:
        if day < clock.today():
            raise forms.ValidationError(sentence)

    return validate


def missing_letters(text: str) -> str:
    """Return a sentence that names the letters of a text that papers cannot print; "" if there is none."""
    missing = lacking(text)
    if not missing:
        return ""
    sentence = _("Phông chữ của văn bản in không có {letters}: trên giấy sẽ là ô trống. Xin thay bằng chữ khác.")
    return sentence.format(letters=", ".join(f"“{letter}”" for letter in missing[:5]))


def validate_letters(text: str) -> None:
    """Raise ValidationError for a text with letters that papers cannot print; it names them."""
    if sentence := missing_letters(text):
        raise forms.ValidationError(sentence)


class CleanText(forms.CharField):
    """Text as it is stored: in NFC, without what the keyboard let slip in unseen; of several lines only in an area."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(self.cleaned_text(value) if isinstance(value, str) else value)

    def cleaned_text(self, value: str) -> str:
        return vietnamese.clean(value) if isinstance(self.widget, forms.Textarea) else vietnamese.clean_line(value)


class TextField(CleanText):
    """Text whose errors are Vietnamese sentences; an area of `rows` rows, or one line.

    It may have any letter only if no paper ever prints it: then `printed` is False.
    """

    stored: Any = None  # what the form was opened with
    default_error_messages = {
        "required": gettext_lazy("Xin nhập nội dung này."),
        "max_length": gettext_lazy("Nội dung dài quá %(limit_value)d ký tự. Xin rút gọn."),
    }

    def __init__(self, *, rows: int = 0, max_length: int | None = 300, printed: bool = True, **kwargs: Any):
        kwargs.setdefault("widget", text_area(rows) if rows else text_input())
        super().__init__(max_length=max_length, **kwargs)
        if printed:
            self.validators.append(validate_letters)
        # too long a text gets an error; the attribute would make the browser cut pasted text silently
        self.widget.attrs.pop("maxlength", None)

    def doubt_of(self, text: str) -> Doubt | None:
        """Return the question that a text raises, None for most."""
        return old_text(text)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.stored = form.get_initial_for_field(self, field_name)
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> Any:
        """Return the text, or what it reads as where that was answered.

        Asks once about a doubtful text, and never about what is stored.
        """
        text = super().clean(value)
        box = self.widget
        if not isinstance(box, AnsweredBox) or text == self.stored:
            return text
        doubt = self.doubt_of(text)
        box.doubt = doubt and doubt.with_answer(getattr(value, "answer", ""))
        if box.doubt is None or (settled := box.doubt.settled) == text:
            return text
        if settled is None:
            raise forms.ValidationError(box.doubt.sentence, code="doubt")
        self.run_validators(settled)
        return settled


class NameField(TextField):
    """The name of one person; asks about one that is not written as names are."""

    def doubt_of(self, text: str) -> Doubt | None:
        if old := super().doubt_of(text):
            return replace(old, reading=vietnamese.name_as_written(old.reading))
        return odd_name(text)


def reason_field(
    required: Any = NO_REASON, help_text: Any = "", *, rows: int = 3, max_length: int = 300, printed: bool = False
) -> TextField:
    """Return the field of a reason that must be given; `required` is the sentence for one left out."""
    return TextField(
        label=gettext_lazy("Lý do"),
        rows=rows,
        max_length=max_length,
        printed=printed,
        help_text=help_text,
        error_messages={"required": required},
    )


class NumberField(forms.Field):
    """A number not below 0, as a Decimal. `name` is used in the errors.

    An ambiguous text is refused with both readings, unless `strict` is False: then it is left to a later check.
    """

    strict = True

    def __init__(self, *, name: LazyText = "", decimals: int = 0, **kwargs: Any):
        mode = "decimal" if decimals else "numeric"
        kwargs.setdefault("widget", text_input(inputmode=mode, **{"class": "form-control num"}))
        super().__init__(**kwargs)
        self.decimals = decimals
        self.set_words(self.label or "", name)

    def set_words(self, label: LazyText, name: LazyText = "") -> None:
        """Set the label, and the name that errors use: the label, unless another is given."""
        self.label, self.name = label, name or str(label)
        self.error_messages["required"] = format_lazy(NUMBER_WANTED, name=self.name)

    def prepare_value(self, value: Any) -> Any:
        """Return a stored number as it is typed."""
        return vietnamese.format_typed(value, decimals=self.decimals) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | int | None:
        if value in self.empty_values or not vietnamese.clean(str(value)):
            return None
        try:
            return vietnamese.parse_number(str(value), decimals=self.decimals, strict=self.strict)
        except vietnamese.AmbiguousNumber as error:
            raise forms.ValidationError(self.both(vietnamese.clean(str(value)), error)) from error
        except vietnamese.NumberError as error:
            raise forms.ValidationError(self.sentence(error.kind)) from error

    def both(self, text: str, error: vietnamese.AmbiguousNumber) -> str:
        """Return the error with both readings and how to type each: "ghi 1.000 nếu là 1 nghìn, hoặc ghi 1 nếu là 1"."""
        sentence = _(
            "{name}: “{text}” có hai cách đọc. Xin ghi {a} nếu là {thousands}, hoặc ghi {b} nếu là {fraction}."
        )
        return sentence.format(
            name=_capitalised(self.name),
            text=text,
            a=vietnamese.format_typed(error.thousands, decimals=self.decimals),
            b=vietnamese.format_typed(error.fraction, decimals=self.decimals),
            thousands=thousands_in_words(error.thousands),
            fraction=fraction_in_words(error.fraction),
        )

    def sentence(self, kind: str) -> str:
        sentences = {
            "negative": _("{name} không thể nhỏ hơn 0."),
            "too_long": _("{name} lớn quá mức có thể ghi. Xin kiểm tra lại."),
            "too_many_decimals": _("{name} chỉ ghi tối đa {decimals} chữ số thập phân.")
            if self.decimals
            else _("{name} phải là số nguyên. Ví dụ: 1.250."),
        }
        sentence = sentences.get(kind, _("{name} phải là số. Ví dụ: 1.250 hoặc 12,5."))
        return sentence.format(name=_capitalised(self.name), decimals=self.decimals)


def _capitalised(name: LazyText) -> str:
    return str(name)[:1].upper() + str(name)[1:]


def thousands_in_words(number: Decimal) -> str:
    """12500 → "12 nghìn 500"."""
    thousands, rest = divmod(int(number), 1000)
    return _("{n} nghìn {rest}").format(n=thousands, rest=rest) if rest else _("{n} nghìn").format(n=thousands)


def fraction_in_words(number: Decimal) -> str:
    """12.5 → "12 phẩy 5"."""
    whole, _dot, fraction = f"{number:f}".partition(".")
    return _("{n} phẩy {fraction}").format(n=whole, fraction=fraction) if fraction else whole


class CountField(NumberField):
    """A whole number as an int, at most LIMIT."""

    LIMIT = 2_000_000_000

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        if number is not None and number > self.LIMIT:
            raise forms.ValidationError(self.sentence("too_long"))
        return None if number is None else int(number)


class YearField(forms.Field):
    """A year of four digits, as an int. `name` is used in the errors."""

    def __init__(self, *, name: LazyText = "", example: int | LazyText = EXAMPLE_YEAR, **kwargs: Any):
        kwargs.setdefault("widget", text_input(inputmode="numeric", **{"class": "form-control num"}))
        super().__init__(**kwargs)
        name = _capitalised(name or self.label or "")
        self.error_messages["required"] = format_lazy(
            gettext_lazy("Xin nhập {name}, ví dụ {example}."), name=name[:1].lower() + name[1:], example=example
        )
        self.error_messages["invalid"] = format_lazy(
            gettext_lazy("{name} chưa đúng. Xin ghi bốn chữ số, ví dụ {example}."), name=name, example=example
        )

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not (text := vietnamese.clean(str(value))):
            return None
        if not (len(text) == 4 and text.isascii() and text.isdigit() and text[0] != "0"):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text)


class MoneyField(NumberField):
    """Whole đồng as an int."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.widget.attrs["data-money"] = ""
        self.error_messages["required"] = gettext_lazy("Ghi số tiền, hoặc đánh dấu “Không tính được thành tiền”.")

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        return None if number is None else int(number)


class DateField(forms.Field):
    """A date typed day/month/year, not before `first_year`."""

    def __init__(self, *, first_year: int = FIRST_YEAR, **kwargs: Any):
        kwargs.setdefault("widget", text_input(placeholder=gettext_lazy("ngày/tháng/năm")))
        super().__init__(**kwargs)
        self.first_year = first_year
        self.error_messages["required"] = format_lazy(
            gettext_lazy("Xin ghi ngày theo dạng ngày/tháng/năm, ví dụ {day}."), day=EXAMPLE_DAY
        )

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        if value in self.empty_values or not vietnamese.clean(str(value)):
            return None
        try:
            return vietnamese.parse_date(str(value), first_year=self.first_year)
        except vietnamese.DateError as error:
            sentence = _("Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ {day}.").format(day=EXAMPLE_DAY)
            raise forms.ValidationError(sentence) from error

    def prepare_value(self, value: Any) -> Any:
        return vietnamese.format_date(value) if isinstance(value, date) else value


class ChoiceField(forms.ChoiceField):
    """A choice from a list, with Vietnamese errors."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", select())
        super().__init__(**kwargs)
        self.error_messages["required"] = gettext_lazy("Xin chọn một mục.")
        self.error_messages["invalid_choice"] = gettext_lazy("Mục đã chọn không có trong danh sách. Xin chọn lại.")


class YesNoField(forms.ChoiceField):
    """Có or Không, as True, False or None."""

    CHOICES = (("yes", gettext_lazy("Có")), ("no", gettext_lazy("Không")))

    def __init__(self, *, name: LazyText = "", **kwargs: Any):
        kwargs.setdefault("widget", Radios)
        super().__init__(choices=self.CHOICES, **kwargs)
        wanted = format_lazy(ANSWER_WANTED, name=name or self.label or "")
        self.error_messages["required"] = self.error_messages["invalid_choice"] = wanted

    def clean(self, value: Any) -> bool | None:  # type: ignore[override]  # where ChoiceField returns the text
        return {"yes": True, "no": False}.get(super().clean(value))


class TickField(forms.BooleanField):
    def __init__(self, **kwargs: Any):
        kwargs.setdefault("widget", CheckboxInput({"class": "form-check-input"}))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
