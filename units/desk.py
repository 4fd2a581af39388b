"""The items of *my desk* about unions, people, posts, failed jobs and mails, and for the highest Board about rules."""

from collections import Counter

from django.db.models import Exists, OuterRef, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation import clock
from foundation.vietnamese import format_moment
from units import heartbeats, outbox
from units.access import (
    is_administrator,
    is_board,
    may_confirm_factor_reset,
    may_keep_rules,
    may_reorganise,
    may_see_maskings,
)
from units.acting import Acting
from units.lifecycle import PlannedActStatus, ReorganisationStatus
from units.models import (
    FactorReset,
    Job,
    JobState,
    MailState,
    Masking,
    MaskingState,
    OutgoingMail,
    PlannedAct,
    Post,
    Process,
    Reorganisation,
    User,
)
from units.people import people_within
from units.rules.reader import to_compare
from units.todo import Todo


def todo(by: Acting | None) -> list[Todo]:
    todos = _rules_to_compare() if may_keep_rules(by) else []
    if by is None:
        return todos
    if may_reorganise(by):
        todos += _stopped_reorganisations(by.user)
    if is_administrator(by):
        return [*_accounts_without_post(), *_hindered_acts(by.user), *_failed_in_background(by), *todos]
    if may_see_maskings(by):
        todos += _asked_maskings(by)
    if is_board(by):
        todos += _resets_to_confirm(by)
    return todos


def reset_notice() -> Todo:
    """Return what a person is told whose second factors the office took away, until they say to know of it."""
    return Todo(
        title=_("Xác thực hai bước của tài khoản này đã được gỡ"),
        detail=_("Văn phòng gỡ theo đề nghị. Nếu không phải mình báo mất, xin đổi mật khẩu ngay."),
        url=reverse("security"),
        button=_("Xem ai đã gỡ"),
        tone="no",
    )


def _accounts_without_post() -> list[Todo]:
    """Count active accounts without a current post: they see nothing until somebody gives them one."""
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


def _hindered_acts(user: User) -> list[Todo]:
    """Count planned acts in reach that are hindered: somebody has to remove the obstacle or call them off."""
    count = PlannedAct.objects.visible_to(user).filter(status=PlannedActStatus.HINDERED).count()
    if not count:
        return []
    return [
        Todo(
            title=_("Xem việc dự kiến của đơn vị chưa thực hiện được"),
            detail=_("{n} việc đã đến ngày mà còn vướng; trang của đơn vị ghi rõ vì sao.").format(n=count),
            url=f"{reverse('admin:units_unit_changelist')}?valid=hindered",
            button=_("Xem {n} việc dự kiến").format(n=count),
            count=count,
        )
    ]


def _stopped_reorganisations(user: User) -> list[Todo]:
    """Return a task for each reorganisation in reach that stopped on its day: something was not as rehearsed."""
    stopped = Reorganisation.objects.visible_to(user).filter(status=ReorganisationStatus.STOPPED)
    return [
        Todo(
            title=_("Xem phương án sắp xếp đã dừng: {title}").format(title=plan.title),
            detail=_("Đến ngày mà không còn đúng như khi diễn tập nên chưa ghi gì; trang phương án ghi rõ khác gì."),
            url=plan.get_absolute_url(),
            button=_("Xem phương án"),
            tone="no",
        )
        for plan in stopped
    ]


