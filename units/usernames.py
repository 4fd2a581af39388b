"""Names to sign in by, made of people's names."""

from __future__ import annotations

import re
from itertools import count

from foundation.vietnamese import appearance_key, fold
from units.models import User

LONGEST = 30
NAMELESS = "canbo"


def taken_usernames() -> set[str]:
    """Return what every username looks like: a new one has to look otherwise."""
    return set(map(appearance_key, User.objects.values_list("username", flat=True)))


def username_for(full_name: str, taken: set[str]) -> str:
    """Return the given name and the first letters of the others, "nguyetnta", with a number if it is taken.

    It is added to `taken`.
    """
    words = [re.sub(r"[^a-z0-9]", "", word) for word in fold(full_name).split()]
    words = [word for word in words if word]
    stem = (words[-1] + "".join(word[0] for word in words[:-1]) if words else NAMELESS)[:LONGEST]
    name = next(
        name for number in count(1) if appearance_key(name := f"{stem}{number if number > 1 else ''}") not in taken
    )
    taken.add(appearance_key(name))
    return name
