"""Kinds of what is kept for a time only whose end is an act, or that only an act can find."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from units.actions.guessing import failures_over, prune_failures
from units.actions.import_retention import empty_old_imports, imports_to_empty
from units.models import FailureCount, Import
from units.personal.retention import RetentionKind

KINDS = (
    RetentionKind(
        "old_lists",
        _("nội dung danh sách đưa vào từ lâu"),
        Import,
        "IMPORT_DAYS",
        lambda _before: imports_to_empty(),
        empty_old_imports,
    ),
    RetentionKind(
        "failures",
        _("số lần đăng nhập sai"),
        FailureCount,
        "",
        lambda _before: failures_over(),
        prune_failures,
    ),
)
