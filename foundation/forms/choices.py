"""Choice fields over the rows of a table: a select up to MOST_LISTED rows, a searchable text field for more.

With JavaScript the text field suggests rows from its own page's address (`?choices=<field>&words=<text>`): the view
makes its form as usual and the form's field answers, so a search finds exactly what the form accepts. Without
JavaScript the words are posted, and the page that is shown again offers the matching rows as radio buttons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.request_parsing import whole_number

MOST_LISTED = 200
"""Most rows of a field that is a select."""
MOST_FOUND = 20
"""Most rows that a search shows."""
LONGEST_SEARCH = 200  # letters; SQLite refuses patterns of 50,000, and no name is so long
SEARCHED = "search_text"
"""The column of a model that holds the search key of its names."""
SHORT = 3
"""Letters of a word that must begin a word of the searched text: "vi" is in "nhan vien" too."""


def search_words(text: str) -> list[str]:
    """Return the search keys of the words; hyphens, quotes, brackets and commas, as in a pasted label, are ignored."""
    return re.findall(r"\w+", vietnamese.search_key(text[: LONGEST_SEARCH + 1]))


def contains_words(columns: Iterable[str], text: str) -> Q:
    """Return a Q: each word of `text` occurs in one of the columns, which hold search keys.

    Every row matches a blank text; none matches one that is too long or has no word.
    """
    words, condition = search_words(text), Q()
    for word in words:
        condition &= _any_holds(columns, word)
    return condition if len(text) <= LONGEST_SEARCH and (words or not text.strip()) else Q(pk__in=[])


def contains_words_beside(columns: Iterable[str], beside: Iterable[str], text: str) -> Q:
    """Return a Q: each word of `text` occurs in a column or in one `beside` it, and some word in a column.

    What is beside is in another table, where no index finds a row of this one: the columns narrow the search.
    """
    words = search_words(text)
    if not beside or len(words) < 2:  # a single word is in a column: nothing is left for what is beside
        return contains_words(columns, text)
    return _any_holds(columns, *words) & contains_words([*columns, *beside], text)


def _any_holds(columns: Iterable[str], *words: str) -> Q:
    condition = Q()
    for column in columns:
        for word in words:
            short = len(word) <= SHORT and word.isalpha()
            condition |= Q(**{f"{column}__contains": f" {word}" if short else word})
            if short:
                condition |= Q(**{f"{column}__startswith": word})
    return condition


class TypedWords(str):
    """Text typed into a long field without choosing a row; any other value of the field is a row's id."""

    __slots__ = ()


@dataclass(frozen=True)
class SearchMatches:
    """The first rows of a search. `more`: there are others; `exact`: the only row of that name, listed first."""

    rows: list[Any]
    more: bool
    exact: Any | None

    @property
    def sentence(self) -> str:
        if not self.rows:
            return _("Không tìm thấy mục nào. Xin gõ lại một phần tên.")
        if self.more:
            return _("Hơn {n} mục khớp; đang hiện {n} mục đầu. Xin gõ thêm chữ để tìm gọn hơn.").format(n=MOST_FOUND)
        return _("Có {n} mục khớp.").format(n=len(self.rows))


class ListedRows(ModelChoiceIterator):
    """The choices of a short field; a long one lists only its empty choice."""

    field: SearchableChoiceField

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from map(self.choice, self.field.listed or ())


