"""The code that the page of `begin` asks for: printed on the server, where only whoever installs the portal reads it.

It is of the secret key, so it is stored nowhere, and of no use once the portal has begun.
"""

from __future__ import annotations

import base64

from django.utils.crypto import constant_time_compare, salted_hmac

BYTES, GROUP = 10, 4
"""80 bits, as four groups of four letters."""


def begin_code() -> str:
    """Return the code as it is printed: ABCD-EFGH-IJKL-MNOP."""
    digest = salted_hmac("units.begin_code", "begin", algorithm="sha256").digest()[:BYTES]
    letters = base64.b32encode(digest).decode()
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def is_begin_code(typed: str) -> bool:
    """Return whether somebody typed the code, hyphens, spaces and capitals apart."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return constant_time_compare(letters, begin_code().replace("-", ""))
