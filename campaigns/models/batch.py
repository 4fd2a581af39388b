"""The model of what ties the events of one act on many sheets. Append-only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Event, User
from units.models.event import AppendOnlyModel, AppendOnlyQuerySet


class BatchedEventQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: User) -> BatchedEventQuerySet:
        """Return those of acts that this person did: only whoever did an act sees it as a whole."""
        return self.filter(event__actor=user)


class BatchedEvent(AppendOnlyModel):
    """An event of an act on many sheets at once; all those of one act have its id, which its page brought."""

    act = models.UUIDField(db_index=True, editable=False)
    event = models.OneToOneField(Event, models.PROTECT, related_name="batched")

    objects = BatchedEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("sự việc làm một lượt")
        verbose_name_plural = _("các sự việc làm một lượt")
        ordering = ("act", "pk")

    def __str__(self) -> str:
        return f"{self.act}: {self.event_id}"
