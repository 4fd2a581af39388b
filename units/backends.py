"""The authentication backend: signing in, and reading the user of a session."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend, ModelBackend

from foundation import clock
from units.actions.guessing import ask, failed, succeeded
from units.demo_accounts import opens_nothing
from units.models import User
from units.models.post import held_by
from units.origin import origin_of
from units.rules.guessing import Secret


class WithPosts(ModelBackend):
    """Reads a user together with the posts held today, which every page needs, in one query."""

    def authenticate(self, request: Any, username: Any = None, password: Any = None, **kwargs: Any) -> User | None:
        """Return the user with this name and password; None for the demo's public password outside DEBUG.

        Raises TooManyTries before anything is checked, and without a look whether there is such a name.
        """
        if username is None or password is None:
            return None
        attempt = ask(Secret.PASSWORD, username, origin_of(request))
        user = None if opens_nothing(password) else super().authenticate(request, username, password, **kwargs)
        if user is None:
            failed(attempt)
        else:
            succeeded(attempt)
        return user

    async def aauthenticate(
        self, request: Any, username: Any = None, password: Any = None, **kwargs: Any
    ) -> User | None:
        """Call `authenticate`, which ModelBackend's own asynchronous method would not."""
        return await BaseBackend.aauthenticate(self, request, username=username, password=password, **kwargs)

    def get_user(self, user_id: Any) -> User | None:
        posts = held_by(user_id, clock.today())
        if not posts:
            return super().get_user(user_id)
        user = posts[0].user
        user.current_posts = posts
        return user if self.user_can_authenticate(user) else None
