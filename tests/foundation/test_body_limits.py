"""Tests that a body too long for its address, or of unknown length, is refused before any of it is read."""

import re

import pytest
from django.urls import get_resolver

from foundation.archives import MEGABYTE
from tests.support.source import trees, walked

BOXES = 2_621_440  # bytes
FORM = "multipart/form-data; boundary=x"
TAKE_FILES = {
    ("awards.views.attachments", "add"): 5,
    ("awards.views.issuing", "record"): 5,
    ("awards.views.issuing", "register"): 5,
    ("awards.views.letter_scans", "add"): 5,
    ("awards.views.letters", "register"): 5,
    ("campaigns.views.data_requests.acts", "add_letter"): 5,
    ("campaigns.views.gatherings", "record"): 5,
    ("campaigns.views.launch_scans", "add"): 5,
    ("summaries.views.acts", "register"): 5,
    ("summaries.views.foreign_workbooks", "new_workbook"): 10,
    ("summaries.views.foreign_workbooks", "renew_workbook"): 10,
    ("summaries.views.scans", "add"): 5,
    ("summaries.views.word", "word"): 10,
    ("units.import_views", "bring_in"): 10,
    ("units.reorganisation_views", "new"): 10,
}


class Unread:
    """A body of which nothing may be read."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = read


def send(client, path, length, **more):
    given = {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(length), "wsgi.input": Unread(), **more}
    return client.generic("POST", path, b"", **given)


def views(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.callback


@pytest.mark.sqlite
def test_these_views_take_a_file_and_no_other_reads_one():
    marked = {view for view in views(get_resolver().url_patterns) if hasattr(view, "largest_file")}
    assert {(view.__module__, view.__name__): view.largest_file // MEGABYTE for view in marked} == TAKE_FILES
    attributes = {name: {getattr(node, "attr", "") for node in walked(tree)} for name, tree in trees().items()}
    read = {name for name, of_module in attributes.items() if "FILES" in of_module}
    assert read - {"foundation.forms.unsent", "units.sent_once"} == {module for module, _name in TAKE_FILES}


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "limit", "said"),
    [
        ("/accounts/login/", BOXES, "dài hơn mức cổng nhận ở trang này"),
        ("/imports/new/", BOXES + 10 * MEGABYTE, "lớn hơn 10 MB"),
    ],
    ids=["boxes", "file"],
)
def test_a_body_over_the_limit_of_its_address_is_not_read(client, path, limit, said):
    refused = send(client, path, limit + 1)
    assert (refused.status_code, said in re.sub(r"\s+", " ", refused.content.decode())) == (413, True)
    with pytest.raises(AssertionError, match="the body was read"):
        send(client, path, limit)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_body_that_does_not_say_its_length_is_not_read(client):
    refused = send(client, "/accounts/login/", "", HTTP_TRANSFER_ENCODING="chunked")
    assert (refused.status_code, "không cho biết dài bao nhiêu" in refused.content.decode()) == (411, True)
