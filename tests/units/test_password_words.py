"""Tests which passwords one may choose: known words with digits are none, and of what a password is made is free."""

import time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from units.forms.passwords import OwnPasswordForm
from units.models import User
from units.password_words import NotAKnownWord

pytestmark = pytest.mark.sqlite


def codes(password):
    try:
        validate_password(password, User(username="nong.van.an", full_name="Nông Văn An"))
    except ValidationError as error:
        return {problem.code for problem in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "congdoan@2026",
        "Công đoàn 2026!",
        "MatKhau12345",
        "thidua-khenthuong",
        "iloveyou12345",
        "Password#2026",
        "LĐLĐ tỉnh 99",
    ],
)
def test_known_words_with_digits_and_signs_are_refused(password):
    assert "password_known_word" in codes(password)


@pytest.mark.parametrize("password", ["1234567890", "qwertyuiop", "password123"])
def test_common_passwords_are_refused(password):
    assert "password_too_common" in codes(password)


@pytest.mark.parametrize(
    "password",
    [
        "mot-mat-khau-dai",
        "suối reo giữa rừng",
        "7391640285",
        "ngựa đỏ ăn cỏ",
        "!@#$%^&*()_+{}",
        "x" * 64 + "yz",
        "KQZXWVBNMP",
    ],
)
def test_whatever_else_is_long_enough_is_taken(password):
    assert codes(password) == set()


def test_too_short_and_like_the_own_name_are_refused():
    assert codes("b7-Kx") == {"password_too_short"}
    assert "password_too_similar" in codes("nong.van.an")


def test_nothing_is_cut_off_or_changed_in_a_password():
    """The boxes take what is typed as it is, spaces at its ends too, of any length."""
    form = OwnPasswordForm(
        User(username="an"), {"new_password1": "  Ngựa đỏ ăn cỏ  ", "new_password2": "  Ngựa đỏ ăn cỏ  "}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["new_password1"] == "  Ngựa đỏ ăn cỏ  "
    assert form.fields["new_password1"].max_length is None
    assert form.fields["new_password1"].widget.input_type == "password"


def test_a_long_password_is_judged_at_once():
    began = time.process_time()
    NotAKnownWord().validate("congdoanvietnam" * 3000 + "x")
    assert time.process_time() - began < 1
