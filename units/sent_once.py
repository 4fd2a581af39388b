"""A form that makes something new, sent twice by an impatient hand, makes it once.

The second sending waits for the first and is led to what that one made. A form that is drawn anew, or in which a
letter was changed, is another one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foundation import clock
from foundation.forms.unsent import TOKEN
from units.acting_request import user_of
from units.models import SentForm


def made_once(request: HttpRequest, make: Callable[[], str]) -> HttpResponse:
    """Call `make`, which makes something and returns its address, and lead there.

    What `make` raises is raised, and then nothing was sent.
    """
    if TOKEN not in request.POST:
        return redirect(make())
    with transaction.atomic():
        # Whoever sends the same at the same time waits here for the other's transaction: the digest is unique.
        sent, is_first = SentForm.objects.get_or_create(digest=digest_of(request), defaults={"at": clock.now()})
        if is_first:
            sent.led_to = make()
            sent.save(update_fields=["led_to"])
    if not is_first:
        messages.info(request, _("Trang này đã gửi và đã ghi rồi; không ghi thêm lần nữa."))
    return redirect(sent.led_to)


def digest_of(request: HttpRequest) -> str:
    files = [(name, file.name, file.size) for name, sent in request.FILES.lists() for file in sent]
    posted = [user_of(request).pk, request.get_full_path(), sorted(request.POST.lists()), sorted(files)]
    return sha256(json.dumps(posted).encode()).hexdigest()
