"""The model of events: who did what, when, to which object. Append-only; names are copied into the row."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.post import Post
from units.models.unit import Unit
from units.tree import Reader, within


class AppendOnly(Exception):
    """Raised for an attempt to change or delete rows of an append-only table."""


class AppendOnlyModel(models.Model):
    """A row that is added once, and neither saved again nor deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly(f"{self._meta.label} is only added to")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self._meta.label} is only added to")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A queryset that refuses update and delete."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self.model._meta.label} is only added to")

    def delete(self) -> NoReturn:
        raise AppendOnly(f"{self.model._meta.label} is only added to")


class EventQuerySet(AppendOnlyQuerySet):
    def about(self, target: models.Model) -> EventQuerySet:
        kind = ContentType.objects.get_for_model(target, for_concrete_model=True)
        return self.filter(target_type=kind, target_id=target.pk)

    def about_all(self, model: type[models.Model], keys: Any) -> EventQuerySet:
        """Return the events about several objects of one model, by their ids."""
        return self.filter(target_type=ContentType.objects.get_for_model(model), target_id__in=keys)

    def visible_to(self, user: Reader) -> EventQuerySet:
        """Return the events of units in this person's reach, and the person's own."""
        return self.filter(within("unit__path", user.reach_paths()) | Q(actor=user))


class Event(AppendOnlyModel):
    at = models.DateTimeField(_("lúc"), db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events")
    actor_name = models.CharField(_("người thực hiện"), max_length=120)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField(_("tư cách"), max_length=250, blank=True)
    verb = models.CharField(_("việc"), max_length=40)
    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id", for_concrete_model=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="events", verbose_name=_("đơn vị"))
    source = models.CharField(_("từ trạng thái"), max_length=20, blank=True)
    to = models.CharField(_("sang trạng thái"), max_length=20, blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    changes = models.JSONField(_("thay đổi"), default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("sự việc")
        verbose_name_plural = _("nhật ký")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["target_type", "target_id", "at"], name="event_about")]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb}"
