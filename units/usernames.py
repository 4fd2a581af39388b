"""Names to sign in by, made of people's names."""

from __future__ import annotations

import re
from itertools import count

from django.db.models import Q

from foundation.vietnamese import appearance_key, fold
from units.models import User

LONGEST = 30
NAMELESS = "canbo"
NO_PLAIN_LETTER = "[^ -~]"


def taken_usernames(full_name: str = "") -> set[str]:
    """Return what every username looks like: a new one has to look otherwise.

    For the name of one person only those that can be in the way: they begin as that person's would, or have letters
    that may look like others.
    """
    taken = User.objects.all()
    if full_name:
        taken = taken.filter(Q(username__istartswith=_stem(full_name)) | Q(username__regex=NO_PLAIN_LETTER))
    return set(map(appearance_key, taken.values_list("username", flat=True)))


def username_for(full_name: str, taken: set[str]) -> str:
    """Return the given name and the first letters of the others, "nguyetnta", with a number if it is taken.

    It is added to `taken`.
    """
    stem = _stem(full_name)
    name = next(
        name for number in count(1) if appearance_key(name := f"{stem}{number if number > 1 else ''}") not in taken
    )
    taken.add(appearance_key(name))
    return name


def _stem(full_name: str) -> str:
    words = [re.sub(r"[^a-z0-9]", "", word) for word in fold(full_name).split()]
    words = [word for word in words if word]
    return (words[-1] + "".join(word[0] for word in words[:-1]) if words else NAMELESS)[:LONGEST]
