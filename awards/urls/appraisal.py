"""URLs of the appraisal table and its verdicts."""

from django.urls import path

from awards.views import appraisal, verdicts

urlpatterns = [
    path("appraisal/", appraisal.table, name="appraisal"),
    path("appraisal/verdict/", verdicts.verdict, name="verdict"),
    path("appraisal/undo/", verdicts.undo, name="undo_verdict"),
    path("appraisal/send-up/", verdicts.send_up, name="send_up"),
    path("appraisal/not-granted/", verdicts.not_granted, name="not_granted"),
]
