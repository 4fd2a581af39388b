"""The award pages while nothing has been awarded: each says so, and what will stand there."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


@login_not_required
def honours(request: HttpRequest) -> HttpResponse:
    """The honour roll, public."""
    return _empty(
        request,
        _("Bảng vàng"),
        _("Chưa có tập thể, cá nhân nào được ghi danh."),
        _("Khi quyết định khen thưởng được ban hành, tên các tập thể và cá nhân sẽ có tại đây."),
    )


@login_not_required
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The check of a certificate: no register yet, so no code is known."""
    return _empty(
        request,
        _("Tra cứu bằng khen, giấy khen"),
        _("Không tìm thấy"),
        _("Không có mã này trong sổ khen thưởng. Xin kiểm tra lại từng ký tự."),
    )


def dossiers(request: HttpRequest) -> HttpResponse:
    return _empty(
        request,
        _("Hồ sơ đề nghị khen thưởng"),
        _("Chưa có hồ sơ nào."),
        _("Hồ sơ đề nghị khen thưởng của các đơn vị sẽ có tại đây."),
    )


def decisions(request: HttpRequest) -> HttpResponse:
    return _empty(
        request,
        _("Quyết định khen thưởng"),
        _("Chưa có quyết định nào được ban hành."),
        _("Quyết định đã ban hành và danh sách kèm theo sẽ có tại đây."),
    )


def _empty(request: HttpRequest, heading: str, title: str, text: str) -> HttpResponse:
    return render(request, "awards/empty.html", {"heading": heading, "title": title, "text": text})
