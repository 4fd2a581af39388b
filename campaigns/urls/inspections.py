"""The URLs of inspections."""

from django.urls import path

from campaigns.views import inspecting, inspections

app_name = "inspections"
urlpatterns = [
    path("", inspections.inspection_list, name="list"),
    path("new/", inspecting.new, name="new"),
    path("<int:pk>/", inspections.detail, name="detail"),
    path("<int:pk>/edit/", inspecting.edit, name="edit"),
    path("<int:pk>/mend/", inspecting.mend, name="mend"),
    path("<int:pk>/confirm/", inspecting.confirm, name="confirm"),
    path("<int:pk>/not-mended/", inspecting.not_mended, name="not_mended"),
    path("<int:pk>/discard/", inspecting.discard, name="discard"),
]
