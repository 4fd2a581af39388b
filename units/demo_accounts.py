"""The accounts that the demo's sign-in page offers. Nothing is offered outside DEBUG."""

from django.conf import settings

from units.acting import choices
from units.models import User

PASSWORD = "thi-dua-2015"  # noqa: S105 (printed by `make run`, refused outside DEBUG)
USERNAMES = ("officer", "district", "chair", "board", "leader", "admin")


def demo_accounts() -> list[tuple[str, str]]:
    """Pairs (username, who it is), in the order of the story; none unless all of them exist."""
    if not settings.DEBUG:
        return []
    people = {user.username: user for user in User.objects.filter(username__in=USERNAMES, is_active=True)}
    if len(people) < len(USERNAMES):
        return []
    return [(name, _who(people[name])) for name in USERNAMES]


def _who(user: User) -> str:
    posts = "; ".join(f"{one.title}, {one.unit.name}" for one in choices(user))
    return f"{user.full_name}: {posts}" if posts else user.full_name
