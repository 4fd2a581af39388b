"""Addresses of the acts on a summary: begin, write, propose, finalise, revise; and of what changed since."""

from django.urls import path

from summaries.views import acts, changes, edit

app_name = "summary"
urlpatterns = [
    path("begin/", acts.begin, name="begin"),
    path("<int:pk>/edit/", edit.edit, name="edit"),
    path("<int:pk>/propose/", acts.propose, name="propose"),
    path("<int:pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("<int:pk>/finalise/", acts.finalise, name="finalise"),
    path("<int:pk>/revise/", acts.revise, name="revise"),
    path("<int:pk>/changes/", changes.changes, name="changes"),
]
