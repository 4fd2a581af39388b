"""The model of a user. All rights come from posts; a user without a post may do nothing."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import clock, vietnamese
from units.models.post import Post, held_by, held_by_each
from units.tree import MATCH_ALL, is_within, outermost, within

if TYPE_CHECKING:
    from units.models.unit import Unit


class User(AbstractUser):
    """A person who can sign in. Django's `is_staff` and `is_superuser` have no effect in the portal.

    `failed_sign_ins`: how many failed from devices unknown so far, since the person read the warning; the last of them
    at `failed_at`, from the address `failed_from`. `must_change_password`: somebody else set it.
    """

    first_name = None  # type: ignore[assignment]  # a column of AbstractUser left out: see full_name
    last_name = None  # type: ignore[assignment]  # left out likewise
    full_name = models.CharField(_("họ và tên"), max_length=120)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    search_text = models.CharField(max_length=300, editable=False)
    failed_sign_ins = models.PositiveIntegerField(db_default=0, default=0, editable=False)
    failed_from = models.CharField(max_length=45, db_default="", default="", editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)
    has_new_devices = models.BooleanField(db_default=False, default=False, editable=False)
    must_change_password = models.BooleanField(db_default=False, default=False, editable=False)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        ordering = ("sort_key", "pk")

    def __str__(self) -> str:
        return self.full_name or self.username

    def derive(self) -> None:
        """Clean the name and set the columns computed from it: sort key and search key."""
        self.full_name = vietnamese.clean(self.full_name)
        self.sort_key = vietnamese.sort_key(self.full_name)
        self.search_text = vietnamese.search_key(f"{self.full_name} {self.username}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return vietnamese.given_name(self.full_name)

    @cached_property
    def current_posts(self) -> list[Post]:
        """The posts held today, cached on this object, which lives for one request."""
        return held_by(self.pk, clock.today())

    @staticmethod
    def tell_current_posts(people: Collection[User]) -> None:
        """Tell each of these objects its `current_posts`, with one statement for all."""
        held = held_by_each([person.pk for person in people], clock.today())
        for person in people:
            vars(person)["current_posts"] = held[person.pk]

    @property
    def reading_posts(self) -> list[Post]:
        """The posts held today that give reach; a clerk's, an accountant's or a council member's do not."""
        return [post for post in self.current_posts if post.reads_below]

    def reach_paths(self, year: int | None = None) -> list[str]:
        """Return the paths that the posts with reach give, without those below another of them.

        `year`: of a campaign; inspections of another year's are left out.
        """
        posts = (post for post in self.reading_posts if year is None or post.year in (None, year))
        return outermost(path for post in posts for path in post.paths)

    def upper_paths(self) -> list[str]:
        """Return the same without grassroots unions, of which an area may have many and nothing is below."""
        units = [post.unit for post in self.reading_posts if post.area is None and not post.unit.is_grassroots]
        areas = (post.area.upper_paths for post in self.reading_posts if post.area)
        return outermost([*(unit.path for unit in units), *chain.from_iterable(areas)])

    @property
    def reaches_all(self) -> bool:
        """True for who holds a post that reads everything (`Post.is_over_all`)."""
        return any(post.is_over_all for post in self.current_posts)

    def reach(self, *fields: str, year: str = "") -> Q:
        """Return a Q: the path in one of these columns is in reach. Who `reaches_all` is asked for no path.

        `year`: the column with the year of the campaign, by which an inspection of one year is limited.
        """
        if self.reaches_all:
            return MATCH_ALL
        at_units = [post for post in self.reading_posts if post.area is None]
        limited = [post for post in at_units if year and post.year]
        paths = [post.unit.path for post in at_units if post not in limited]
        of_units = [within(field, paths) for field in fields]
        of_years = [within(field, [post.unit.path]) & Q(**{year: post.year}) for post in limited for field in fields]
        of_areas = [post.area.reach(*fields) for post in self.reading_posts if post.area]
        return reduce(or_, [*of_units, *of_years, *of_areas])

    def unit_ids_as(self, role: str) -> list[int]:
        """Return the ids of the units in which the person holds a role today."""
        return [post.unit_id for post in self.current_posts if post.role == role]

    def reaches(self, path: str, year: int | None = None) -> bool:
        """True for a path in reach; of something of a campaign with its year."""
        return is_within(path, self.reach_paths(year))

    def highest_unit(self, acted_for: Unit, year: int | None = None) -> Unit | None:
        """Return the highest unit in reach; of equals the one acted for, else the first in the tree."""
        paths = self.reach_paths(year)
        if not paths:
            return None
        highest = min(paths, key=lambda path: (len(path), path != acted_for.path, path))
        own = (post.unit for post in self.reading_posts if post.unit.path == highest)
        return next(own, None) or acted_for.of_path(highest)
