"""Addresses of people and their accounts."""

from django.urls import path

from units import account_views, factor_reset_views, provider_views, session_views
from units import people_views as views

app_name = "people"

urlpatterns = [
    path("", views.people, name="list"),
    path("new/", account_views.new_account, name="new"),
    path("of-contacts/", account_views.accounts_of_contacts, name="of_contacts"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<str:key>/", views.accounts_of_group, name="accounts_of_group"),
    path("<int:pk>/letter/", views.letter, name="letter"),
    path("<int:pk>/password/", views.reissue, name="reissue"),
    path("<int:pk>/provider/", provider_views.identity_of_person, name="provider"),
    path("<int:pk>/sessions/", session_views.sessions_of_person, name="sessions"),
    path("<int:pk>/unlock/", views.unlock_account, name="unlock"),
    path("<int:pk>/second-factor/", factor_reset_views.factor_of_person, name="factor"),
    path("<int:pk>/hand-over/", account_views.hand_over_posts, name="hand_over"),
]
