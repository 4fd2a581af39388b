"""Tests what of a sentence that was changed in Word is taken over: the words, never a figure."""

import pytest

from summaries.report.editing import Sentence, SentenceEdit
from summaries.report.text import LineTemplate
from summaries.report.word_changes import Hindrance, Kind, changed, changes_of_line
from summaries.report.word_merge import own_sentence
from summaries.sentences.templates import OCCASION, Placeholders

pytestmark = pytest.mark.sqlite

FIGURES = Placeholders(
    figures={
        "a": "312",
        "b": "480",
        "%": "97,5%",
        "nơi": "tập trung ở 02 công đoàn",
        "không": None,
        OCCASION: "đột xuất",
    },
    words={"ban": "Ban Chính sách", "năm": "2015"},
    repeated={
        OCCASION: [Placeholders({"a": "5", OCCASION: "đột xuất"}, {}), Placeholders({"a": "7", OCCASION: "năm"}, {})]
    },
)
TEXT = "Toàn tỉnh có {a}/{b} sáng kiến, đạt {%}[, còn {không} chưa xét]; {nơi} của {ban} năm {năm}."
PRINTS = "Toàn tỉnh có 312/480 sáng kiến, đạt 97,5%; tập trung ở 02 công đoàn của Ban Chính sách năm 2015."


def own(text=TEXT, key="III.2-1", **edit):
    return own_sentence(Sentence(key, LineTemplate("III.2"), text, SentenceEdit(**edit)), FIGURES)


def change(said, text=TEXT):
    return changed(own(text), said, FIGURES)


def foreign(change):
    return [piece.text.strip() for piece in change.theirs if piece.is_foreign]


@pytest.mark.parametrize(
    ("said", "stored", "red"),
    [
        (
            "Cả tỉnh đã có 312/480 sáng kiến, đạt 97,5%; tập trung ở 02 công đoàn của Ban Chính sách năm 2015.",
            "Cả tỉnh đã có {a}/{b} sáng kiến, đạt {%}; {nơi} của {ban} năm {năm}.",
            [],
        ),
        (  # one figure changed among changed words: the draft's own is put back
            "Cả tỉnh có 350/480 sáng kiến, đạt 97,5%; tập trung ở 02 công đoàn của Ban Chính sách năm 2015.",
            "Cả tỉnh có {a}/{b} sáng kiến, đạt {%}; {nơi} của {ban} năm {năm}.",
            ["350"],
        ),
        (  # figures that were cut, and a word that is no figure
            "Toàn tỉnh có 312 sáng kiến; tập trung ở 02 công đoàn của Ban Tuyên giáo.",
            "Toàn tỉnh có {a} sáng kiến; {nơi} của Ban Tuyên giáo.",
            [],
        ),
        (  # inside a phrase the number stays a number
            "Toàn tỉnh có 312/480 sáng kiến, đạt 97,5%; chủ yếu ở 03 công đoàn của Ban Chính sách năm 2015.",
            "Toàn tỉnh có {a}/{b} sáng kiến, đạt {%}; chủ yếu ở 02 công đoàn của {ban} năm {năm}.",
            ["03"],
        ),
        (  # a number of their own, where no figure was taken away
            PRINTS.replace("97,5%", "97,5%, thăm 3 xã A & B <TNHH>"),
            "Toàn tỉnh có {a}/{b} sáng kiến, đạt {%}, thăm 3 xã A & B <TNHH>; {nơi} của {ban} năm {năm}.",
            [],
        ),
        (  # figures that changed places
            "Đạt 97,5%: trong 480 sáng kiến của toàn tỉnh năm 2015 có 312, tập trung ở 02 công đoàn.",
            "Đạt {%}: trong {b} sáng kiến của toàn tỉnh năm {năm} có {a}, {nơi}.",
            [],
        ),
    ],
)
def test_words_are_taken_over_with_their_figures_live_and_no_changed_figure(said, stored, red):
    difference = change(said)
    assert difference.hindrance is None
    assert difference.text == stored
    assert foreign(difference) == red
    assert "".join(piece.text for piece in difference.theirs).strip() == said
    assert " ".join("".join(piece.text for piece in difference.ours).split()) == PRINTS


