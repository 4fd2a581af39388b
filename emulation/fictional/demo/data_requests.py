"""The data request of a play: what `requests.toml` asks, and who has answered."""

from __future__ import annotations

from typing import Any

from campaigns.actions import data_request_sheets as sheets
from campaigns.actions import data_requests as requests
from campaigns.data_requests.prefilling import offered_answers
from campaigns.models import DataRequest, DataRequestSheet
from emulation.fictional.demo.play import CampaignPlay
from emulation.fictional.demo.scans import scan_of
from foundation import clock

HEAD = ("title", "letter_number", "letter_on", "letter_from", "note")


def ask(play: CampaignPlay) -> None:
    """Draft the request, with its letter, and send it to the upper unions."""
    content, by = play.files.read("requests.toml"), play.board()
    head: dict[str, Any] = {name: content[name] for name in HEAD} | {
        "audience": "upper",
        "strands": [],
        "units": [],
        "phase": play.phases[content["phase"]],
        "due_at": clock.end_of_day(content["due_on"]),
        "in_summary": True,
    }
    request = requests.begin_request(play.campaign, head, by=by)
    codes = dict(play.campaign.indicators.values_list("code", "pk"))
    questions = [row | {"indicator": codes.get(row.get("indicator", ""))} for row in content["question"]]
    requests.write_questions(request, questions, by=by)
    scan = scan_of("cong-van-bo-sung-so-lieu", head["title"], head["letter_from"], head["letter_number"])
    requests.add_letter(request, scan, by=by)
    requests.open_request(request, by=by)


def answer(play: CampaignPlay, key: str) -> None:
    """Take over what is offered to a union, answer the rest, and send it."""
    request = DataRequest.objects.get(campaign=play.campaign)
    sheet, by = DataRequestSheet.objects.for_page().get(request=request, unit=play.units[key]), play.officer(key)
    typed = {"C1": "0", "C2": "0"} | play.files.read("requests.toml")["answers"][key]
    for offer in offered_answers(sheet, list(request.questions.all())).values():
        typed |= offer.texts()
    sheets.save_answers(sheet, typed, by=by)
    sheets.send_answers(sheet, by=by)


def accept(play: CampaignPlay, key: str) -> None:
    sheet = DataRequestSheet.objects.for_page().get(request__campaign=play.campaign, unit=play.units[key])
    sheets.accept_answers(sheet, by=play.board())
