"""The mark of a form: for whom, for which unit and on which page it was made, signed by the portal.

A form carries it beside its token against forged posts. When it comes back without a session, or when another unit is
acted for meanwhile, the mark says whose text it is. It gives no right: what is then done is asked of `access.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

FIELD = "mark"
LASTS = timedelta(days=7)
LONGEST_ADDRESS = 300  # characters; a longer one is kept without its query
SALT = "foundation.forms.mark"


@dataclass(frozen=True)
class Mark:
    """`acting` is the key of the unit or area acted for, "" for none; `address` that of the page with the form."""

    person: int
    acting: str
    address: str

    @classmethod
    def of_page(cls, request: HttpRequest, person: int, acting: str) -> Mark:
        """Return the mark of every form on the page that answers this request."""
        return cls(person, acting, shortened(request.get_full_path()))

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """Return the mark that was signed as this text; None for any other text, and after seven days."""
        try:
            return cls(*signing.loads(text, salt=SALT, max_age=LASTS))
        except signing.BadSignature:
            return None

    @property
    def signed(self) -> str:
        return signing.dumps([self.person, self.acting, self.address], salt=SALT)


def shortened(address: str) -> str:
    """Return an address as marks have it: where it is longer than a column holds, the beginning without its query."""
    return address if len(address) <= LONGEST_ADDRESS else address.partition("?")[0][:LONGEST_ADDRESS]


def posted_mark(request: HttpRequest) -> Mark | None:
    """Return the mark that was posted; None without one, and for one that the portal did not sign."""
    return Mark.read(request.POST[FIELD]) if request.method == "POST" and FIELD in request.POST else None
