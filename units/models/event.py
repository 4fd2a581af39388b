"""The models of events: who did what, when, to which object; and their personal text. Both append-only."""

from __future__ import annotations

from typing import Any, NoReturn, TypedDict

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.digest import digest
from units.models.post import Post
from units.models.unit import Unit
from units.tree import Reader

MASKED = _("(đã xóa tên)")
"""What stands for the name of who acted, once it was removed with the text of the event."""


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
        return self.filter(Q(unit__isnull=False) & user.reach("unit__path") | Q(actor=user))


class EventManager(models.Manager.from_queryset(EventQuerySet)):  # type: ignore[misc]  # a base made by a call
    """Events with their personal text, in one statement."""

    def get_queryset(self) -> EventQuerySet:
        return EventQuerySet(self.model, using=self._db).select_related("personal")


class Event(AppendOnlyModel):
    """What happened. Text about persons is in its `EventPersonal`, of which the event keeps the digest.

    `acting_as`: the post as it was called then, without the name of who holds it.
    """

    at = models.DateTimeField(_("lúc"), db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField(_("tư cách"), max_length=250, blank=True)
    verb = models.CharField(_("việc"), max_length=40)
    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id", for_concrete_model=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="events", verbose_name=_("đơn vị"))
    source = models.CharField(_("từ trạng thái"), max_length=20, blank=True)
    to = models.CharField(_("sang trạng thái"), max_length=20, blank=True)
    personal_hash = models.CharField(max_length=64, db_default="")

    objects = EventManager()

    class Meta:
        verbose_name = _("sự việc")
        verbose_name_plural = _("nhật ký")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["target_type", "target_id", "at"], name="event_about")]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb}"

    @property
    def actor_name(self) -> str:
        """Return what the person was called then; that it was removed, if it was."""
        return self._personal.get("actor_name", str(MASKED) if self.personal_hash else "")

    @property
    def reason(self) -> str:
        return self._personal.get("reason", "")

    @property
    def changes(self) -> dict[str, Any]:
        """Return the old and the new value of what changed, by its name on screens, or other particulars of the act."""
        return self._personal.get("changes", {})

    @property
    def _personal(self) -> PersonalData:
        """Return the personal text, nothing for an event that no act wrote."""
        personal = getattr(self, "personal", None)
        return personal.data if personal else {}


class PersonalData(TypedDict, total=False):
    """The personal text of an event. The keys are stored; one without a value is left out."""

    actor_name: str
    reason: str
    changes: dict[str, Any]


class EventPersonal(AppendOnlyModel):
    """The text of an event that may say something about a person, apart from it so that it can be removed one day.

    It is all text of the event that somebody typed or that is a name: the name of who acted, the reason, and what
    changed. Changes are here as a whole, whatever they are about: their keys are names of nominees and titles of works
    too, and an old or new value may be a name, a year of birth or a letter's wording. What remains in the event says
    which person, by number, did what to which row, as which post, and which status it got.

    `salt` is drawn anew for each event, so that nobody finds out a short text by trying digests: without the salt the
    event's `personal_hash` says nothing.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="personal")
    salt = models.CharField(max_length=32)
    data = models.JSONField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("lời của sự việc")
        verbose_name_plural = _("lời của các sự việc")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


def personal_digest(salt: str, personal: Any) -> str:
    """Return what `Event.personal_hash` is: the digest of salt and text, as they were stored."""
    return digest([salt, personal])
