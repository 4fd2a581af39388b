"""Keeps the messages that the next page shows: in a cookie bound to this host where pages go by https."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class MessageCookie(CookieStorage):
    """Django's cookie of messages under a name with the prefix __Host-, which browsers take by https alone."""

    cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class MessageStorage(FallbackStorage):
    """The cookie first, the session for what is too long for it."""

    storage_classes = (MessageCookie, SessionStorage)
