"""Addresses of the public check of a receipt."""

from django.urls import path

from campaigns.views import receipts

app_name = "receipts"
urlpatterns = [
    path("", receipts.receipt_form, name="form"),
    path("<str:code>/", receipts.receipt, name="check"),
]
