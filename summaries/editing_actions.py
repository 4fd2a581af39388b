"""What reviewers do with the sentences of a draft: replace, add, switch off, move. Each act is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import EditConflict, fingerprint
from foundation.forms.fields import missing_letters
from foundation.lifecycle import update_in_status
from foundation.serialization import to_json
from summaries import access
from summaries.actions import lock
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.report.document import is_shown
from summaries.report.editing import (
    UNEDITED,
    Editing,
    Sentence,
    SentenceEdit,
    figures_of,
    in_first_order,
    moved,
    with_added,
    with_edit,
    with_live_figures,
    without_added,
)
from summaries.report.stored_editing import EDITING
from summaries.sentences.names import problem_of_text
from summaries.sentences.templates import Placeholders, render_alone
from units.acting import Acting
from units.history import changed_meanwhile, record, require_still_allowed
from units.models import Post

LONGEST = 8000  # characters of a sentence, or of one line of the report


class BadSentence(Exception):
    """Raised for a text that cannot be stored; `sentence` says why."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class TypedSentence:
    """What was typed for a sentence: its text, the names of the figures to round, whether weak units are named."""

    text: str
    rounded: tuple[str, ...] = ()
    named: bool = False


def sentence_fingerprint(summary: Summary, key: str) -> str:
    """Return the fingerprint of what is stored of a sentence, or of the line with this key."""
    return fingerprint([summary.editing.get("edits", {}).get(key), summary.narrative.get(key)])


def order_fingerprint(summary: Summary) -> str:
    """Return the fingerprint of the order of the sentences."""
    return fingerprint(summary.editing.get("order", {}))


@transaction.atomic
def write_sentence(summary: Summary, key: str, typed: TypedSentence, *, by: Acting, seen: str | None) -> None:
    """Replace the text of a sentence or of a whole line. Its generated text, and no text of a line, gives it back.

    `seen`: the fingerprint of what the page showed. Raises BadSentence; EditConflict when somebody else changed it.
    """
    post, draft = _begin(summary, by)
    sentence = _sentence(draft, key)
    edit = _typed_edit(sentence, typed, draft.placeholders)
    if _content(edit) != _content(sentence.edit):
        _require_seen(summary, seen, sentence_fingerprint(summary, key))
        narrative = {**summary.narrative}
        if sentence.is_whole:
            narrative.pop(key, None)
            narrative |= {key: edit.text} if edit.text else {}
            edit = replace(edit, text="") if edit.text else UNEDITED
        _store(summary, with_edit(draft.editing, key, edit), narrative, key, post=post, by=by)


@transaction.atomic
def add_sentence(summary: Summary, line: str, typed: TypedSentence, *, by: Acting) -> str:
    """Add a sentence at the end of a line, and return its key. Raises BadSentence; EditConflict without such a line."""
    post, draft = _begin(summary, by)
    paragraph = next((paragraph for part in draft.parts for paragraph in part if paragraph.line.key == line), None)
    if paragraph is None:
        raise EditConflict(changed_meanwhile(summary))
    edit = _typed_edit(Sentence("", None, ""), typed, draft.placeholders)
    editing, key = with_added(draft.editing, paragraph, edit)
    _store(summary, editing, summary.narrative, key, post=post, by=by)
    return key


@transaction.atomic
def give_back(summary: Summary, key: str, *, by: Acting, seen: str | None) -> None:
    """Undo what was done with a sentence: the generated one is as it was, one that was added is gone."""
    post, draft = _begin(summary, by)
    _require_seen(summary, seen, sentence_fingerprint(summary, key))
    narrative = {line: text for line, text in summary.narrative.items() if line != key}
    _store(summary, without_added(draft.editing, key), narrative, key, post=post, by=by)


@transaction.atomic
def keep_sentence(summary: Summary, key: str, *, by: Acting, seen: str | None, live: bool = False) -> None:
    """Take the figures of now as read; with `live` numbers that were typed for them become the figures themselves."""
    post, draft = _begin(summary, by)
    _require_seen(summary, seen, sentence_fingerprint(summary, key))
    sentence = _sentence(draft, key)
    text = with_live_figures(sentence, draft.placeholders) if live else sentence.edit.text
    edit = _stamped(replace(sentence, edit=replace(sentence.edit, text=text)), draft.placeholders)
    narrative = summary.narrative | ({key: text} if sentence.is_whole else {})
    edit = replace(edit, text="") if sentence.is_whole else edit
    _store(summary, with_edit(draft.editing, key, edit), narrative, key, post=post, by=by)


