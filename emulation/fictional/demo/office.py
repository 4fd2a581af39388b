"""Acts of the administrator in 2015, as `people.toml` and `units.toml` say: a union is founded, posts change hands."""

from __future__ import annotations

from django.utils import timezone

from emulation.fictional.demo.people import holder, present_holder
from emulation.fictional.demo.play import Act, CampaignPlay
from emulation.fictional.demo.units import ROOT
from foundation import clock
from units.acting import Acting
from units.actions import posts, unions
from units.models import Post, Role, User


def schedule(play: CampaignPlay) -> None:
    for row in play.files.read("units.toml")["grassroots"]:
        if "founded" in row:
            play.at(timezone.make_aware(row["founded"]), found, play, str(row["number"]))
    for row in play.files.read("people.toml")["later"]:
        play.at(timezone.make_aware(row["at"]), give_post, play, row)


def administrator(play: CampaignPlay) -> Acting:
    return holder(play.units[ROOT], Role.ADMINISTRATOR)


def found(play: CampaignPlay, key: str) -> None:
    play.units[key] = unions.add(play.units[key], by=administrator(play))


def give_post(play: CampaignPlay, row: Act) -> None:
    """Give a post from its day on, today where none is named, and end the one it takes over."""
    columns = {name: value for name, value in row.items() if name not in ("at", "username", "unit", "ends")}
    unit, by = play.units[row["unit"]], administrator(play)
    if "ends" in row:
        over = Post.objects.get(user__username=row["ends"], unit=unit, role=row["role"])
        posts.end_post(over, until=clock.today(), by=by)
    user = User.objects.get(username=row["username"])
    posts.give_post(Post(user=user, unit=unit, **{"since": clock.today()} | columns), by=by)
    present_holder.cache_clear()
