"""The model of a post: the role of a person in a unit, from a day until a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from foundation.db.compiled import CompiledQuery, number
from units.models.area import Area
from units.models.kinds import LAUNCHING, UnitKind
from units.models.unit import Unit
from units.models.vocabulary import term
from units.tree import Reader


class Role(models.TextChoices):
    OFFICER = "officer", _("Cán bộ nhập liệu")
    REVIEWER = "reviewer", _("Cán bộ theo dõi thi đua")
    LEADER = "leader", _("Lãnh đạo")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    CLERK = "clerk", _("Văn thư")
    ACCOUNTANT = "accountant", _("Kế toán công đoàn")
    SECRETARY = "secretary", _("Thư ký Hội đồng")
    MEMBER = "member", _("Ủy viên Hội đồng")
    INSPECTOR = "inspector", _("Đoàn kiểm tra")
    DESK = "desk", _("Phụ trách khu vực")


READS_BELOW = (
    Role.OFFICER,
    Role.REVIEWER,
    Role.LEADER,
    Role.ADMINISTRATOR,
    Role.INSPECTOR,
    Role.DESK,
)
"""Roles whose holder reads what is about the unit and the units below it; the others have no reach."""


class PostQuerySet(models.QuerySet["Post"]):
    def current(self, day: date) -> PostQuerySet:
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))

    def visible_to(self, user: Reader) -> PostQuerySet:
        return self.filter(user.reach("unit__path"))


class Post(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("người giữ")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("đơn vị"))
    role = models.CharField(_("vai trò"), max_length=20, choices=Role.choices)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, editable=False, related_name="posts", verbose_name=_("khu vực")
    )
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    may_record_signed = models.BooleanField(_("được ghi nhận văn bản đã ký"), default=False)
    inspects = models.CharField(
        _("nội dung kiểm tra"),
        max_length=200,
        blank=True,
        help_text=_(
            "Chỉ của đoàn kiểm tra, cùng ngày kết thúc. Ví dụ: Kiểm tra việc xét khen thưởng, Quyết định 12/QĐ-LĐLĐ."
        ),
    )
    year = models.PositiveSmallIntegerField(
        _("năm phong trào được kiểm tra"), null=True, blank=True, help_text=_("Để trống: phong trào của mọi năm.")
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        ordering = ("unit__order", "unit__path", "role", "pk")
        indexes = [models.Index(fields=["unit"], name="posts_of_reviewers", condition=Q(role=Role.REVIEWER))]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(until=None, area=None), name="post_held_once"
            ),
            models.UniqueConstraint(fields=["user", "area"], condition=Q(until=None), name="desk_held_once"),
            models.CheckConstraint(
                condition=Q(role=Role.DESK, area__isnull=False) | ~Q(role=Role.DESK) & Q(area=None),
                name="desk_post_has_area",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="post_dates_in_order"),
            models.CheckConstraint(
                condition=Q(~Q(role=Role.INSPECTOR), inspects="", year=None)
                | Q(~Q(inspects=""), role=Role.INSPECTOR, until__isnull=False),
                name="inspection_has_scope_and_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.title}, {self.unit}"

    @property
    def reads_below(self) -> bool:
        """True for a post that gives reach: what is about its unit and the units below it may be read."""
        return self.role in READS_BELOW

    @property
    def is_over_all(self) -> bool:
        """True for a post with reach at the only root unit, of no area and no single year: everything is in reach.

        Needs the annotation of `held_by`.
        """
        at_root = self.area is None and self.year is None and self.unit.parent_id is None
        return self.reads_below and at_root and not getattr(self, "other_root", True)

    @property
    def paths(self) -> list[str]:
        """The paths whose units, and all units below, this post reaches: its unit's, or those of its area."""
        return self.area.paths if self.area else [self.unit.path]

    @property
    def title(self) -> str:
        """The Vietnamese name of the role at its unit's level, or of the desk of its area."""
        if self.area:
            return str(_("Phụ trách {area}")).format(area=self.area)
        return role_title(self.role, self.unit.kind, self.unit.path)

    @property
    def office(self) -> str:
        """Whom readers know as having acted in this post: the Board or a desk by its own name, others by their unit."""
        has_own_name = self.area is not None or (self.role == Role.REVIEWER and self.unit.may_launch)
        return f"{self.title}, {self.unit.name}" if has_own_name else self.unit.name


def held_by(user_id: Any, day: date) -> list[Post]:
    """Return a person's posts on a day with user and unit, the highest first, annotated with `other_root`.

    A post of an area counts while the area does.
    """
    return _in_order(_held_by(day).fetch(user=user_id), day)


def held_by_each(user_ids: Collection[int], day: date) -> dict[int, list[Post]]:
    """Return what `held_by` returns for each of these people: one statement for all of them."""
    held: dict[int, list[Post]] = {user_id: [] for user_id in user_ids}
    for post in _in_order(_held_on(day).filter(user__in=held), day):
        held[post.user_id].append(post)
    return held


def _in_order(posts: Iterable[Post], day: date) -> list[Post]:
    valid = [post for post in posts if post.area is None or post.area.is_valid_on(day)]
    return sorted(valid, key=lambda post: (post.unit.path, post.pk))


@lru_cache(maxsize=2)
def _held_on(day: date) -> PostQuerySet:
    """Return all posts as `held_by` reads them, unread: built once a day, as each page asks for its person's."""
    other_roots = Unit.objects.filter(parent=None).exclude(pk=OuterRef("unit"))
    posts = Post.objects.select_related("user", "unit__parent", "area").annotate(other_root=Exists(other_roots))
    return posts.current(day).order_by()


@lru_cache(maxsize=2)
def _held_by(day: date) -> CompiledQuery[Post]:
    """Return the same of one person: compiled once a day."""
    return CompiledQuery(_held_on(day).filter(user=number("user")))


def role_title(role: str, kind: str, path: str = "") -> str:
    """Return the Vietnamese name of a role in a unit of this kind: those of a launching unit are its board.

    `path`: the unit's, as each root has its own words; without it those of the only root.
    """
    if role == Role.REVIEWER and kind in LAUNCHING:
        return term("board", path)
    if role == Role.LEADER and kind != UnitKind.GRASSROOTS:
        return term("leader_launching" if kind in LAUNCHING else f"leader_{kind}", path)
    if role == Role.OFFICER and kind == UnitKind.GRASSROOTS:
        return str(_("Chủ tịch CĐCS hoặc người được phân công"))
    return str(Role(role).label)
