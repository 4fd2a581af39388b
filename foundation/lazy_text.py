"""The type of a text that may be translated only when it is shown, as gettext_lazy returns it."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # only the stubs name it

LazyText: TypeAlias = "str | _StrPromise"
