"""Pages of sessions: one's own, to be ended one by one or all others; those of a person, to be ended together."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from foundation.request_parsing import client_address, whole_number
from foundation.vietnamese import format_number
from units import access, provider
from units.acting_request import acting_of, require_acting, user_of
from units.actions.new_devices import forget_device, trust_devices
from units.actions.sessions import end_other_sessions, end_own_session, end_sessions
from units.known_devices import THIS_DEVICE, devices_of
from units.models import KnownDevice, User
from units.models.sign_in_session import HANDLE
from units.new_devices import new_devices
from units.people import people_within, posts_held
from units.sessions import listed_sessions, network_words, open_sessions

OTHERS, TRUST, FORGET = "others", "trust", "forget-"


@dataclass(frozen=True)
class ListedDevice:
    """A device as its person reads it; `forget`: what the button that forgets it sends."""

    device: KnownDevice
    network: str
    is_this: bool
    forget: str


def own_sessions(request: HttpRequest) -> HttpResponse:
    """List a person's sessions; end the one that is posted, or all others."""
    person, this = user_of(request), request.session.get(HANDLE, "")
    if request.method == "POST":
        chosen = request.POST.get("act", "")
        if chosen == TRUST:
            return _trusted(request, person)
        if chosen.startswith(FORGET):
            return _forgotten(request, person, chosen)
        if chosen == OTHERS:
            ended = end_other_sessions(person, this)
        else:
            ended = bool(chosen) and chosen != this and end_own_session(person, chosen)
        if ended:
            messages.success(request, _("Đã kết thúc; máy ấy phải đăng nhập lại. Nghi lộ mật khẩu thì đổi mật khẩu."))
        else:
            messages.info(request, _("Phiên ấy đã kết thúc trước đó."))
        return redirect("sessions")
    sessions = listed_sessions(person, request)
    others = sum(not session.is_this for session in sessions)
    devices = [_listed_device(device, request) for device in devices_of(person)]
    context = {"sessions": sessions, "others": others, "devices": devices, "provider": provider.name()}
    return render(request, "units/sessions.html", context)


def _listed_device(device: KnownDevice, request: HttpRequest) -> ListedDevice:
    return ListedDevice(
        device,
        network=network_words(device.address, client_address(request)),
        is_this=device.pk == request.session.get(THIS_DEVICE),
        forget=f"{FORGET}{device.pk}",
    )


def _trusted(request: HttpRequest, person: User) -> HttpResponse:
    """Take the notice of new devices away, on a device that is not new itself."""
    told = new_devices(request, person)
    if told and told.is_trusted:
        trust_devices(person)
        messages.success(request, _("Đã ghi nhận các thiết bị ấy là của anh/chị."))
    return redirect("sessions")


def _forgotten(request: HttpRequest, person: User, chosen: str) -> HttpResponse:
    pk = whole_number(chosen.removeprefix(FORGET))
    if pk and forget_device(person, pk):
        messages.success(request, _("Đã quên thiết bị ấy; lần sau đăng nhập từ đó được báo là thiết bị mới."))
    return redirect("sessions")


def sessions_of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to end all sessions of a person; then end them."""
    person = get_object_or_404(people_within(user_of(request)), pk=pk)
    access.require_allowed(access.may_end_sessions(person.current_posts, acting_of(request)))
    if request.method == "POST":
        n = end_sessions(person, by=require_acting(request))
        sentence = _("Đã kết thúc {n} phiên đăng nhập của {name}.") if n else _("{name} không còn phiên nào đang mở.")
        messages.success(request, sentence.format(n=format_number(n), name=person.full_name))
        return redirect("people:list")
    posts, n = posts_held([person])[person.pk], len(open_sessions(person))
    facts = [
        (_("Tên đăng nhập"), person.username),
        (_("Phân công"), "; ".join(f"{post.title}, {post.unit}" for post in posts) or _("chưa được phân công")),
        (_("Phiên đang mở"), format_number(n)),
    ]
    return render(request, "units/sessions_of_person.html", {"person": person, "facts": facts, "n": n})
