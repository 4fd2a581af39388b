"""The type of an answer to "may this person do this?", and the rules for units. Each app has its own `access.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from foundation import clock
from foundation.lifecycle import StateConflict
from foundation.vietnamese import format_date
from units.acting import Acting
from units.lifecycle import PENDING, UNDER_PREPARATION, WAITS, ReorganisationStatus
from units.models import (
    Attachment,
    FactorReset,
    Import,
    ImportState,
    Job,
    MailState,
    Masking,
    OutgoingMail,
    PlannedAct,
    Post,
    Reorganisation,
    Role,
    Unit,
    User,
)
from units.models.post import role_title
from units.models.vocabulary import term
from units.tree import ancestor_paths


@dataclass(frozen=True)
class Answer:
    """Yes, with the post in which the person acts; or no, with the sentence that tooltip and error page show."""

    post: Post | None = None
    refusal: Callable[[], str] | None = None  # of a no: returns the sentence
    state: bool = False  # the object's state forbids it, not who asks: 409 instead of 403
    moved: bool = False  # its status is not one the act starts from: somebody else acted first, or the page is old

    def __bool__(self) -> bool:
        return self.refusal is None

    @property
    def why_not(self) -> str:
        """The sentence of a no, put together when it is read: most answers only say whether a button is shown."""
        return self.refusal() if self.refusal else ""


class Forbidden(PermissionDenied):
    """The person sees the object but may not do this to it: 403, with this sentence on the page."""


class NowElsewhere(Http404):
    """The thing is out of reach: 404. With a sentence for who could see it before its union was moved; else ""."""


def yes(post: Post | None = None) -> Answer:
    return Answer(post=post)


def no(why_not: str) -> Answer:
    return Answer(refusal=partial(str, why_not))


def no_in_this_state(why_not: str, *, moved: bool = False) -> Answer:
    """Return a no caused by the object's state; `moved` when its status is not one that the act starts from."""
    return Answer(refusal=partial(str, why_not), state=True, moved=moved)


def done_by(role: str, unit: Unit | Callable[[], Unit]) -> Answer:
    """Return a no that names the role and unit that may do this; a function is asked for the unit when it is read.

    Of a unit that has ended it names the one that goes on for it.
    """

    def sentence() -> str:
        doer = (unit if isinstance(unit, Unit) else unit()).goes_on_as()
        name = role_title(role, doer.kind, doer.path)
        return _("Việc này do {role} của {unit} thực hiện.").format(role=name, unit=doer.name)

    return Answer(refusal=sentence)


def not_withdrawn(scan: Attachment) -> Answer:
    """Answer yes for a scan that may still be read, else a no of the state."""
    return no_in_this_state(_("Bản chụp này đã được rút lại."), moved=True) if scan.is_withdrawn else yes()


def for_board() -> Answer:
    """Return a no that names the board that runs emulation."""
    return no(_("Việc này do {board} thực hiện.").format(board=term("board")))


def require_allowed(answer: Answer) -> Post | None:
    """Return the post of a yes. A no raises Forbidden, or StateConflict when the object's state causes it."""
    if not answer:
        raise (StateConflict if answer.state else Forbidden)(answer.why_not)
    return answer.post


def both(who: Answer, state: Answer) -> Answer:
    """Return the first no of two answers. Who asks comes first: a stranger learns nothing about the state."""
    return who if not who or state else state


def is_board(by: Acting | None) -> bool:
    """True for the board that runs emulation: reviewers of a unit that can launch a campaign."""
    return by is not None and by.is_(Role.REVIEWER) and by.unit.may_launch


def is_administrator(by: Acting | None) -> bool:
    """True for administrators, who have a post on the root unit."""
    return by is not None and by.is_(Role.ADMINISTRATOR) and by.unit.parent_id is None


def may_launch(by: Acting | None) -> Answer:
    """The Board may prepare a campaign of the unit it acts for."""
    if by and is_board(by):
        return yes(by.post(Role.REVIEWER))
    return for_board()


def may_word(by: Acting | None) -> Answer:
    """The Board of a root may edit what types of unions, strands and things of the office are called."""
    if by and is_board(by) and by.unit.parent_id is None:
        return yes(by.post(Role.REVIEWER))
    return for_board()


