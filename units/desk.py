"""What awaits an administrator among people and posts."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from emulation import clock
from units.access import is_administrator
from units.acting import Acting
from units.models import Post, User
from units.todo import Todo


def todo(by: Acting | None) -> list[Todo]:
    """Accounts that can sign in and hold no post: they see nothing until somebody gives them one."""
    if not is_administrator(by):
        return []
    held = Post.objects.current(clock.today()).filter(user=OuterRef("pk"))
    count = User.objects.filter(is_active=True).exclude(Exists(held)).count()
    if not count:
        return []
    return [
        Todo(
            title=_("Phân công cho tài khoản chưa có đơn vị"),
            detail=_("{n} tài khoản đang dùng chưa được phân công ở đơn vị nào.").format(n=count),
            url=reverse("admin:units_user_changelist"),
            button=_("Xem {n} tài khoản").format(n=count),
            count=count,
        )
    ]
