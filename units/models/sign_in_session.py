"""The model of a session, which says whose it is, and the store that Django keeps sessions in.

Django's documented way: https://docs.djangoproject.com/en/5.2/topics/http/sessions/#extending-database-backed-session-engines
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from foundation import clock

# Keys in a session, with seconds since 1970 of real time for moments.
BEGUN_AT = "begun_at"  # when the person signed in
HANDLE = "handle"  # names the session on pages; its key, which changes, is secret
USED_AT = "used_at"  # when it was last written that it is used


class SignInSession(AbstractBaseSession):
    """A session. It is somebody's as soon as they sign in; `handle` stays when the key changes."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions", verbose_name=_("người dùng")
    )
    handle = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = _("phiên đăng nhập")
        verbose_name_plural = _("phiên đăng nhập")

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class SessionStore(DatabaseStore):
    """Keeps sessions as SignInSession. They end SESSION_COOKIE_AGE after a use and SESSION_DAYS after the sign-in."""

    @classmethod
    def get_model_class(cls) -> type[SignInSession]:
        return SignInSession

    def create_model_instance(self, notes: dict[str, Any]) -> SignInSession:
        session = super().create_model_instance(notes)
        assert isinstance(session, SignInSession)
        session.person_id = int(notes[SESSION_KEY]) if SESSION_KEY in notes else None
        session.handle = notes.get(HANDLE, "")
        return session

    def cycle_key(self) -> None:
        """Give the session another key. Django's own keeps nothing under the new one until the request is answered."""
        with transaction.atomic():
            super().cycle_key()
            self.save()

    def get_expiry_age(self, **kwargs: Any) -> int:
        age: int = super().get_expiry_age(**kwargs)
        return max(min(age, self._last_second - clock.real_seconds()), 0)

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        after_use: datetime = super().get_expiry_date(**kwargs)
        return min(after_use, datetime.fromtimestamp(self._last_second, UTC))

    @property
    def _last_second(self) -> int:
        """When the session ends, however it is used. Before the sign-in it is as if that were now."""
        begun_at: int = self.get(BEGUN_AT, clock.real_seconds())
        return begun_at + settings.SESSION_DAYS * 24 * 60 * 60