def may_manage(by: Acting | None) -> Answer:
    """Administrators may manage accounts and posts, and found, move and close unions."""
    post = by.post(Role.ADMINISTRATOR) if by and is_administrator(by) else None
    return yes(post) if post else no(_("Việc này do Quản trị hệ thống thực hiện."))


def may_see_jobs(by: Acting | None) -> Answer:
    """Whoever runs campaigns and administrators may see the jobs of the units in their reach."""
    if by and is_board(by):
        return yes(by.post(Role.REVIEWER))
    if by and is_administrator(by):
        return yes(by.post(Role.ADMINISTRATOR))
    return no(_("Trang việc nền dành cho người điều hành phong trào và Quản trị hệ thống."))


def may_cancel_job(job: Job, by: Acting | None) -> Answer:
    """A job that waits or is under way may be cancelled."""
    over = no_in_this_state(_("Việc này không còn chờ hay đang làm."), moved=True)
    return both(may_see_jobs(by), yes() if job.is_open else over)


def may_retry_job(job: Job, by: Acting | None) -> Answer:
    """A job that failed or was cancelled may be given to the worker again, by who may do what it does as a person."""
    not_stopped = no_in_this_state(_("Việc này đã được giao làm lại hoặc đã xong."), moved=True)
    who = may_import(by) if job.acts_as_person else may_see_jobs(by)
    return both(who, yes() if job.is_stopped else not_stopped)


def may_see_mails(by: Acting | None) -> Answer:
    """Administrators may see which mails to people of the units in their reach were sent and which failed."""
    return may_manage(by)


def may_test_mails(by: Acting | None) -> Answer:
    """Administrators may send a test mail to themselves."""
    return may_manage(by)


def may_change_mail(mail: OutgoingMail, by: Acting | None) -> Answer:
    """A mail that failed may be sent again, or not any more."""
    moved = no_in_this_state(_("Thư này đã được cho gửi lại hoặc thôi gửi."), moved=True)
    return both(may_see_mails(by), yes() if mail.state == MailState.FAILED else moved)


SEES_PEOPLE = (Role.ADMINISTRATOR, Role.REVIEWER, Role.LEADER, Role.DESK)


def may_see_people(by: Acting | None) -> Answer:
    """Administrators, and whoever reviews, leads or looks after an area above others, may see whom to call there."""
    if by and not by.unit.is_grassroots:
        post = next((post for post in by.posts if post.role in SEES_PEOPLE), None)
        if post:
            return yes(post)
    return no(_("Danh bạ dành cho người theo dõi, lãnh đạo của công đoàn cấp trên và Quản trị hệ thống."))


def may_write_contact(by: Acting | None) -> Answer:
    """Who files, reviews, leads or administers for a union may write how it can be reached."""
    roles = (Role.OFFICER, Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR)
    post = next((post for post in by.posts if post.role in roles), None) if by else None
    return yes(post) if post else no(_("Cách liên hệ của đơn vị do người được phân công ở đơn vị ghi."))


def may_hand_out(by: Acting | None) -> Answer:
    """Administrators may hand out accounts: letters with a code that is exchanged for a password."""
    return may_manage(by)


def may_end_sessions(posts: Collection[Post], by: Acting | None) -> Answer:
    """Administrators, and the Board above all unions in which a person holds `posts`, may end the person's sessions."""
    if by and is_board(by) and posts and all(by.above(post.unit.path) for post in posts):
        return yes(by.post(Role.REVIEWER))
    return may_manage(by)


def may_reset_factor(person: User, by: Acting | None) -> Answer:
    """Administrators, and the Board for people whose posts are all of unions in its reach, may take a forgotten second
    factor away, two of them together; nobody may for oneself.
    """
    if by and by.user.pk == person.pk:
        return no(_("Xác thực hai bước của chính mình do hai người khác gỡ."))
    paths = [path for post in person.current_posts for path in post.paths]
    if by and is_board(by) and paths and all(by.covers(path) for path in paths):
        return yes(by.post(Role.REVIEWER))
    if by and is_board(by):
        return no(_("Người này còn giữ phân công ngoài phạm vi của mình. Việc này do Quản trị hệ thống thực hiện."))
    return may_manage(by)


