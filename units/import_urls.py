"""Addresses of the pages of tables that come in."""

from django.urls import path

from units import import_file_views, import_views

app_name = "imports"

urlpatterns = [
    path("", import_views.import_list, name="list"),
    path("new/", import_views.bring_in, name="new"),
    path("export/<slug:table>/", import_file_views.export, name="export"),
    path("template/<slug:table>/", import_file_views.empty_table, name="template"),
    path("<int:pk>/", import_views.rows, name="table"),
    path("<int:pk>/columns/", import_views.columns, name="columns"),
    path("<int:pk>/encoding/", import_views.encoding, name="encoding"),
    path("<int:pk>/answer/", import_views.answer, name="answer"),
    path("<int:pk>/again/", import_views.again, name="again"),
    path("<int:pk>/write/", import_views.write, name="write"),
    path("<int:pk>/go-on/", import_views.go_on, name="go_on"),
    path("<int:pk>/undo/", import_views.undo, name="undo"),
    path("<int:pk>/refused/", import_file_views.refused_rows, name="refused"),
]
