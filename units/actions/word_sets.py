"""Actions that load a set of words or rules from the content of a TOML file, as `manage.py load_set` reads it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.vietnamese import format_date, format_number
from units.history import record
from units.models import Rule, StrandName, Term, Unit, UnitKind, UnitType, vocabulary
from units.models.kinds import Strand
from units.models.words import WordRow
from units.rules import reader
from units.rules.loading import missing_rules

TABLES: dict[str, type[WordRow]] = {"types": UnitType, "strands": StrandName, "terms": Term}


@transaction.atomic
def load_words(root: Unit, content: dict[str, Any]) -> int:
    """Add a set of words for the unions below a root, which ends its sets before it. Return how many rows were added.

    A row that the root has of that code and day is left as it is: it may have been edited. Raises ValidationError.
    """
    if root.parent_id is not None:
        raise ValidationError(_("Bộ tên gọi dùng cho đơn vị cao nhất và mọi đơn vị bên dưới."))
    Unit.objects.select_for_update(no_key=True).get(pk=root.pk)
    since = content["valid_from"]
    rows = [
        model(root=root, valid_from=since, **columns) for name, model in TABLES.items() for columns in content[name]
    ]
    missing = [row for row in rows if not type(row).objects.filter(root=root, code=row.code, valid_from=since).exists()]
    if not missing:
        return 0
    _refuse_wrong(root, since, rows)
    for model in TABLES.values():
        still = Q(valid_to=None) | Q(valid_to__gt=since)
        model.objects.filter(still, root=root, valid_from__lt=since).update(valid_to=since)
    for row in missing:
        row.full_clean()
        row.save()
    words = {"bộ tên gọi": ["", _("dùng từ {day}").format(day=format_date(since))]}
    record(root, "load_words", by=None, unit=root, changes=words)
    transaction.on_commit(vocabulary.forget)
    return len(missing)


@transaction.atomic
def load_rules(content: dict[str, Any]) -> int:
    """Add the rules that the table lacks and return how many. Raises ValidationError."""
    roots = Unit.objects.filter(parent=None).order_by("path")
    root = roots.select_for_update(no_key=True).first()  # two at once: the second finds the rows of the first
    try:
        missing = missing_rules(Rule, content)
        for row in missing:
            row.full_clean()
            row.save()
    except (KeyError, ValueError) as error:
        raise ValidationError(_("Quy định ghi chưa đúng: {error}").format(error=error)) from error
    except IntegrityError as error:
        raise ValidationError(
            _("Có quy định trùng thời gian với quy định đã có. Xin kết thúc dòng đó trước.")
        ) from error
    if missing and root:
        count = {"số quy định": ["", format_number(len(missing))]}
        record(root, "load_rules", by=None, unit=root, changes=count)
    transaction.on_commit(reader.forget)
    return len(missing)


def _refuse_wrong(root: Unit, since: date, rows: list[Any]) -> None:
    """Raise ValidationError for a set that is older than the root's, or has not all that the portal reads."""
    for model in TABLES.values():
        newer = model.objects.filter(root=root, valid_from__gt=since).first()
        if newer:
            sentence = _("Đã có bộ tên gọi dùng từ {day}.")
            raise ValidationError(sentence.format(day=format_date(newer.valid_from)))
    types = {row.code: row for row in rows if isinstance(row, UnitType)}
    strands = {row.code for row in rows if isinstance(row, StrandName)}
    if unknown := {row.role for row in types.values()} - set(UnitKind.values) | strands - set(Strand.values):
        raise ValidationError(_("Cổng không có: {codes}.").format(codes=", ".join(sorted(unknown))))
    for row in types.values():
        for code in row.below:
            if code not in types or types[code].role == UnitKind.GRASSROOTS:
                sentence = _("Loại đơn vị {type} không thể trực thuộc “{code}”.")
                raise ValidationError(sentence.format(type=row.short, code=code))
    kinds = {row.role for row in types.values()}
    if root.kind not in kinds or UnitKind.GRASSROOTS not in kinds:
        raise ValidationError(_("Bộ tên gọi phải có loại của đơn vị cao nhất và của công đoàn cơ sở."))
    of_every_root = Term.objects.filter(root=None)
    needed = set(of_every_root.values_list("code", flat=True))
    if absent := needed - {row.code for row in rows if isinstance(row, Term)}:
        raise ValidationError(_("Bộ tên gọi còn thiếu: {codes}.").format(codes=", ".join(sorted(absent))))