def may_ask_factor_reset(person: User, by: Acting | None, *, has_factor: bool, is_open: bool) -> Answer:
    """A reset is asked for a person who has a second factor, unless another request can still be confirmed."""
    state = yes()
    if is_open:
        state = no_in_this_state(_("Đã có đề nghị đang chờ người thứ hai xác nhận."), moved=True)
    elif not has_factor:
        state = no_in_this_state(_("Tài khoản này không có xác thực hai bước, hoặc vừa được gỡ."), moved=True)
    return both(may_reset_factor(person, by), state)


def may_confirm_factor_reset(reset: FactorReset, by: Acting | None) -> Answer:
    """A second person of the office may confirm a request within the hour, not who asked."""
    who = may_reset_factor(reset.person, by)
    if who and by and by.user.pk == reset.asked_by_id:
        who = no(_("Người thứ hai của văn phòng xác nhận, không phải người đã đề nghị."))
    over = no_in_this_state(_("Đề nghị này đã được xác nhận hoặc đã quá một giờ."), moved=True)
    return both(who, yes() if reset.is_open else over)


def may_import(by: Acting | None) -> Answer:
    """Administrators may bring in tables of unions and of people, and see those that were brought in."""
    return may_manage(by)


def emptied_words(imported: Import) -> str:
    """Return why a table can neither be taken back nor compared any more; "" for one that has its rows."""
    if imported.emptied_at is None:
        return ""
    sentence = _(
        "Nội dung của danh sách này đã xóa ngày {day}, hết thời hạn lưu: không hoàn tác hay so lại được nữa. "
        "Cần sửa thì sửa từng đơn vị, từng người, hoặc đưa vào một tệp mới."
    )
    return sentence.format(day=format_date(localdate(imported.emptied_at)))


def may_undo_import(imported: Import, by: Acting | None) -> Answer:
    """A table that was written, wholly or until its job stopped, may be taken back once, as long as it has its rows."""
    if imported.emptied_at:
        return both(may_import(by), no_in_this_state(emptied_words(imported)))
    unwritten = no_in_this_state(_("Danh sách này chưa được ghi, hoặc đã được hoàn tác."), moved=True)
    written = imported.state in (ImportState.APPLIED, ImportState.APPLYING)
    return both(may_import(by), yes() if written else unwritten)


def may_export_history(by: Acting | None) -> Answer:
    """Administrators may take along the history of the units in their reach."""
    return may_manage(by)


def may_see_maskings(by: Acting | None) -> Answer:
    """Administrators and the leaders of their unit may see the requests to remove data of people."""
    if by and by.is_(Role.LEADER) and by.unit.parent_id is None:
        return yes(by.post(Role.LEADER))
    return may_manage(by)


def may_drop_masking(masking: Masking, by: Acting | None) -> Answer:
    """They may close a request without removing anything."""
    over = no_in_this_state(_("Yêu cầu này đã được xử lý."), moved=True)
    return both(may_see_maskings(by), yes() if masking.is_asked else over)


def may_carry_out_masking(masking: Masking, by: Acting | None) -> Answer:
    """They may carry out a request that somebody else entered."""
    own = no_in_this_state(_("Người lập yêu cầu không tự xác nhận: cần Quản trị khác hoặc lãnh đạo."))
    is_own = by is not None and masking.asked_by_id == by.user.pk
    return both(may_drop_masking(masking, by), own if is_own else yes())


def may_call_off(act: PlannedAct, by: Acting | None) -> Answer:
    """Administrators may call off a planned act until it is carried out."""
    answer = may_manage(by)
    if answer and act.status not in PENDING:
        return no_in_this_state(_("Việc dự kiến này không còn chờ thực hiện."), moved=True)
    return answer


def may_reorganise(by: Acting | None) -> Answer:
    """Administrators, and the Board of a unit that can launch a campaign, may plan to reorganise the unions below."""
    if by and is_board(by):
        return yes(by.post(Role.REVIEWER))
    return may_manage(by)


def _may_act_on(plan: Reorganisation, by: Acting | None) -> Answer:
    """The plan is of the unit acted for, or of one below it: to read it in another post is not enough."""
    answer = may_reorganise(by)
    return for_board() if answer and by and not by.covers(plan.unit.path) else answer


