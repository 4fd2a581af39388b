"""Says which post of a person ended and who holds its role today, for whoever sends a form of before."""

from __future__ import annotations

from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.forms.mark import LASTS
from units.models import Post, User


def ended_post_sentence(user: User, acting: str) -> str:
    """Return the sentence about the last post that the person held in the unit or area with this key of an Acting."""
    post = _last_ended(user, acting)
    return _sentence(post) if post else _("Phân công ở đơn vị của trang này không còn, nên chưa ghi gì.")


def just_ended_sentence(user: User, acting: str) -> str:
    """Return the same where that post ended while a form of before may still be open; else ""."""
    post = _last_ended(user, acting)
    return _sentence(post) if post and post.until and post.until > clock.today() - LASTS else ""


def _last_ended(user: User, acting: str) -> Post | None:
    unit, _dash, area = acting.partition("-")
    posts = Post.objects.filter(user=user, unit=int(unit), area=int(area) if area else None)
    return posts.filter(until__lte=clock.today()).select_related("unit", "area").order_by("until").last()


def _sentence(post: Post) -> str:
    day = vietnamese.format_date(post.until) if post.until else ""
    ended = _("Phân công {post} tại {unit} đã kết thúc từ ngày {day}, nên chưa ghi gì.")
    return f"{ended.format(post=post.title, unit=post.unit.name, day=day)} {holders(post)}".strip()


def holders(post: Post) -> str:
    """Return a sentence that names who holds the same role there today; "" where nobody does."""
    now = Post.objects.current(clock.today()).filter(unit=post.unit_id, role=post.role, area=post.area_id)
    names = [str(other.user) for other in now.select_related("user").order_by("user__sort_key")]
    return _("Nay việc này do {names} làm.").format(names=", ".join(names)) if names else ""
