"""Notes in the session of a browser of a test when its person gave the password."""

from django.conf import settings

from foundation import clock
from units.password_again import PASSWORD_AT


def give(browser, *, minutes_ago=0):
    session = browser.session
    session[PASSWORD_AT] = clock.real_seconds() - minutes_ago * 60
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
