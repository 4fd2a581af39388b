"""What a new portal still needs, for its administrator: each step with its state and where it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import AwardTitle
from campaigns.models import Campaign
from emulation.backups import TOO_OLD, last_backup
from foundation import clock
from foundation.mail import server
from foundation.vietnamese import format_date, format_moment, format_number
from units import access, mail_tests
from units.acting import Acting
from units.acting_request import acting_of, require_acting
from units.models import Installation, Post, Role, Signer, Unit, vocabulary
from units.models.vocabulary import term, unit_types
from units.todo import Todo
from units.word_files import NEWEST


@dataclass(frozen=True)
class FirstStep:
    """A step of the first hour. `url` or `command` is how it is done, "" where there is none."""

    title: str
    is_done: bool
    state: str
    next: str
    url: str = ""
    command: str = ""


def first_steps(request: HttpRequest) -> HttpResponse:
    """Show administrators what is done and what comes next."""
    access.require_allowed(access.may_manage(acting_of(request)))
    root = require_acting(request).unit
    steps = [step(root) for step in STEPS]
    context = {
        "steps": steps,
        "left": sum(not step.is_done for step in steps),
        "begun_at": Installation.objects.values_list("made_at", flat=True).first(),
    }
    return render(request, "first_steps.html", context)


def first_steps_todo(by: Acting | None) -> list[Todo]:
    """Return what the administrator's desk says while a portal that was begun has no unions or nobody of its Board."""
    if by is None or vocabulary.is_fictional() or not access.may_manage(by):
        return []
    board = Post.objects.current(clock.today()).filter(unit=by.unit, role=Role.REVIEWER)
    begun = Installation.objects.values_list(Exists(Unit.objects.below(by.unit)), Exists(board))
    lacks = [
        words
        for answers in begun
        for words, is_there in zip((_("đơn vị trực thuộc"), _("người của Ban")), answers, strict=True)
        if not is_there
    ]
    if not lacks:
        return []
    return [
        Todo(
            title=_("Làm tiếp những việc đầu tiên để cổng dùng được"),
            detail=_("Còn thiếu: {what}; trang sau ghi từng việc và nơi làm.").format(what=", ".join(lacks)),
            url=reverse("first_steps"),
            button=_("Xem những việc đầu tiên"),
        )
    ]


def _words(root: Unit) -> FirstStep:
    types = unit_types(root.path)
    own = [row for row in types if row.root_id == root.pk]
    sentence = _("Gọi theo bộ tên gọi dùng từ {day}: {types}") if own else _("Chưa chọn; đang gọi: {types}")
    return FirstStep(
        title=_("Tên gọi các cấp công đoàn"),
        is_done=bool(own),
        state=sentence.format(
            day=format_date(own[0].valid_from) if own else "", types="; ".join(row.short for row in types)
        ),
        next=_("Người cài đặt chạy lệnh"),
        command=f"deploy/manage load_set units/data/words-{NEWEST}.toml",
    )


def _unions(root: Unit) -> FirstStep:
    count = Unit.objects.below(root).count()
    return FirstStep(
        title=_("Đơn vị trực thuộc"),
        is_done=count > 0,
        state=_("{n} đơn vị bên dưới {unit}").format(n=format_number(count), unit=root.name),
        next=_("Đưa danh sách từ Excel vào; vài đơn vị thì thêm ở trang Điều hành"),
        url=reverse("imports:new"),
    )


def _board(root: Unit) -> FirstStep:
    count = Post.objects.current(clock.today()).filter(unit=root, role=Role.REVIEWER).count()
    return FirstStep(
        title=_("Người của {board}").format(board=term("board", root.path)),
        is_done=count > 0,
        state=_("{n} người được phân công").format(n=format_number(count)),
        next=_("Thêm người với vai trò Cán bộ theo dõi thi đua, rồi lập thư giao tài khoản"),
        url=reverse("people:new"),
    )


def _people(root: Unit) -> FirstStep:
    today = clock.today()
    count = Post.objects.current(today).exclude(unit=root).values("user").distinct().count()
    return FirstStep(
        title=_("Người của các đơn vị"),
        is_done=count > 0,
        state=_("{n} người được phân công").format(n=format_number(count)),
        next=_("Lập tài khoản hàng loạt cho người liên hệ của các đơn vị, hoặc đưa danh sách người từ Excel vào"),
        url=reverse("people:of_contacts"),
    )