def test_what_differs_in_figures_alone_is_told_and_not_offered():
    difference = change(PRINTS.replace("312", "999"))
    assert difference.only_figures
    assert foreign(difference) == ["999"]
    assert change(PRINTS) is None
    assert change(PRINTS.replace(" năm", "\u00a0năm")) is None
    assert not change(PRINTS.replace("312", "999").replace("Toàn", "Cả")).only_figures
    shorter = change(PRINTS.replace("; tập trung ở 02 công đoàn", ""))
    assert (shorter.only_figures, shorter.hindrance) == (False, None)
    assert shorter.text == "Toàn tỉnh có {a}/{b} sáng kiến, đạt {%} của {ban} năm {năm}."


@pytest.mark.parametrize(
    ("said", "hindrance"),
    [
        ("Năm 2015 tập trung ở 02 công đoàn; đạt 97,5%, có 350 trên 490 sáng kiến.", Hindrance.FIGURES),
        ("Đã có 350 và 360 trong tổng số 370/480 sáng kiến năm 2015.", Hindrance.FIGURES),
        (PRINTS.replace("Toàn tỉnh", "{Toàn} tỉnh"), Hindrance.SIGNS),
        (PRINTS.replace("Toàn tỉnh", "[Toàn] tỉnh"), Hindrance.SIGNS),
    ],
)
def test_what_cannot_be_told_for_certain_is_not_taken_over(said, hindrance):
    assert change(said).hindrance == hindrance


def test_a_sentence_printed_for_each_occasion_is_not_taken_over():
    text = f"Khen {{{OCCASION}}}: {{a}} tập thể."
    assert own(text).printed == "Khen đột xuất: 5 tập thể. Khen năm: 7 tập thể."
    assert change("Tặng khen đột xuất: 5 tập thể. Khen năm: 7 tập thể.", text).hindrance == Hindrance.REPEATED


def test_sentences_of_a_line_are_told_apart_changed_added_and_removed():
    texts = ["Có {a} sáng kiến được công nhận.", "Còn {không} đơn vị.", "Đạt {%} kế hoạch năm.", "Ban họp ở tỉnh."]
    sentences = [own(text, f"III.2-{number}") for number, text in enumerate(texts, start=1)]
    assert sentences[1] is None
    assert own(off=True) is None
    kept = [sentence for sentence in sentences if sentence]
    theirs = ["Có 312 sáng kiến được công nhận. Chủ tịch đã thăm hai xã.", "Đã đạt 97,5% kế hoạch năm."]
    changes = changes_of_line("III.2", kept, theirs, FIGURES)
    assert [(change.kind, change.key, change.text) for change in changes] == [
        (Kind.CHANGED, "III.2-3", "Đã đạt {%} kế hoạch năm."),
        (Kind.REMOVED, "III.2-4", ""),
        (Kind.ADDED, "III.2", "Chủ tịch đã thăm hai xã."),
    ]
    assert changes_of_line("III.2", kept, [" ".join(sentence.printed for sentence in kept)], FIGURES) == []


def test_a_line_written_over_as_a_whole_is_one_sentence():
    sentence = Sentence("V.3", LineTemplate("V.3"), "", SentenceEdit(text="Có {a} lượt.\nĐã thăm {b}."), is_whole=True)
    whole = own_sentence(sentence, FIGURES)
    (difference,) = changes_of_line("V.3", [whole], ["Có 312 lượt người.", "Đã thăm 480."], FIGURES)
    assert (difference.text, difference.hindrance) == ("Có {a} lượt người.\nĐã thăm {b}.", None)
