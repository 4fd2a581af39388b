"""What each post lets its holder do, in one plain sentence: shown where posts are given, and on the desk."""

from django.utils.translation import gettext_lazy as _

from foundation.lazy_text import LazyText
from units.acting import Acting
from units.models import Role

DUTIES: dict[str, LazyText] = {
    Role.OFFICER: _("Lập và gửi bản đăng ký, báo cáo, hồ sơ đề nghị khen thưởng của đơn vị; nhập thay cho cấp dưới."),
    Role.REVIEWER: _(
        "Xác nhận hoặc trả lại bản của cấp dưới; xét hồ sơ, dự thảo quyết định, soạn báo cáo tổng hợp của đơn vị. "
        "Ở nơi phát động thì điều hành phong trào."
    ),
    Role.LEADER: _("Chốt quyết định, báo cáo tổng hợp của đơn vị để trình ký; đọc mọi bản của đơn vị và cấp dưới."),
    Role.ADMINISTRATOR: _("Quản lý tài khoản, phân công, đơn vị, người ký."),
    Role.CLERK: _(
        "Ghi số, ngày và gắn bản chụp của quyết định, báo cáo đã ký; đọc quyết định, báo cáo đã trình ký hoặc đã "
        "ban hành của đơn vị."
    ),
    Role.ACCOUNTANT: _("Chưa có việc riêng trên cổng; đọc những gì mọi người đăng nhập đều đọc được."),
    Role.SECRETARY: _("Chưa có việc riêng trên cổng; đọc những gì mọi người đăng nhập đều đọc được."),
    Role.MEMBER: _("Chưa có việc riêng trên cổng; đọc những gì mọi người đăng nhập đều đọc được."),
    Role.INSPECTOR: _(
        "Đọc các bản, hồ sơ, quyết định của đơn vị và cấp dưới, ghi cuộc kiểm tra và xác nhận việc khắc phục, đến hết "
        "thời gian kiểm tra; trang đã mở được ghi vào nhật ký."
    ),
    Role.DESK: _(
        "Đọc mọi bản, hồ sơ của các đơn vị thuộc khu vực, rà soát số liệu, đôn đốc; xác nhận, trả lại khi khu vực "
        "được giao."
    ),
}
WITHOUT_TASKS = (Role.ACCOUNTANT, Role.SECRETARY, Role.MEMBER, Role.INSPECTOR)
"""Roles that nothing or little awaits on the desk: it says what they let do."""


def duty(role: str) -> str:
    """Return what a role lets its holder do."""
    return str(DUTIES[role])


def duties_of(by: Acting | None) -> list[tuple[str, str]]:
    """Return pairs (title of the post, what it lets do) of the posts WITHOUT_TASKS of who acts."""
    posts = by.posts if by else ()
    return [(post.title, duty(post.role)) for post in posts if post.role in WITHOUT_TASKS]
