"""Refuses passwords that are a common word, or words of the office, with only digits and signs beside them."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from foundation import vietnamese

WORDS = (
    *("cong", "doan", "lien", "lao", "dong", "ldld", "cdcs", "tinh", "thanh", "pho", "huyen", "phuong", "xa", "truong"),
    *("thi", "dua", "khen", "thuong", "bang", "giay", "danh", "hieu", "to", "quoc", "viet", "nam", "ban"),
    *("chu", "tich", "can", "bo", "van", "thu", "ke", "toan", "don", "vi", "chung", "phong", "trao", "hoi"),
    *("mat", "khau", "password", "admin", "quan", "tri", "dang", "nhap", "tai", "khoan", "nguoi", "dung"),
)
"""Syllables of the office and of signing in, as they are typed without marks."""
OFFICE = re.compile(f"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})+")
NO_LETTER = re.compile(r"[^a-z]")


class NotAKnownWord:
    """Password validator (AUTH_PASSWORD_VALIDATORS): "congdoan@2026" and "iloveyou12345" are refused."""

    @cached_property
    def common(self) -> frozenset[str]:
        return frozenset(CommonPasswordValidator().passwords)

    def validate(self, password: str, user: Any = None) -> None:
        letters = NO_LETTER.sub("", vietnamese.fold(password))
        if letters in self.common or OFFICE.fullmatch(letters):
            raise ValidationError(
                _(
                    "Mật khẩu này chỉ gồm từ thường gặp hoặc từ của ngành, thêm số và dấu, nên dễ đoán; xin ghép thêm "
                    "vài từ khác."
                ),
                code="password_known_word",
            )

    def get_help_text(self) -> str:
        return _("Không chỉ dùng từ thường gặp hoặc từ của ngành rồi thêm số.")