class ChoiceBox(forms.Select):
    """A select; for a long field a text input with two hidden ones, the chosen id and the label it was offered with.

    The id is used while the text still equals that label; other text is searched.
    """

    def __init__(self, attrs: Any = None):
        super().__init__({"class": "form-select", **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        field: SearchableChoiceField = self.choices.field  # type: ignore[attr-defined]  # its choices are ListedRows
        if not field.is_long:
            return super().render(name, value, attrs, renderer)
        attrs = self.build_attrs(self.attrs, attrs)
        wrong = " is-invalid" if attrs.get("aria-invalid") else ""
        context = {"name": name, "attrs": attrs | {"class": f"form-control{wrong}"}, **self._content(field, value)}
        template = "widgets/choice_box.html"
        return self._render(template, {"widget": context}, renderer)  # type: ignore[attr-defined]  # not in the stubs

    @staticmethod
    def _content(field: SearchableChoiceField, value: Any) -> dict[str, Any]:
        if not isinstance(value, TypedWords):
            row = field.row_of(value)
            return {"chosen": row and row.pk, "words": row and field.label_from_instance(row)}
        matches = field.search(value)
        if matches.exact:
            return {"chosen": matches.exact.pk, "words": field.label_from_instance(matches.exact)}
        offered = [(row.pk, field.label_from_instance(row)) for row in matches.rows]
        return {"words": value[:LONGEST_SEARCH], "matches": offered}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen, words = data.get(name), data.get(f"{name}-words")
        if words is None:
            return chosen
        words, listed = words.strip(), (data.get(f"{name}-listed") or "").strip()
        if not words or (chosen and words == listed):
            return chosen if words == listed else ""
        return TypedWords(words)


class SearchableChoiceField(forms.ModelChoiceField):
    """Chooses a row of a queryset. `beside` is a related column that is searched too, to distinguish equal names."""

    widget = ChoiceBox
    iterator = ListedRows
    beside = ""

    def _set_queryset(self, queryset: Any) -> None:
        super()._set_queryset(queryset)  # type: ignore[misc]  # Django's own setter, not in the stubs
        self.__dict__.pop("listed", None)
        self._searched: tuple[str, SearchMatches] | None = None

    # As Django makes it; the stubs know an attribute, and neither of the two methods.
    queryset = property(forms.ModelChoiceField._get_queryset, _set_queryset)  # type: ignore[attr-defined,assignment]

    @cached_property
    def listed(self) -> list[Any] | None:
        """All rows if there are at most MOST_LISTED, else None.

        Of tables that may be large, ids are read first, without order: sorting all rows is what is slow.
        """
        if self._has_column:
            ids = self.queryset.prefetch_related(None).order_by().values_list("pk", flat=True)
            if len(ids[: MOST_LISTED + 1]) > MOST_LISTED:
                return None
        rows = list(self.rows(self.queryset)[: MOST_LISTED + 1])
        return rows if len(rows) <= MOST_LISTED else None

    @property
    def is_long(self) -> bool:
        return self.listed is None

    def rows(self, queryset: QuerySet) -> QuerySet:
        """Return the rows with the related rows that their labels need."""
        return queryset.all()

    def search(self, text: str) -> SearchMatches:
        """Find rows whose own name contains every word; if there are none, those matching together with `beside`."""
        if self._searched is None or self._searched[0] != text:
            self._searched = text, self._matches(text)
        return self._searched[1]

    def _matches(self, text: str) -> SearchMatches:
        matching: list[Model] = []
        for queryset in self._searches(text):
            matching = matching or list(queryset[: MOST_FOUND + 1])
        more, exact = len(matching) > MOST_FOUND, self._called(text, matching)
        if exact:
            matching = [exact, *(row for row in matching if row.pk != exact.pk)]
        return SearchMatches(matching[:MOST_FOUND], more, exact)

    def _searches(self, text: str) -> Iterator[Any]:
        if not self._has_column:
            words = search_words(text) if len(text) <= LONGEST_SEARCH else [text]
            keys = ((row, vietnamese.search_key(self.label_from_instance(row))) for row in self.rows(self.queryset))
            yield [row for row, key in keys if all(word in key for word in words)]
            return
        yield self.rows(self.queryset.filter(contains_words([SEARCHED], text)))
        if self.beside:
            named = self.queryset.filter(_any_holds([SEARCHED], *search_words(text)))
            yield self.rows(named.filter(contains_words([SEARCHED, self.beside], text)).distinct())
        name, bracket, _neighbours = text.partition(" (")
        if bracket:  # a pasted label, which has words that are in no column
            yield self.rows(self.queryset.filter(contains_words([SEARCHED], name)))

    def _called(self, text: str, matching: list[Any]) -> Any | None:
        """Return the only row whose name or label is the text; None if there is none or several."""
        name, rows = vietnamese.appearance_key(text), {row.pk: row for row in matching}
        key = vietnamese.search_key(text) if len(text) <= LONGEST_SEARCH else ""
        if key and len(matching) > MOST_FOUND and self._has_column:
            begin = self.queryset.filter(**{f"{SEARCHED}__startswith": key})
            rows |= {row.pk: row for row in self.rows(begin)[: MOST_FOUND + 1]}
        called = [
            row
            for row in rows.values()
            if name in (vietnamese.appearance_key(str(row)), vietnamese.appearance_key(self.label_from_instance(row)))
        ]
        return called[0] if len(called) == 1 else None

    @property
    def _has_column(self) -> bool:
        """False for models without the column: they have few rows, and their labels are searched."""
        try:
            return bool(self.queryset.model._meta.get_field(SEARCHED))
        except FieldDoesNotExist:
            return False

    def row_of(self, value: Any) -> Any | None:
        """Return the row of an id; None if the field does not offer it."""
        number = whole_number(str(self.prepare_value(value)))
        return None if number is None else self.rows(self.queryset.filter(pk=number)).first()

    def displayed_text(self, value: Any) -> str:
        """Return the field's value as people read it."""
        if value in self.empty_values or isinstance(value, TypedWords):
            return str(value or "")
        row = self.row_of(value)
        return self.label_from_instance(row) if row else str(value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, TypedWords):
            return self._found(value)
        if isinstance(value, str) and value and whole_number(value) is None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )
        return super().to_python(value)

    def _found(self, words: TypedWords) -> Any:
        matches = self.search(words)
        if matches.exact:
            return matches.exact
        ask = _("{sentence} Xin chọn một mục.") if matches.rows and not matches.more else "{sentence}"
        raise forms.ValidationError(ask.format(sentence=matches.sentence), code="words")

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(data, TypedWords) and (exact := self.search(data).exact):
            data = exact.pk
        return super().has_changed(initial, data)


class SearchableChoiceFilter(django_filters.ModelChoiceFilter):
    """A filter of a list by one row of a queryset."""

    field_class = SearchableChoiceField


def suggestions(request: HttpRequest, form: forms.BaseForm) -> JsonResponse | None:
    """Return the JSON of a field's search if the address has `choices`, else None. Raises Http404 for other fields."""
    name = request.GET.get("choices")
    if request.method == "POST" or name is None:
        return None
    field = form.fields.get(name)
    if not isinstance(field, SearchableChoiceField):
        raise Http404
    matches = field.search(request.GET.get("words", ""))
    rows = [{"id": row.pk, "label": field.label_from_instance(row)} for row in matches.rows]
    return JsonResponse({"rows": rows, "sentence": matches.sentence})


class MultipleRowsField(forms.ModelMultipleChoiceField):
    """Several rows by id. Ids too long for a column are refused before SQLite would raise OverflowError."""

    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if whole_number(pk) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": pk}
                )
        return super().clean(value)
