"""Middleware that finds out for which unit the person acts, and that logs what inspectors open."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from foundation import clock
from foundation.forms.mark import Mark
from units import second_step
from units.acting import acting_for
from units.acting_request import user_of
from units.actions.new_devices import announce
from units.inspection import log_opening
from units.known_devices import remember_device, send_cookie
from units.models import FormDraft, User
from units.models.sign_in_session import BEGUN_AT, HANDLE, USED_AT
from units.password_again import note_password
from units.sessions import describe_session, while_it_lasts

SESSION_KEY = "acting_unit"
USED_EVERY = 5 * 60  # seconds
DRAFTS = "drafts"  # key in a session: the person has drafts of forms, so that pages look for theirs
SHARED = "shared_computer"  # key in a session: nothing is to be left on this computer


def acting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.acting` and `request.mark`, as `set_acting` says, and keep the session as long as it is used.

    Who must have taken the second step and has not is signed out. A download goes on as long as its session does.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if second_step.is_missing(request):
            logout(request)
        if request.user.is_authenticated:
            slide(request)
        set_acting(request)
        response = get_response(request)
        send_cookie(request, response)
        if isinstance(request.user, User) and isinstance(response, StreamingHttpResponse):
            handle = request.session.get(HANDLE, "")
            response.streaming_content = while_it_lasts(response.streaming_content, request.user.pk, handle)
        return response

    return middleware


def begin_session(request: HttpRequest, *, shared: bool) -> None:
    """Note in the session of who just signed in that it is used from now on, and the device that is known from now on.

    On a computer that is `shared` with others it ends with the browser, and neither draft nor device is left there.
    A person who used others before is told of a new device.
    """
    describe_session(request)
    note_password(request)
    if clock.is_set():  # Django noted the real time, which the demo's pages would show beside its own
        User.objects.filter(pk=user_of(request).pk).update(last_login=clock.now())
    if FormDraft.objects.filter(user=user_of(request)).exists():
        request.session[DRAFTS] = True
    if shared:
        request.session[SHARED] = True
        request.session.set_expiry(0)
    device, is_new = remember_device(request, user_of(request), shared=shared)
    if is_new:
        announce(device, user_of(request))


def act_for(request: HttpRequest, key: str) -> None:
    """Act from now on for the unit or area with this key; other rights, so the session gets another key."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = key
    set_acting(request)


def slide(request: HttpRequest) -> None:
    """Let the session end SESSION_COOKIE_AGE after now. It is written at most every five minutes."""
    now = clock.real_seconds()
    if now - request.session.get(USED_AT, now) >= USED_EVERY:
        request.session[USED_AT] = now
        request.session.setdefault(BEGUN_AT, now)


def set_acting(request: HttpRequest) -> None:
    """Set `request.acting`, an Acting, or None for the signed-out and for people without a current post.

    Set `request.mark`, which the forms of the page carry; None for the signed-out. Set `request.shared_computer`.
    """
    user = request.user
    chosen = acting_for(user, request.session.get(SESSION_KEY)) if isinstance(user, User) else None
    mark = Mark.of_page(request, user.pk, chosen.key if chosen else "") if isinstance(user, User) else None
    vars(request).update(acting=chosen, mark=mark)  # for units.acting_request and templates; for the tag form_head
    vars(request)["shared_computer"] = mark is not None and request.session.get(SHARED, False)  # likewise


def inspections(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log the page before it is handed over: what could not be logged is not shown."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        log_opening(request, response)
        return response

    return middleware
