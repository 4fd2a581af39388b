"""Writes a word into every text that people typed, row by row: columns are found from the models, not listed.

A column that holds no words of people is named here with its reason; a model that is new has to be told whose its rows
are, or why they are nobody's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.db.models import QuerySet

from tests.support.casts import models as tables

NO_WORDS = {
    "path", "sha256", "original_sha256", "personal_hash", "salt", "printed", "code", "slug", "letter", "username",
    "password", "media_type", "verb", "source", "to", "nominee_class", "sex", "bloc", "number_key", "sort_key",
    "search_text", "folded", "figures", "subject", "value", "compared", "key", "url", "parameters", "address", "acting",
    "last_error", "digest", "via", "rules_used", "part", "row", "field", "asks", "first", "second", "limit_rule",
    "columns", "answers", "counts", "session_key", "session_data", "handle", "issuer", "failed_from",
    "strands", "led_to",
    "undo_steps", "table",
    "cell", "measure", "slice", "of_state", "period",
}  # fmt: skip  # addresses, keys and codes; what is computed from texts; numbers
OWNERS = {
    "units.Unit": "pk",
    "units.User": "posts__unit",
    "units.Event": "unit",
    "units.EventPersonal": "event__unit",
    "units.PlannedAct": "unit",
    "units.Area": "unit",
    "units.Post": "unit",
    "units.Attachment": "unit",
    "units.Job": "unit",
    "units.Import": "unit",
    "units.ImportRow": "source__unit",
    "units.Masking": "unit",
    "units.Reorganisation": "unit",
    "units.ReorganisationRow": "plan__unit",
    "units.RehearsedWrite": "plan__unit",
    "units.Signer": "unit",
    "units.FormDraft": "user__posts__unit",
    "units.SignInSession": "person__posts__unit",
    "units.LinkedIdentity": "person__posts__unit",
    "units.KnownDevice": "person__posts__unit",
    "campaigns.CalledUnit": "unit",
    "campaigns.Count": "unit",
    "campaigns.Filing": "called__unit",
    "campaigns.Submission": "filing__called__unit",
    "campaigns.BatchedEvent": "event__unit",
    "campaigns.Remark": "submission__filing__called__unit",
    "campaigns.DataRequest": "campaign__unit",
    "campaigns.DataRequestSheet": "unit",
    "campaigns.DataRequestSubmission": "sheet__unit",
    "campaigns.DataRequestAnswer": "submission__sheet__unit",
    "campaigns.DataRequestRemark": "submission__sheet__unit",
    "campaigns.Figure": "submission__filing__called__unit",
    "campaigns.WrittenAnswer": "submission__filing__called__unit",
    "campaigns.Exemplar": "submission__filing__called__unit",
    "campaigns.ExemplarConsent": "filing__called__unit",
    "campaigns.Activity": "unit",
    "campaigns.FollowedExemplar": "unit",
    "campaigns.Gathering": "unit",
    "campaigns.Inspection": "unit",
    "campaigns.Responsibility": "unit",
    "campaigns.Work": "unit",
    "campaigns.WorkEntry": "submission__filing__called__unit",
    "campaigns.WorkResult": "submission__filing__called__unit",
    "awards.Decision": "unit",
    "awards.Correction": "decision__unit",
    "awards.Award": "unit",
    "awards.Paper": "award__unit",
    "awards.Letter": "unit",
    "awards.Dossier": "unit",
    "awards.Nominee": "unit",
    "awards.Nomination": "dossier__unit",
    "summaries.Summary": "unit",
    "summaries.WordChoice": "unit",
    "summaries.ForeignWorkbook": "unit",
    "summaries.WorkbookVersion": "workbook__unit",
    "summaries.Pointing": "version__workbook__unit",
}
NOBODYS = {
    "units.Blob", "units.ResetRequest", "units.SentForm",
    "campaigns.Campaign", "campaigns.Phase", "campaigns.Commemoration", "campaigns.Section", "campaigns.Indicator",
    "campaigns.CrossCheck", "campaigns.DataRequestQuestion",
    "campaigns.AskedCatalogue", "campaigns.LaunchVersion",
    "campaigns.Resolution", "campaigns.Purpose", "campaigns.ContentPoint", "campaigns.Measure", "campaigns.Recipient",
    "awards.AwardTitle", "awards.TitleTiming", "summaries.ReportLine",
}  # fmt: skip  # the launch, the catalogue, questions: of whoever is asked, as the access table says


def text_columns(model: Any) -> list[Any]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices and field.name not in NO_WORDS
    ]


def plant(word: Callable[[Any], str]) -> int:
    """Write `word(id of the owning unit)` into every text that belongs to a unit; return how many texts."""
    _unfreeze()
    rows = [(model, pk, owner) for model in tables() for pk, owner in _owned(model)]
    return sum(len(_plant_row(model, pk, word(owner), empty=False)) for model, pk, owner in rows)


def plant_everywhere(word: Callable[[int], str]) -> Counter[str]:
    """The same in every text there is, nobody's and those left empty as well where the database admits it: how many
    rows hold one now, by column ("units.Unit.name").
    """
    _unfreeze()
    counts: Counter[str] = Counter()
    for model in tables():
        nobodys = dict.fromkeys(model._base_manager.values_list("pk", flat=True), 0)
        for pk, owner in (nobodys | dict(_owned(model))).items():
            names = _plant_row(model, pk, word(owner), empty=True)
            counts.update(f"{model._meta.label}.{name}" for name in names)
    return counts


def _owned(model: Any) -> list[tuple[int, int]]:
    """Yield (id of a row, id of the unit it belongs to); rows of no unit are left out."""
    label = model._meta.label
    if not text_columns(model) or label in NOBODYS:
        return []
    if label not in OWNERS:
        raise LookupError(f"{label}: whose are its rows?")
    owner = OWNERS[label]
    return list(dict(model._base_manager.exclude(**{owner: None}).values_list("pk", owner)).items())


def _plant_row(model: Any, pk: int, word: str, *, empty: bool) -> list[str]:
    """Return the columns of this row that hold the word now."""
    columns = text_columns(model)
    values = model._base_manager.filter(pk=pk).values(*(column.name for column in columns)).get()
    planted = {
        column.name: _planted(column, values[column.name], word, pk) for column in columns if values[column.name]
    }
    changed = {name: value for name, value in planted.items() if value != values[name]}
    blank = [
        column for column in columns if empty and not values[column.name] and not isinstance(column, models.JSONField)
    ]
    filled = {blank_column.name: _planted(blank_column, "-", word, pk) for blank_column in blank}
    if changed and not _written(model, pk, changed):  # a number of a section is there once
        changed = {name: value for name, value in changed.items() if _written(model, pk, {name: value})}
    if filled and not _written(model, pk, filled):  # a text may be where another is not
        filled = {name: value for name, value in filled.items() if _written(model, pk, {name: value})}
    return [*changed, *filled]


def _written(model: Any, pk: int, values: dict[str, Any]) -> bool:
    """Return whether the database accepts the values."""
    try:
        with transaction.atomic():
            QuerySet(model).filter(pk=pk).update(**values)
    except IntegrityError:
        return False
    return True


def _planted(column: Any, value: Any, word: str, pk: int) -> Any:
    if isinstance(column, models.JSONField):
        return _in_json(value, word)
    return f"{word} {pk}"[: column.max_length] if value else value


def _in_json(value: Any, word: str) -> Any:
    """Return the JSON value with the word in place of texts with a space: others are figures, dates or choices."""
    if isinstance(value, dict):
        return {key: _in_json(inner, word) for key, inner in value.items()}
    if isinstance(value, list):
        return [_in_json(inner, word) for inner in value]
    return word if isinstance(value, str) and " " in value else value


def _unfreeze() -> None:
    """Switch the database's triggers off in the transaction of the test, so that closed columns can be written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
