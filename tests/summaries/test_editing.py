"""Tests what reviewers do with single sentences of a report: on the paper, on the page, and when figures move."""

import re

import pytest

from foundation import clock
from foundation.forms.edit_conflicts import EditConflict
from foundation.lifecycle import StateConflict
from summaries import actions, figures_cache
from summaries.editing_actions import (
    BadSentence,
    SentenceMove,
    TypedSentence,
    add_sentence,
    arrange_sentences,
    give_back,
    keep_sentence,
    write_sentence,
)
from summaries.models import ReportLine, Summary, WordChoice
from summaries.report import line_loading
from summaries.report.contents import SummaryDraft
from summaries.report.editing import Editing, SentenceEdit, composed, paragraphs_of
from summaries.report.text import LineTemplate
from summaries.sentences.word_choices import with_words
from summaries.views.editing_presenter import EditingPresenter
from tests.support.sheets_by_hand import put
from units.models import Event

pytestmark = pytest.mark.sqlite(deep="both")


@pytest.fixture(autouse=True)
def july():
    with clock.travel("2015-07-27T09:00+07:00"):
        yield


@pytest.fixture
def draft(world):
    put(world.school, "report", "accepted", phase=world.phase, PT03=4, HT01=40)
    return actions.begin(world.campaign, world.phase, world.province, by=world.by("board"))


@pytest.fixture
def write(world, draft):
    def write(key, text, by="board", seen=None, **more):
        write_sentence(draft, key, TypedSentence(text, **more), by=world.by(by), seen=seen)

    return write


@pytest.fixture
def arrange(world, draft):
    return lambda move=None, **off: arrange_sentences(draft, off, move, by=world.by("board"))


def part(summary, number):
    """Return the lines of a part as they print."""
    document = SummaryDraft(Summary.objects.get(pk=summary.pk), anew=True).contents().document
    section = next(section for section in document.sections if section.heading.startswith(f"{number}. "))
    return [line.text for line in section.lines]


def shown(summary, key):
    figures_cache.cache.clear()  # figures put by hand are told by no event
    presenter = EditingPresenter(SummaryDraft(Summary.objects.get(pk=summary.pk), anew=True))
    paragraphs = [paragraph for part in presenter.parts for paragraph in part.paragraphs]
    return next(sentence for each in paragraphs for sentence in each.sentences if sentence.key == key)


# What prints


def test_a_sentence_is_replaced_with_live_figures_and_given_back(world, draft, write):
    before = part(draft, "I")
    write("I.1-1", " Toàn tỉnh có {số cơ sở} cơ sở,\u200b {số đoàn viên} đoàn viên. ", by="board2")
    assert part(draft, "I") == ["Toàn tỉnh có 05 cơ sở, 282 đoàn viên.", *before[1:]]
    event = Event.objects.about(draft).first()
    assert (event.verb, event.changes, event.actor.username) == ("edit_narrative", {"I.1-1": ""}, "board2")
    assert (shown(draft, "I.1-1").state, shown(draft, "I.2-1").state) == ("người sửa", "máy viết")
    give_back(draft, "I.1-1", by=world.by("board"), seen=None)
    assert (part(draft, "I"), Summary.objects.get().editing["edits"]) == (before, {})


def test_the_generated_text_typed_again_is_no_edit(draft, write):
    write("I.2-1", SummaryDraft(draft).sentence("I.2-1").generated)
    assert (Summary.objects.get().editing, Event.objects.about(draft).count()) == ({}, 1)


def test_a_sentence_switched_off_is_not_printed_and_an_empty_paragraph_goes(draft, arrange):
    opening, second, third = part(draft, "I")
    arrange(**{"I.2-1": True})
    assert part(draft, "I") == [opening, third]
    assert shown(draft, "I.2-1").state == "tắt"
    arrange(**{"I.2-1": False})
    assert part(draft, "I") == [opening, second, third]


def test_a_paragraph_whose_sentences_are_off_does_not_say_that_nothing_happened(draft, arrange):
    title = next(line for line in part(draft, "III") if line == "Nội dung này chưa có số liệu được xác nhận.")
    arrange(**{f"III.{line}-{number}": True for line in range(1, 8) for number in range(1, 5)})
    assert title not in part(draft, "III")