def _failed_in_background(by: Acting) -> list[Todo]:
    """Count jobs and mails in reach that failed, mails that are stuck, processes that are alive, and requests that wait
    for a second person, in one query.
    """
    user = by.user
    jobs = Job.objects.visible_to(user).filter(state=JobState.FAILED).order_by().values_list(Value("jobs"))
    mails = OutgoingMail.objects.visible_to(user).filter(state=MailState.FAILED).order_by().values_list(Value("mails"))
    processes = heartbeats.alive().order_by().values_list("process")
    stuck = outbox.stuck().order_by().values_list(Value("stuck"))
    maskings = Masking.objects.visible_to(user).asked().order_by().values_list(Value("maskings"))
    resets = FactorReset.objects.to_confirm_by(user).order_by().values_list(Value("resets"))
    counts = Counter(what for (what,) in jobs.union(mails, processes, stuck, maskings, resets, all=True))
    todos = [todo for process, todo in _silence().items() if not counts[process]]
    todos += _to_carry_out(counts["maskings"])
    todos += _resets_to_confirm(by) if counts["resets"] else []
    if count := counts["jobs"]:
        todos.append(
            Todo(
                title=_("Xem việc nền chưa làm được"),
                detail=_("{n} việc máy chủ tự làm bị lỗi, có thể giao làm lại.").format(n=count),
                url=f"{reverse('jobs:list')}?state={JobState.FAILED}",
                button=_("Xem {n} việc nền").format(n=count),
                count=count,
            )
        )
    if count := counts["mails"]:
        todos.append(
            Todo(
                title=_("Xem thư không gửi được"),
                detail=_("{n} thư điện tử không gửi được, hoặc không rõ đã tới chưa; trang thư ghi rõ vì sao.").format(
                    n=count
                ),
                url=f"{reverse('mails:list')}?state={MailState.FAILED}",
                button=_("Xem {n} thư").format(n=count),
                count=count,
            )
        )
    if (count := counts["stuck"]) and counts[Process.TICK]:
        todos.append(
            Todo(
                title=_("Báo người giữ máy chủ: máy chủ thư không nhận thư"),
                detail=_("{n} thư chờ quá một giờ; máy chủ thư chạy lại thì cổng tự gửi tiếp.").format(n=count),
                url=f"{reverse('mails:list')}?state={MailState.QUEUED}",
                button=_("Xem {n} thư").format(n=count),
                count=count,
            )
        )
    return todos


def _asked_maskings(by: Acting) -> list[Todo]:
    return _to_carry_out(Masking.objects.visible_to(by.user).asked().count())


def _to_carry_out(count: int) -> list[Todo]:
    """Count requests to remove data of people: each waits for a second person."""
    if not count:
        return []
    return [
        Todo(
            title=_("Xem yêu cầu xóa dữ liệu cá nhân"),
            detail=_("{n} yêu cầu chờ người thứ hai xác nhận; pháp luật định thời hạn trả lời.").format(n=count),
            url=f"{reverse('personal:maskings')}?state={MaskingState.ASKED}",
            button=_("Xem {n} yêu cầu").format(n=count),
            count=count,
        )
    ]


def _resets_to_confirm(by: Acting) -> list[Todo]:
    """Return a line for each forgotten second factor that somebody else asked to take away within the hour."""
    resets = FactorReset.objects.to_confirm_by(by.user).filter(person__in=people_within(by.user))
    return [
        Todo(
            title=_("Xác nhận gỡ xác thực hai bước của {name}").format(name=reset.person.full_name),
            detail=_("{asker} đề nghị; cần người thứ hai xác nhận trước {until}.").format(
                asker=reset.asked_by.full_name, until=format_moment(reset.open_until)
            ),
            url=reverse("people:factor", args=[reset.person_id]),
            button=_("Xem đề nghị"),
            due=reset.open_until,
        )
        for reset in resets.select_related("person", "asked_by")[:5]
        if may_confirm_factor_reset(reset, by)
    ]


def _silence() -> dict[Process, Todo]:
    """Return what administrators are told of a silent process: whoever keeps the server has to start it."""
    button, url = _("Xem việc nền"), reverse("jobs:list")
    return {
        Process.WORKER: Todo(
            title=_("Báo người giữ máy chủ: việc nền đang dừng"),
            detail=_("Tệp PDF, Excel chưa được tạo, số liệu chưa được đếm lại. Cần chạy lại cong-thi-dua-worker."),
            url=url,
            button=button,
            tone="no",
        ),
        Process.TICK: Todo(
            title=_("Báo người giữ máy chủ: việc theo giờ đang dừng"),
            detail=_("Thư chưa được gửi, việc dự kiến chưa được thực hiện. Cần chạy lại cong-thi-dua-tick.timer."),
            url=url,
            button=button,
            tone="no",
        ),
    }


def _rules_to_compare() -> list[Todo]:
    """Count rules in force of which no text was read: papers and pages mark them until somebody has."""
    count = to_compare(clock.today())
    if not count:
        return []
    return [
        Todo(
            title=_("Đối chiếu quy định đang áp dụng với văn bản"),
            detail=_("{n} quy định do suy ra hoặc theo nếp làm, được ghi “cần đối chiếu văn bản”.").format(n=count),
            url=f"{reverse('admin:units_rule_changelist')}?valid=yes&certainty=unread",
            button=_("Quy định cần đối chiếu: {n}").format(n=count),
            count=count,
        )
    ]
