"""How many collectives and persons are named, in words for screens."""

from django.utils.translation import gettext as _


def how_many(collectives: int, persons: int) -> str:
    """Return "2 tập thể, 3 cá nhân", without what there is none of; "0 tập thể, cá nhân" for nobody."""
    both = ((collectives, _("{n} tập thể")), (persons, _("{n} cá nhân")))
    return ", ".join(words.format(n=count) for count, words in both if count) or _("0 tập thể, cá nhân")