def test_a_sentence_moves_inside_its_part_and_back(draft, arrange):
    first, second, third = part(draft, "I")
    arrange(SentenceMove("I.2-1", -1, None))
    assert part(draft, "I") == [f"{first} {second}", third]
    arrange(SentenceMove("I.2-1", -1, None))
    assert part(draft, "I") == [f"{second} {first}", third]
    for _time in range(3):
        arrange(SentenceMove("I.2-1", -1, None))
    assert part(draft, "I") == [second, first, third]
    for _time in range(2):
        arrange(SentenceMove("I.2-1", 1, None))
    arrange(SentenceMove("I.3-1", -1, None))
    assert part(draft, "I") == [f"{first} {second}", third]
    arrange(SentenceMove("I.1", 0, None))
    assert part(draft, "I") == [first, second, third]
    arrange(SentenceMove("I.3-1", 1, None))  # past a line that nobody was asked, which the page does not show
    paragraphs = SummaryDraft(Summary.objects.get(pk=draft.pk)).parts[1]
    assert {paragraph.line.key: paragraph.keys for paragraph in paragraphs}["I.5"] == ("I.3-1",)
    with pytest.raises(EditConflict):
        arrange(SentenceMove("I.2-1", -1, "an order of another page"))


def test_a_sentence_is_added_moved_and_dropped(world, draft, arrange):
    first, *others = part(draft, "I")
    key = add_sentence(draft, "I.1", TypedSentence("Cảm ơn {nơi báo cáo}."), by=world.by("board"))
    assert part(draft, "I") == [f"{first} Cảm ơn Tổng Liên đoàn Lao động Việt Nam.", *others]
    assert shown(draft, key).state == "người viết"
    arrange(SentenceMove(key, -1, None))
    assert part(draft, "I")[0] == f"Cảm ơn Tổng Liên đoàn Lao động Việt Nam. {first}"
    give_back(draft, key, by=world.by("board"), seen=None)
    assert part(draft, "I") == [first, *others]


def test_a_whole_line_is_written_over_as_before(world, draft, write):
    draft.narrative = {"V.3": "Do mưa lũ, còn {chưa báo cáo} đơn vị.", "I.2": ""}
    Summary.objects.filter(pk=draft.pk).update(narrative=draft.narrative)
    assert part(draft, "V")[-1].startswith("Do mưa lũ, còn 0")
    assert len(part(draft, "I")) == 2
    write("V.3", "")
    write("I.1", "Của tôi. Hai câu.")
    assert Summary.objects.get().narrative == {"I.1": "Của tôi. Hai câu.", "I.2": ""}
    give_back(draft, "I.2", by=world.by("board"), seen=None)
    assert [line[:9] for line in part(draft, "I")] == ["Của tôi. ", "Phong trà", "Có 01 cơ "]


def test_figures_are_rounded_and_units_named_by_a_tick(draft, write):
    text = SummaryDraft(draft).sentence("I.1-1").generated
    write("I.1-1", text, rounded=("số đoàn viên",))
    assert "282 CNVCLĐ, trên 280 đoàn viên;" in part(draft, "I")[0]
    assert shown(draft, "I.1-1").state == "máy viết"
    named = paragraphs_of([LineTemplate("V.2", "Còn {nơi chưa báo cáo}.")], {}, edited("V.2-1", named=True))
    assert composed(named[0].sentences) == "Còn {nơi chưa báo cáo nêu tên}."


def edited(key, **more):
    return Editing({key: SentenceEdit(**more)})


def test_an_edit_goes_with_its_sentence_when_the_campaigns_row_changes():
    editing = edited("II.1-2", text="Hai của tôi.", of="Hai.")
    texts = {"Một. Hai. Ba.": "Một. Hai của tôi. Ba.", "Không. Một. Hai.": "Không. Một. Hai của tôi."}
    texts |= {"Một. Hai khác. Ba.": "Một. Hai của tôi. Ba.", "Một.": "Một.", "Một.\nHai.": "Một.\nHai của tôi."}
    for row, printed in texts.items():
        assert composed(paragraphs_of([LineTemplate("II.1", row)], {}, editing)[0].sentences) == printed


# Figures that move


