"""Tests what is read from the fonts of papers: their letters and widths."""

import pytest
from django import forms

from campaigns.models import Purpose
from campaigns.sheet.part_forms import AssessmentForm, ExemplarForm
from foundation.documents.fonts import Face, lacking, text_width
from foundation.forms.fields import TextField
from foundation.vietnamese import clean
from summaries.forms import ReviseForm
from units.admin_base.forms import vietnamese_field


def test_every_vietnamese_letter_is_there_and_what_is_not_is_named_once():
    letters = "aăâeêioôơuưyđ" + "".join(
        clean(a + mark) for a in "aăâeêioôơuưy" for mark in "\u0300\u0301\u0303\u0309\u0323"
    )
    assert lacking(letters + letters.upper() + "–“”…‘’\u00a0\n") == []
    assert lacking("Tổ 😀 漢 😀") == ["😀", "漢"]


def test_a_line_is_as_wide_as_its_letters():
    assert text_width("II", Face.BOLD, 10) == 2 * text_width("I", Face.BOLD, 10)
    assert text_width("Mm", Face.BOLD, 20) > text_width("Mm", Face.REGULAR, 20) > text_width("Mi", Face.REGULAR, 20)


class NameForm(forms.Form):
    name = TextField()
    unprinted = TextField(printed=False)


@pytest.mark.parametrize(
    ("typed", "wrong"), [("Nông Văn Ba", ""), ("Nông Văn 😀", "không có “😀”: trên giấy sẽ là ô trống")]
)
def test_a_letter_that_no_paper_can_print_is_told_at_its_field(typed, wrong):
    form = NameForm({"name": typed, "unprinted": typed})
    assert wrong in "".join(form.errors.get("name", []))
    assert set(form.errors) == ({"name"} if wrong else set())


@pytest.mark.parametrize(
    "field",
    [
        AssessmentForm.base_fields["strengths"],
        ExemplarForm.base_fields["story"],
        vietnamese_field(Purpose._meta.get_field("text")),
        ReviseForm.base_fields["reason"],
    ],
    ids=["sheet", "exemplar", "launch", "revision"],
)
def test_texts_of_all_papers_are_asked_for_them(field):
    with pytest.raises(forms.ValidationError, match="không có “😀”"):
        field.clean("Vượt kế hoạch 😀")