def _handed_out(root: Unit) -> FirstStep:
    today = clock.today()
    unusable = {"user__is_active": True, "user__password__startswith": UNUSABLE_PASSWORD_PREFIX}
    people = Post.objects.current(today).filter(**unusable)
    count = people.values("user").distinct().count()
    return FirstStep(
        title=_("Thư giao tài khoản"),
        is_done=count == 0,
        state=_("{n} người chưa có mật khẩu").format(n=format_number(count)) if count else _("Ai cũng đã có mật khẩu"),
        next=_("Lập thư giao tài khoản"),
        url=reverse("people:accounts"),
    )


def _telephone(root: Unit) -> FirstStep:
    return FirstStep(
        title=_("Điện thoại để hỏi"),
        is_done=bool(root.phone),
        state=root.phone or _("Trang đăng nhập và chân mọi trang chưa chỉ được hỏi ai"),
        next=_("Ghi điện thoại của {unit}").format(unit=root.name),
        url=reverse("admin:units_unit_change", args=[root.pk]),
    )


def _signers(root: Unit) -> FirstStep:
    count = Signer.objects.current(clock.today()).filter(unit=root).count()
    return FirstStep(
        title=_("Người ký văn bản của {unit}").format(unit=root.name),
        is_done=count > 0,
        state=_("{n} người ký").format(n=format_number(count)),
        next=_("Thêm người ký"),
        url=reverse("admin:units_signer_add"),
    )


def _titles(root: Unit) -> FirstStep:
    count = AwardTitle.objects.filter(unit=root).count()
    return FirstStep(
        title=_("Danh mục danh hiệu, hình thức khen thưởng"),
        is_done=count > 0,
        state=_("{n} danh hiệu, hình thức").format(n=format_number(count)),
        next=_("Người cài đặt chạy lệnh"),
        command=f'deploy/manage load_titles --unit "{root.name}"',
    )


def _campaign(root: Unit) -> FirstStep:
    alive = Campaign.objects.alive().filter(unit=root)
    counts = alive.aggregate(campaigns=Count("pk", distinct=True), indicators=Count("indicators"))
    return FirstStep(
        title=_("Phong trào thi đua"),
        is_done=counts["indicators"] > 0,
        state=_("{campaigns} phong trào, {indicators} chỉ tiêu").format(**counts),
        next=_("{board} soạn từng bước ở trang Các phong trào, hoặc người cài đặt nạp từ tệp").format(
            board=term("board", root.path)
        ),
        command=f'deploy/manage load_campaign <tệp> --indicators <tệp> --unit "{root.name}"',
    )


def _mail(root: Unit) -> FirstStep:
    if not server():
        return FirstStep(
            title=_("Thư điện tử"),
            is_done=False,
            state=_("Thư chưa đi được: thiếu máy chủ thư"),
            next=_("Người cài đặt ghi máy chủ thư vào tệp cấu hình, rồi khởi động lại"),
            command="EMAIL_URL=smtp+tls://…",
        )
    tested = mail_tests.is_tested()
    sentence = _("Gửi qua {server}; đã thử") if tested else _("Gửi qua {server}; chưa ai xác nhận nhận được thư thử")
    return FirstStep(
        title=_("Thư điện tử"),
        is_done=tested,
        state=sentence.format(server=server()),
        next=_("Xem thư gửi đi") if tested else _("Gửi thư thử"),
        url=reverse("mails:list"),
    )


def _backup(root: Unit) -> FirstStep:
    last = last_backup()
    if last is None:
        state = _("Chưa có bản sao lưu nào")
    else:
        state = _("Bản gần nhất: {moment}").format(moment=format_moment(last))
        state += _(", đã mã hóa") if settings.BACKUP_KEY else _(", không mã hóa")
    return FirstStep(
        title=_("Sao lưu"),
        is_done=last is not None and clock.now() - last < TOO_OLD,
        state=state,
        next=_("Người cài đặt chạy lệnh, rồi xem nhật ký nếu không có bản mới"),
        command="systemctl start cong-thi-dua-backup",
    )


STEPS: tuple[Callable[[Unit], FirstStep], ...] = (
    _words,
    _unions,
    _telephone,
    _board,
    _people,
    _handed_out,
    _signers,
    _titles,
    _campaign,
    _mail,
    _backup,
)