def test_a_number_typed_for_a_figure_is_told_when_the_figure_moves(world, draft, write):
    write("III.1-1", "Nổi bật có 40 lượt học tập, 140 lượt tập huấn.")
    assert shown(draft, "III.1-1").moved == ()
    with clock.travel("2015-07-29T09:00+07:00"):
        put(world.bank, "report", "accepted", phase=world.phase, HT01=2)
        put(world.units["commune"], "report", "accepted", phase=world.phase, HT01=5)
        sentence = shown(draft, "III.1-1")
        assert (sentence.state, sentence.is_typed, sentence.moved) == ("số đã đổi", True, (("40", "45"),))
        assert (sentence.said, f"{sentence.day:%d/%m}") == ("", "27/07")
        keep_sentence(draft, "III.1-1", by=world.by("board"), seen=None, live=True)
    assert part(draft, "III")[0].startswith("Nổi bật có 45 lượt học tập, 140 lượt tập huấn.")
    assert (shown(draft, "III.1-1").state, shown(draft, "III.1-1").moved) == ("người sửa", ())


def test_a_live_figure_that_moved_is_told_and_taken_as_read(sign_in_as, world, draft, write):
    write("III.1-1", "Chỉ có {HT01 HCSN} lượt học tập.")
    put(world.units["commune"], "report", "accepted", phase=world.phase, HT01=500)
    sentence = shown(draft, "III.1-1")
    page = sign_in_as("board").get(draft.get_absolute_url()).content.decode()
    assert "1 câu viết khi số liệu khác bây giờ." in page
    assert (sentence.moved, sentence.is_typed, sentence.said) == ((("40", "540"),), False, "Chỉ có 40 lượt học tập.")
    keep_sentence(draft, "III.1-1", by=world.by("board"), seen=sentence.fingerprint)
    assert shown(draft, "III.1-1").state == "người sửa"
    write("III.1-1", "Chỉ có {HT01 HCSN} lượt, còn {chưa báo cáo}.")
    put(world.bank, "report", "accepted", phase=world.phase, HT01=1)
    figures_cache.cache.clear()
    actions.propose(draft, by=world.by("board"))
    assert "Có 1 câu viết khi" in sign_in_as("leader").get(f"/summaries/{draft.pk}/close/").content.decode()


# Refusals, and the pages


@pytest.mark.parametrize(("text", "words"), [("Có {số ma}.", "“số ma”"), ("[Có", "chưa đủ cặp"), (" ", "Xin ghi câu.")])
def test_a_text_that_cannot_be_printed_is_not_kept(draft, write, text, words):
    with pytest.raises(BadSentence) as error:
        write("I.1-1", text)
    assert words in error.value.sentence
    assert Summary.objects.get().editing == {}


def test_while_proposed_nothing_is_written(world, draft, write, arrange):
    actions.propose(draft, by=world.by("board"))
    for act in (lambda: write("I.1-1", "Khác."), lambda: arrange(**{"I.1-1": True})):
        with pytest.raises(StateConflict):
            act()


def test_ticks_and_arrows_on_the_page(sign_in_as, draft):
    client, address = sign_in_as("board"), f"/summaries/{draft.pk}/edit/"
    page = client.get(address)
    keys = [
        sentence.key
        for part in page.context["shown"].parts
        for paragraph in part.paragraphs
        for sentence in paragraph.sentences
    ]
    order = page.context["shown"].order_fingerprint
    sent = {"was": keys, "on": [key for key in keys if key != "I.2-1"], "order": order}
    assert client.post(address, sent | {"act": "up:I.3-1"})["Location"] == f"{address}#s-i3-1"
    stored = Summary.objects.get().editing
    assert (stored["edits"]["I.2-1"]["off"], stored["order"]["I.2"]) == (True, ["I.2-1", "I.3-1"])
    assert client.post(address, sent | {"act": "up:I.3-1"}).status_code == 409
    assert client.post(address, {"act": "fly:away"}).status_code == 302


def test_a_sentence_is_tried_written_and_found_on_its_page(sign_in_as, draft):
    client, address = sign_in_as("board"), f"/summaries/{draft.pk}/edit/sentence/I.1-1/"
    assert client.get(f"/summaries/{draft.pk}/edit/sentence/I.1-9/").status_code == 404
    text = "Có {số đoàn viên} đoàn viên."
    tried = client.post(address, {"text": text, "rounded": "số đoàn viên", "preview": "1"})
    assert 'Có <b class="live">trên 280</b> đoàn viên.' in tried.content.decode()
    wrong = client.post(address, {"text": "Do {số ma}.", "preview": "1"})
    assert wrong.content.decode().count("Không có số liệu tên “số ma”.") == 2
    wrong = client.post(address, {"text": "Do {số ma}."})
    assert wrong.content.decode().count("Không có số liệu tên “số ma”.") == 2
    assert Summary.objects.get().editing == {}
    assert client.post(address, {"text": text}).status_code == 302
    assert Summary.objects.get().editing["edits"]["I.1-1"]["text"] == text
    assert client.post(address, {"give-back": "1"}).status_code == 302
    assert Summary.objects.get().editing["edits"] == {}
    rows = client.get(f"/summaries/{draft.pk}/edit/figures/", {"json": "", "words": "hoc tap"}).json()["rows"]
    assert {"HT01", "HT01 HCSN"} <= {row["name"] for row in rows}
    assert "{số đoàn viên}" in client.get(f"/summaries/{draft.pk}/edit/figures/").content.decode()


