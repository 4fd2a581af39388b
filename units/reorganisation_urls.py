"""Addresses of the pages of reorganisations."""

from django.urls import path

from units import import_file_views, reorganisation_act_views, reorganisation_row_views, reorganisation_views

app_name = "reorganisations"

urlpatterns = [
    path("", reorganisation_views.plan_list, name="list"),
    path("new/", reorganisation_views.new, name="new"),
    path("workbook/", import_file_views.unions_for_plan, name="units_file"),
    path("<int:pk>/", reorganisation_views.plan, name="plan"),
    path("<int:pk>/edit/", reorganisation_act_views.describe, name="describe"),
    path("<int:pk>/ticks/", reorganisation_row_views.ticks, name="ticks"),
    path("<int:pk>/rows/new/", reorganisation_row_views.add, name="add"),
    path("<int:pk>/rows/<int:number>/", reorganisation_row_views.change, name="row"),
    path("<int:pk>/rows/<int:number>/remove/", reorganisation_row_views.remove, name="remove"),
    path("<int:pk>/rehearse/", reorganisation_act_views.rehearse, name="rehearse"),
    path("<int:pk>/writes/", reorganisation_views.writes, name="writes"),
    path("<int:pk>/confirm/", reorganisation_act_views.confirm, name="confirm"),
    path("<int:pk>/revise/", reorganisation_act_views.revise, name="revise"),
    path("<int:pk>/call-off/", reorganisation_act_views.call_off, name="call_off"),
    path("<int:pk>/undo/", reorganisation_act_views.undo, name="undo"),
]
