"""Forms that save by themselves: while somebody types, the page's script sends the form with a header of its own.

The script is static/js/drafts.js. An ordinary answer to such a request is 204 with the new version, or the 409, 401 or
403 page that the same form would get by its button.
"""

from django.http import HttpRequest, HttpResponse

from foundation import clock, vietnamese

HEADER = "X-Draft"


def saves_itself(request: HttpRequest) -> bool:
    """True for a form that the script sent, not a button."""
    return HEADER in request.headers


def kept(version: str) -> HttpResponse:
    """Return the answer that what was typed is kept, as this version."""
    now = vietnamese.format_time(clock.now())
    return HttpResponse(status=204, headers={"Draft-Version": version, "Draft-Time": now})
