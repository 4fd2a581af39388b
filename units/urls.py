"""Addresses to sign in and out, to take over an account, to change a password, to choose the unit one acts for."""

from django.urls import path

from units import (
    code_views,
    contact_views,
    password_views,
    provider_views,
    reset_views,
    second_step_views,
    security_views,
    session_views,
    views,
)

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", views.Logout.as_view(), name="logout"),
    path("code/", code_views.code, name="code"),
    path("code/password/", code_views.own_password, name="code_password"),
    path("password/", password_views.change, name="password"),
    path("forgotten/", reset_views.forgotten, name="forgotten"),
    path("reset/<int:pk>/<str:token>/", reset_views.reset, name="reset"),
    path("provider/", provider_views.begin, name="provider"),
    path("provider/again/", provider_views.again, name="provider_again"),
    path("provider/callback/", provider_views.callback, name="provider_callback"),
    path("provider/link/", provider_views.link, name="provider_link"),
    path("sessions/", session_views.own_sessions, name="sessions"),
    path("failures/", views.failures_read, name="failures_read"),
    path("second/", second_step_views.second_step, name="second_step"),
    path("security/", security_views.security, name="security"),
    path("security/app/", security_views.app, name="authenticator"),
    path("security/codes/", security_views.recovery_codes, name="recovery_codes"),
    path("security/passkeys/new/", security_views.passkey, name="passkey"),
    path("security/passkeys/<slug:factor>/", security_views.rename_passkey, name="passkey_name"),
    path("security/remove/<slug:factor>/", security_views.remove_factor, name="remove_factor"),
    path("contact/", contact_views.contacts, name="contacts"),
    path("switch/", views.switch, name="switch"),
]
