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

    It is added to `taken`. Of two hundred alike eight numbers are looked at, not two hundred: those in use leave no gap
    as a rule, and where they do the name is free as well.
    """
    stem = _stem(full_name)

    def named(number: int) -> str:
        return f"{stem}{number if number > 1 else ''}"

    def is_free(number: int) -> bool:
        return appearance_key(named(number)) not in taken

    free = next(number for number in (2**power for power in count()) if is_free(number))
    used = free // 2  # 0 where the name itself is free
    while free - used > 1:
        middle = (free + used) // 2
        used, free = (used, middle) if is_free(middle) else (middle, free)
    taken.add(appearance_key(named(free)))
    return named(free)


def _stem(full_name: str) -> str:
    words = [re.sub(r"[^a-z0-9]", "", word) for word in fold(full_name).split()]
    words = [word for word in words if word]
    return (words[-1] + "".join(word[0] for word in words[:-1]) if words else NAMELESS)[:LONGEST]
