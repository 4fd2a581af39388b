"""Defines a view that checks nothing: the tests of forms must find its faults by themselves."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path

from campaigns.models import WorkEntry
from emulation import urls
from tests.support.access_table import PEOPLE, Row
from units.models import Unit

FORM = (
    '<form method="post"><select name="unit"><option value="{pk}" selected></option></select></form><a href="?p=1"></a>'
)


def careless(request):
    """Makes every mistake: trusts an id and an unoffered field, reads a number unchecked, saves before it refuses."""
    if request.method == "GET":
        works = WorkEntry.objects.filter(work__unit=request.GET.get("unit") or None)
        return HttpResponse(FORM.format(pk=request.acting.unit.pk) + "".join(work.title for work in works))
    pk = int(request.POST["unit"])
    order = request.POST.get("order", "0")
    Unit.objects.filter(pk=pk).update(order=int(order) if order.isascii() and order.isdigit() else 0, symbol="LĐLĐ")
    if len(order) == 2:
        return HttpResponse("half saved")
    return HttpResponseRedirect("/")


urlpatterns = [path("careless/", careless), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404


def rows():
    """Return the view's rows as in the access table: the Board reads and posts."""
    answers = {"GET": "200", "POST": "302"}
    return [
        Row(method, "/careless/", "-", tuple(answer if person == "board" else "." for person in PEOPLE))
        for method, answer in answers.items()
    ]
