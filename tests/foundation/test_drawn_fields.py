"""Fields are drawn from pieces that are kept for all pages: as Django draws them, with nothing unescaped or stale."""

import pytest
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html

from foundation.forms.attributes import attributes
from foundation.forms.fields import CheckboxInput, NumberField, Radios, TextField, TextInput
from foundation.templatetags.forms import draw_field

pytestmark = pytest.mark.sqlite
QUOTED = """<b>"Sơn" & 'Hà'</b>"""


@pytest.mark.parametrize(
    "attrs",
    [
        {"type": "text", "name": "a", "value": QUOTED, "required": True, "disabled": False, "class": None},
        {"zeal": QUOTED, "autofocus": True, "data-money": "", "placeholder": "1 < 2", "value": 0, "rows": 1},
        {"rows": True, "title": format_html("{}", QUOTED)},
    ],
)
def test_attributes_are_djangos(attrs):
    assert attributes(attrs) == attributes(attrs) == flatatt(attrs)


def test_a_plain_text_is_not_drawn_as_the_safe_text_of_the_same_letters():
    safe = format_html("<b>{}</b>", "1")
    for _again in range(2):
        assert attributes({"title": safe}) == ' title="<b>1</b>"'
        assert attributes({"title": "<b>1</b>"}) == ' title="&lt;b&gt;1&lt;/b&gt;"'


@pytest.mark.parametrize("value", ["", QUOTED, None])
def test_an_input_is_drawn_as_its_attributes_say(value):
    box = TextInput({"class": "form-control", "placeholder": QUOTED})
    attrs = {"id": "id_a", "aria-invalid": "true", "required": True}
    shown = {} if not value else {"value": value}
    drawn = flatatt({"type": "text", "name": "a", "class": "form-control", "placeholder": QUOTED, **attrs, **shown})
    assert box.render("a", value, attrs) == f"<input{drawn}>"
    assert CheckboxInput().render("b", True, {"id": "x"}) == '<input id="x" name="b" type="checkbox" checked>'


class Asked(forms.Form):
    number = NumberField(label=QUOTED, help_text=QUOTED)
    text = TextField(label="Tên", max_length=5)
    choice = forms.ChoiceField(label="Chọn", choices=[("a", QUOTED), ("b", "B")], widget=Radios)


def test_what_was_typed_and_what_is_wrong_is_drawn_anew():
    """The same field of another request holds another text."""
    for text in (QUOTED, "mười"):
        form = Asked({"number": text, "text": text * 9, "choice": "b"})
        number, title, choice = (draw_field(form[name]) for name in form.fields)
        assert QUOTED not in number + title + choice
        assert format_html(' value="{}" required>', text) in number
        assert title.count("field-error") == 1 and format_html(' value="{}"', text * 9) in title
        assert 'value="b" required checked' not in choice and choice.count(" checked") == 1
    form = Asked({"number": "1", "text": "A", "choice": "a"})
    assert "field-error" not in "".join(draw_field(field) for field in form)
