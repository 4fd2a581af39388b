"""Plays two people with the same page open: what their browsers send, and what the second to save is shown."""

from django.test import Client

from foundation import clock, vietnamese
from tests.support.page_forms import PageReader
from units.models import Post, User


def colleague(user):
    """Return another person with the same posts."""
    other = User.objects.create(username=f"{user.username}-2", full_name="Lộc Thị Trước")
    for post in user.posts.all():
        Post.objects.create(user=other, unit=post.unit, role=post.role, since=post.since)
    return other


class Editor:
    """A person with an opened page, which they can send."""

    def __init__(self, user, address):
        self.user, self.address, self.client = user, address, Client()
        self.client.force_login(user)
        self.page = self.client.get(address)

    @property
    def held(self):
        """Return what the page would send if nothing were typed but the reason of a change, where it asks for one."""
        held = PageReader(self.address, self.page.content.decode()).held(self.address)
        return held | {name: ["Sửa theo văn bản"] for name in ("change_reason",) if name in held}

    def send(self, **typed):
        """Type into the page and send it; an answer that is no success is the page from then on."""
        answer = self.client.post(self.address, self.held | typed)
        if answer.status_code != 302:
            self.page = answer
        return answer


def notice_of(answer):
    """Return the ConflictNotice that the view gave to its page, alone or with its form."""
    forms = (answer.context.get(name) for name in ("form", "grid"))
    return answer.context.get("conflict") or next(form.conflict for form in forms if form)


def told(answer):
    """Return who saved meanwhile and when, as the page says it, and the pairs (theirs, mine)."""
    conflict = notice_of(answer)
    sentence = f"{conflict.who} vừa lưu phần này lúc {vietnamese.format_moment(conflict.at)}"
    assert sentence in " ".join(answer.content.decode().split())
    return conflict.who, conflict.at, [pair[1:] for pair in conflict.differences]


def collide(user, address, theirs, mine, stored):
    """Both open the page; the colleague saves, then `user` sends, is shown what was saved, and sends again.

    `stored` reads what the form is about. Answers the pairs (theirs, mine) that the page shows.
    """
    first, second = Editor(colleague(user), address), Editor(user, address)
    assert first.send(**theirs).status_code == 302
    saved, saved_at = stored(), clock.now()
    answer = second.send(**mine)
    assert (answer.status_code, stored()) == (409, saved)
    who, at, pairs = told(answer)
    assert who == "Lộc Thị Trước"
    assert abs((at - saved_at).total_seconds()) < 60
    assert {name: second.held[name] for name in mine} == {name: [text] for name, text in mine.items()}
    assert second.send().status_code == 302
    assert stored() != saved
    return pairs