def test_a_default_sentence_is_edited_like_the_others(world, draft, write):
    put(world.school, "pledge", "accepted", phase=world.phase, HT01=50)
    ReportLine.objects.filter(campaign=world.campaign).delete()
    line_loading.write_lines(world.campaign)
    figures_cache.cache.clear()
    parts = EditingPresenter(SummaryDraft(draft)).parts
    sentences = [each for part in parts for paragraph in part.paragraphs for each in paragraph.sentences]
    key = next(sentence.key for sentence in sentences if sentence.key.endswith("-HT01"))
    before = part(draft, "III")
    write(key, "Có {HT01 kết quả} {HT01 đơn vị tính} học tập, {HT01 so với đăng ký}.")
    assert part(draft, "III")[1].startswith("Có 40 lượt người học tập, đạt 80% so với đăng ký.")
    give_back(draft, key, by=world.by("board"), seen=None)
    assert part(draft, "III") == before


# The words of an office


def test_an_office_has_words_of_its_own(sign_in_as, world, draft, write):
    write("I.2-1", "Phong trào diễn ra sôi nổi.")
    client, address = sign_in_as("board"), f"/summaries/{draft.pk}/edit/words/"
    for words, instead in (
        ("diễn ra", "được tổ chức"),
        ("Toàn tỉnh", "trong tỉnh"),
        ("tiếp tục thi đua", "thi đua sôi nổi"),
    ):
        assert client.post(address, {"words": words, "instead": instead}).status_code == 302
    first, second, _third = part(draft, "I")
    assert (second, part(draft, "VI")[0][:16]) == ("Phong trào diễn ra sôi nổi.", "Thi đua sôi nổi ")
    assert "toàn tỉnh" in first  # a figure's word
    for words, complaint in (("DIỄN RA", "Đã có từ này."), ("{năm}", "dấu ngoặc"), ("", "Xin ghi từ như máy viết")):
        answer = client.post(address, {"words": words, "instead": "khác"})
        assert (answer.status_code, answer.content.decode().count(complaint)) == (200, 2)
    choice = WordChoice.objects.get(words="tiếp tục thi đua")
    assert [client.post(address, {"drop": choice.pk}).status_code for _time in range(2)] == [302, 409]
    assert part(draft, "VI")[0].startswith("Tiếp tục thi đua ")
    assert set(Event.objects.about(choice).values_list("verb", flat=True)) == {"choose_words", "drop_words"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{chỉ tiêu đạt thấp} đạt thấp; Đạt thấp.", "{chỉ tiêu đạt thấp} chưa đạt; Chưa đạt."),
        ("đạt thấp hơn", "còn kém"),
        ("chỉ đạt thấpp", "chỉ đạt thấpp"),
    ],
)
def test_whole_words_are_replaced_and_longer_ones_first(text, said):
    assert with_words(text, [("đạt thấp", "chưa đạt"), ("đạt thấp hơn", "còn kém")]) == said


def test_a_figure_leads_to_where_the_page_of_the_summary_shows_it(sign_in_as, draft):
    client = sign_in_as("board")
    editor = client.get(f"/summaries/{draft.pk}/edit/").content.decode()
    page = client.get(draft.get_absolute_url()).content.decode()
    address = draft.get_absolute_url().replace("&", "&amp;")
    assert f'<a class="live" href="{address}#indicator-HT01">40</a>' in editor
    assert f'<a class="live" href="{address}#filings">' in editor
    leads_to = set(re.findall(rf'class="live" href="{re.escape(address)}#([^"]+)"', editor))
    assert leads_to <= set(re.findall(r' id="([^"]+)"', page))
