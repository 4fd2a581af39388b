"""Filter and order of the list of decisions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from awards.lifecycle import DecisionStatus
from awards.models import Award, AwardTitle, Decision, DecisionKind, Nomination
from campaigns.models import Phase
from foundation import vietnamese
from foundation.filters import ListFilter, SearchFilter, SelectFilter
from foundation.forms.choices import SearchableChoiceFilter, contains_words
from foundation.forms.fields import select
from units.models import Role, Unit, User
from units.registration import number_key
from units.tree import SEGMENT


class DecisionFilter(ListFilter):
    """Filters the decisions that a user can see. Discarded drafts appear only when their status is chosen."""

    q = SearchFilter(label=_("Số quyết định, tên người, tập thể"), method="search")
    unit = django_filters.ModelChoiceFilter(
        label=_("Đơn vị quyết định"), queryset=None, empty_label=_("Mọi đơn vị"), widget=select()
    )
    phase = SearchableChoiceFilter(label=_("Đợt"), queryset=None, empty_label=_("Mọi đợt"))
    title = SearchableChoiceFilter(label=_("Hình thức"), queryset=None, empty_label=_("Mọi hình thức"))
    year = SelectFilter(label=_("Năm ký"), choices=(), empty_label=_("Mọi năm"))
    kind = SelectFilter(label=_("Loại"), choices=DecisionKind.choices, empty_label=_("Mọi loại"))
    status = SelectFilter(label=_("Trạng thái"), choices=DecisionStatus.choices, empty_label=_("Mọi trạng thái"))

    def __init__(self, query: Any, *args: Any, user: User, **kwargs: Any):
        super().__init__(query, *args, **kwargs)
        decisions = self.queryset.order_by()
        years = Decision.objects.issued().order_by().values_list("year", flat=True).distinct()  # everybody sees those
        phases = Phase.objects.visible_to(user).filter(Exists(decisions.filter(phase=OuterRef("pk")))).named()
        titles = AwardTitle.objects.visible_to(user).filter(Exists(decisions.filter(title=OuterRef("pk"))))
        units = Unit.objects.filter(Exists(decisions.filter(unit=OuterRef("pk"))))
        near = {*user.upper_paths(), *(path[:SEGMENT] for path in user.reach_paths())}
        self.filters["unit"].queryset = units.near(near, query.get("unit"))
        self.filters["phase"].queryset = phases.order_by("-campaign__year", "-number")
        self.filters["title"].queryset = titles
        self.filters["year"].extra["choices"] = [
            (str(year), str(year)) for year in sorted(filter(None, years), reverse=True)
        ]

    def without_status(self, rows: QuerySet) -> QuerySet:
        return rows.exclude(status=DecisionStatus.DISCARDED)

    def search(self, decisions: QuerySet, name: str, value: str) -> QuerySet:
        return decisions_named(decisions, value)


def decisions_named(decisions: QuerySet, text: str) -> QuerySet:
    """Return those with this number in any writing, or with a name of these words on the list, also of drafts."""
    number = number_key(vietnamese.clean(text))
    listed = Award.objects.filter(contains_words(["search_text"], text), decision=OuterRef("pk"))
    drafted = Nomination.objects.filter(contains_words(["nominee__folded"], text), decision=OuterRef("pk"))
    condition = Q(Exists(listed)) | Q(Exists(drafted))
    return decisions.filter(condition | Q(number_key=number) if number else condition)


def own_drafts_first(decisions: QuerySet, user: User) -> QuerySet:
    """Order: those not issued of units where the user reviews, leads or registers, then by date signed, others last."""
    own = [post.unit_id for post in user.current_posts if post.role in (Role.REVIEWER, Role.LEADER, Role.CLERK)]
    drafts = Q(status__in=(DecisionStatus.DRAFT, DecisionStatus.TO_SIGN), unit__in=own)
    rank = Case(When(drafts, then=0), default=1, output_field=IntegerField())
    return decisions.annotate(rank=rank).order_by("rank", F("dated_on").desc(nulls_last=True), "-pk")
