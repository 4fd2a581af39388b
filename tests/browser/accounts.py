"""Lets the people of the demo sign in: the one help of the stories in a browser that imports the project."""

from django.contrib.auth.hashers import make_password

from tests.browser.steps import PASSWORD
from units.demo_accounts import USERNAMES
from units.models import User


def give_passwords():
    """Let the six of the demo sign in."""
    User.objects.filter(username__in=USERNAMES).update(password=make_password(PASSWORD))
