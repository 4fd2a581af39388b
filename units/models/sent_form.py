"""The model of a form that was sent and made something: how the same form, sent twice, is known."""

from __future__ import annotations

from django.db import models

from foundation.forms.mark import LONGEST_ADDRESS


class SentForm(models.Model):
    """A form as it was sent: its digest, and the address of what it made. It is deleted after some days.

    `digest` is of the person, the address and all that was posted, with the token that each page draws anew: two
    pages never have the same.
    """

    digest = models.CharField(max_length=64, unique=True)
    led_to = models.CharField(max_length=LONGEST_ADDRESS)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "trang nhập đã gửi"
        verbose_name_plural = "trang nhập đã gửi"

    def __str__(self) -> str:
        return self.led_to