@transaction.atomic
def arrange_sentences(summary: Summary, switched: Mapping[str, bool], move: SentenceMove | None, *, by: Acting) -> None:
    """Switch sentences off (True) and on again, by key, and move one. Raises EditConflict if others moved meanwhile."""
    post, draft = _begin(summary, by)
    editing = draft.editing
    for key, off in switched.items():
        if sentence := draft.sentence(key):
            stored = editing.edits.get(key, UNEDITED)
            editing = with_edit(editing, key, replace(stored, off=off, of=sentence.generated))
    if move:
        _require_seen(summary, move.seen, order_fingerprint(summary))
        editing = move.apply(editing, draft)
    _store(summary, editing, summary.narrative, *switched, *([move.key] if move else []), post=post, by=by)


@dataclass(frozen=True)
class SentenceMove:
    """A sentence goes up (-1) or down (1) one place; step 0 puts its part back into the first order.

    `seen`: the fingerprint of the order that the page showed.
    """

    key: str
    step: int
    seen: str | None

    def apply(self, editing: Editing, draft: SummaryDraft) -> Editing:
        """Return the editing with it moved; lines that the page does not show are passed over."""
        for part in draft.parts:
            if any(self.key in (paragraph.line.key, *paragraph.keys) for paragraph in part):
                shown = [paragraph for paragraph in part if is_shown(paragraph, draft.book)]
                return moved(editing, shown, self.key, self.step) if self.step else in_first_order(editing, part)
        return editing


def _begin(summary: Summary, by: Acting) -> tuple[Post | None, SummaryDraft]:
    lock(summary)
    post = require_still_allowed(access.may_edit(summary, by), summary)
    return post, SummaryDraft(summary)


def _sentence(draft: SummaryDraft, key: str) -> Sentence:
    """Return a sentence. Raises EditConflict when there is none any more."""
    sentence = draft.sentence(key)
    if sentence is None:
        raise EditConflict(changed_meanwhile(draft.summary))
    return sentence


def _require_seen(summary: Summary, seen: str | None, present: str) -> None:
    """Raise EditConflict when the page showed something else; whoever showed no page (None) is not asked."""
    if seen not in (None, present):
        raise EditConflict(changed_meanwhile(summary))


def _typed_edit(sentence: Sentence, typed: TypedSentence, placeholders: Placeholders) -> SentenceEdit:
    """Return what was typed for a sentence as an edit. Raises BadSentence."""
    text = vietnamese.clean(typed.text)
    if problem := problem_of_text(text, placeholders) or missing_letters(text):
        raise BadSentence(problem)
    if len(text) > LONGEST:
        raise BadSentence(_("Nội dung dài quá {n} ký tự. Xin rút gọn.").format(n=LONGEST))
    if not text and not sentence.is_whole:
        raise BadSentence(_("Xin ghi câu. Không in câu này thì bỏ đánh dấu ở trang các câu."))
    is_generated = bool(sentence.generated) and " ".join(text.split()) == " ".join(sentence.generated.split())
    edit = replace(sentence.edit, text="" if is_generated else text, rounded=tuple(typed.rounded), named=typed.named)
    return _stamped(replace(sentence, edit=edit), placeholders)


def _stamped(sentence: Sentence, placeholders: Placeholders) -> SentenceEdit:
    """Return the edit of a sentence with what it says now; of a generated one nothing has to be compared later."""
    if not sentence.edit.text:
        return replace(sentence.edit, of=sentence.generated, figures={}, printed="", day=None)
    return replace(
        sentence.edit,
        of=sentence.generated,
        figures=figures_of(sentence, placeholders),
        printed=render_alone(sentence.text, placeholders),
        day=clock.today(),
    )


def _content(edit: SentenceEdit) -> SentenceEdit:
    """Return what somebody did, without what it said at the time."""
    return replace(edit, of="", figures={}, printed="", day=None)


def _store(
    summary: Summary, editing: Editing, narrative: Mapping[str, str], *keys: str, post: Post | None, by: Acting
) -> None:
    """Write what changed, and the event with the keys of the sentences."""
    stored = to_json(editing)
    if (stored, narrative) != (summary.editing or to_json(Editing()), summary.narrative):
        update_in_status(summary, editing=stored, editing_format=EDITING.present, narrative=dict(narrative))
        changes = dict.fromkeys(keys, "")
        record(summary, "edit_narrative", by=by, post=post, unit=summary.unit, changes=changes)
