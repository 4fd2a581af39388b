"""Addresses of the acts on a summary: begin, write, propose, close, register, revise; and of what changed since."""

from django.urls import path

from summaries.views import acts, changes, edit, scans, sentence, word, word_choices

app_name = "summary"
urlpatterns = [
    path("begin/", acts.begin, name="begin"),
    path("<int:pk>/edit/", edit.edit, name="edit"),
    path("<int:pk>/edit/figures/", sentence.figures, name="figures"),
    path("<int:pk>/edit/words/", word_choices.word_choices, name="words"),
    path("<int:pk>/edit/add/<path:line>/", sentence.add, name="add_sentence"),
    path("<int:pk>/edit/sentence/<path:key>/", sentence.sentence, name="sentence"),
    path("<int:pk>/word/", word.word, name="word"),
    path("<int:pk>/propose/", acts.propose, name="propose"),
    path("<int:pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("<int:pk>/close/", acts.close, name="close"),
    path("<int:pk>/register/", acts.register, name="register"),
    path("<int:pk>/take-back/", acts.take_back, name="take_back"),
    path("<int:pk>/revise/", acts.revise, name="revise"),
    path("<int:pk>/scan/", scans.add, name="scan"),
    path("<int:pk>/scans/<int:scan>/withdraw/", scans.withdraw, name="withdraw_scan"),
    path("<int:pk>/changes/", changes.changes, name="changes"),
]