def may_change_reorganisation(plan: Reorganisation, by: Acting | None) -> Answer:
    """They may edit a plan while it is a draft."""
    moved = no_in_this_state(_("Phương án này không còn ở bước soạn."), moved=True)
    return _as_post(both(_may_act_on(plan, by), yes() if plan.status == ReorganisationStatus.DRAFT else moved), by)


def may_rehearse(plan: Reorganisation, by: Acting | None) -> Answer:
    """They may rehearse a draft as often as they like."""
    return may_change_reorganisation(plan, by)


def may_confirm_reorganisation(plan: Reorganisation, by: Acting | None) -> Answer:
    """They may have a draft carried out that was rehearsed as it is, without anything that hinders it."""
    unready = no_in_this_state(_("Xin diễn tập phương án, và xử lý hết điều còn vướng, trước khi thực hiện."))
    return _as_post(both(may_change_reorganisation(plan, by), yes() if plan.is_rehearsed else unready), by)


def may_revise_reorganisation(plan: Reorganisation, by: Acting | None) -> Answer:
    """They may take a plan that waits for its day, or was stopped, back to be edited."""
    moved = no_in_this_state(_("Phương án này không chờ đến ngày."), moved=True)
    return _as_post(both(_may_act_on(plan, by), yes() if plan.status in WAITS else moved), by)


def may_call_off_reorganisation(plan: Reorganisation, by: Acting | None) -> Answer:
    """They may give a plan up until it is carried out."""
    moved = no_in_this_state(_("Phương án này đã thực hiện hoặc đã bỏ."), moved=True)
    return _as_post(both(_may_act_on(plan, by), yes() if plan.status in UNDER_PREPARATION else moved), by)


def may_undo_reorganisation(plan: Reorganisation, by: Acting | None) -> Answer:
    """They may undo a reorganisation on the day on which it was carried out."""
    state = yes()
    if plan.status != ReorganisationStatus.DONE or plan.done_at is None:
        state = no_in_this_state(_("Phương án này chưa thực hiện, hoặc đã hoàn tác."), moved=True)
    elif localdate(plan.done_at) != clock.today():
        state = no_in_this_state(_("Chỉ hoàn tác được trong ngày thực hiện; nay xin lập phương án mới."))
    return _as_post(both(_may_act_on(plan, by), state), by)


def _as_post(answer: Answer, by: Acting | None) -> Answer:
    """Return a yes with the post of who reorganises."""
    return may_reorganise(by) if answer else answer


def may_describe(unit: Unit, by: Acting | None) -> Answer:
    """Administrators, and the Board below its own unit, may edit a union's names, order and headcounts."""
    if by and is_board(by) and by.above(unit.path):
        return yes(by.post(Role.REVIEWER))
    return may_manage(by)


def may_give_post(unit: Unit, role: str, by: Acting | None) -> Answer:
    """Administrators may give and end any post, the Board those of officers and reviewers below its own unit.

    Desks of a unit's areas are given by its Board.
    """
    if role == Role.DESK and may_keep_areas(unit, by):
        return may_keep_areas(unit, by)
    if by and is_board(by) and by.above(unit.path) and role in (Role.OFFICER, Role.REVIEWER):
        return yes(by.post(Role.REVIEWER))
    return may_manage(by)


def may_keep_areas(unit: Unit, by: Acting | None) -> Answer:
    """The Board of a unit that can launch a campaign may keep its areas and give their desks."""
    if by and is_board(by) and by.unit.pk == unit.pk:
        return yes(by.post(Role.REVIEWER))
    return done_by(Role.REVIEWER, unit)


def may_keep_signers(unit: Unit | None, by: Acting | None) -> Answer:
    """Administrators, and the Board for its own unit and those below, may say who signs; None asks about some unit."""
    if by and is_board(by) and (unit is None or by.covers(unit.path)):
        return yes(by.post(Role.REVIEWER))
    return may_manage(by)


def may_keep_rules(by: Acting | None) -> Answer:
    """The highest Board may edit the rules of the day, which are the same for everybody in the portal."""
    if by is None or not is_board(by):
        return may_launch(by)
    above = Post.objects.current(clock.today()).filter(role=Role.REVIEWER, unit__path__in=ancestor_paths(by.unit.path))
    post = above.select_related("unit").order_by("unit__path").first()
    return done_by(Role.REVIEWER, post.unit) if post else yes(by.post(Role.REVIEWER))
