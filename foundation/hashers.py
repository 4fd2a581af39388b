"""How passwords are hashed: docs/decisions/0080-passwords-are-hashed-with-argon2id.md has what each way costs."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with OWASP's figures: 19 MiB, twice over, in one lane. Django's own take 100 MiB for each sign-in."""

    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
