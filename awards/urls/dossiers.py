"""URLs of dossiers: making and sending by a unit, endorsing and returning by the union above."""

from django.urls import path

from awards.views import dossier_making, dossiers, nominees, reviewing

urlpatterns = [
    path("dossiers/", dossiers.dossier_list, name="dossiers"),
    path("dossiers/new/", dossier_making.new, name="dossier_new"),
    path("dossiers/<int:pk>/", dossiers.detail, name="dossier"),
    path("dossiers/<int:pk>/edit/", dossier_making.edit, name="dossier_edit"),
    path("dossiers/<int:pk>/submit/", dossiers.submit, name="dossier_submit"),
    path("dossiers/<int:pk>/take-back/", dossiers.take_back, name="dossier_take_back"),
    path("dossiers/<int:pk>/begin-again/", dossiers.begin_again, name="dossier_begin_again"),
    path("dossiers/<int:pk>/withdraw/", dossiers.withdraw, name="dossier_withdraw"),
    path("dossiers/<int:pk>/letter.pdf", dossiers.letter, name="letter"),
    path("dossiers/<int:pk>/nominees/new/<str:kind>/", nominees.new, name="nominee_new"),
    path("dossiers/<int:pk>/nominees/<int:nomination>/", nominees.edit, name="nominee_edit"),
    path("dossiers/<int:pk>/nominees/<int:nomination>/remove/", nominees.remove, name="nominee_remove"),
    path("dossiers/<int:pk>/nominees/<int:nomination>/sex/", nominees.correct_sex, name="nominee_sex"),
    path("dossiers/<int:pk>/endorse/", reviewing.endorse, name="dossier_endorse"),
    path("dossiers/<int:pk>/return/", reviewing.return_, name="dossier_return"),
]
