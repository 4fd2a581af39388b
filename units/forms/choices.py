"""Form fields to choose a union or a person; the labels distinguish rows of the same name."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.utils.translation import gettext as _

from foundation import clock
from foundation.forms.choices import SearchableChoiceField
from units.models import Post, Unit, User


class UnitChoiceField(SearchableChoiceField):
    """Chooses a union; the label adds the union above it."""

    beside = "parent__search_text"

    def rows(self, queryset: QuerySet) -> QuerySet:
        return queryset.select_related("parent")

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.parent.name})" if obj.parent else obj.name


class PersonChoiceField(SearchableChoiceField):
    """Chooses a person; the label adds the posts held today, or the username of who has none."""

    beside = "posts__unit__search_text"

    def rows(self, queryset: QuerySet) -> QuerySet:
        held = Post.objects.current(clock.today()).select_related("unit", "area").order_by("unit__path", "pk")
        return queryset.prefetch_related(None).prefetch_related(Prefetch("posts", held))

    def label_from_instance(self, obj: Any) -> str:
        posts = "; ".join(f"{post.title}, {post.unit}" for post in obj.posts.all())
        return f"{obj} ({posts or _('chưa được phân công, {name}').format(name=obj.username)})"


def choice_field(model: type[Model]) -> type[SearchableChoiceField]:
    """Return the field class that offers rows of this model."""
    fields: dict[type[Model], type[SearchableChoiceField]] = {Unit: UnitChoiceField, User: PersonChoiceField}
    return fields.get(model, SearchableChoiceField)
