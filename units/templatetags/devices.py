"""`{% new_device_notice %}` for pages that tell of a sign-in from a device that is new."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from units.models import User
from units.new_devices import new_devices

register = template.Library()


@register.inclusion_tag("units/new_devices.html", takes_context=True)
def new_device_notice(context: RequestContext) -> dict[str, Any]:
    request = context["request"]
    told = new_devices(request, request.user) if isinstance(request.user, User) else None
    return {"told": told}
