"""Who a session belongs to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from emulation import clock
from units.models import Post, User


class WithPosts(ModelBackend):
    """A person is read with the posts held today, which every page asks for: one query."""

    def get_user(self, user_id: Any) -> User | None:
        posts = Post.objects.select_related("user").held_by(user_id, clock.today())
        if not posts:
            return super().get_user(user_id)
        user = posts[0].user
        user.current_posts = posts
        return user if self.user_can_authenticate(user) else None
