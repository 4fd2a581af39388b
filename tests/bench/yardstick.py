"""Defines the yardstick of `make bench`: the least that Django does for a page of the portal's rows.

A session, a user, as many rows of the same database, one plain template.
"""

from django import forms
from django.contrib.auth import authenticate, login
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from campaigns.models import Filing

ROWS = """<!DOCTYPE html><html lang="vi"><title>{{ user.full_name }}</title><table>{% for row in rows %}
<tr><td>{{ row.pk }}</td><td>{{ row.called.name }}</td><td>{{ row.status }}</td><td>{{ row.submitted_at }}</td></tr>
{% endfor %}</table></html>"""
FORM = (
    """<!DOCTYPE html><html lang="vi"><title>{{ user.full_name }}</title><form method="post">{{ form }}</form></html>"""
)


class Story(forms.Form):
    who, story = forms.CharField(max_length=200), forms.CharField(max_length=2000)


def drawn(text, **context):
    return HttpResponse(engines["django"].from_string(text).render(context))


def enter(request):
    login(request, authenticate(request, username=request.POST["username"], password=request.POST["password"]))
    return HttpResponse("ok")


def some_rows(request, count):
    rows = list(Filing.objects.defer("typed").select_related("called").order_by("pk")[:count])
    return drawn(ROWS, user=request.user, rows=rows)


def one_row(request, pk):
    return drawn(ROWS, user=request.user, rows=[Filing.objects.select_related("called").get(pk=pk)])


def form(request):
    typed = Story(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        first = Filing.objects.order_by("pk").values_list("pk", flat=True)[:1]
        who, story = typed.cleaned_data["who"], typed.cleaned_data["story"]
        Filing.objects.filter(pk__in=list(first)).update(reason=f"{who}: {story[:300]}")
        return HttpResponseRedirect("/form/")
    return drawn(FORM, user=request.user, form=typed)


urlpatterns = [
    path("enter/", enter),
    path("rows/<int:count>/", some_rows),
    path("row/<int:pk>/", one_row),
    path("form/", form),
]
