"""Names a browser from what it says of itself, for people who look for their own devices in a list."""

from __future__ import annotations

from django.utils.translation import gettext as _

# (what the User-Agent holds, the name), the first that fits: most browsers name Chrome and Safari too.
BROWSERS = (
    ("Zalo", "Zalo"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_label(user_agent: str) -> str:
    """Return "Chrome trên Windows" from a User-Agent header."""
    browser, system = (_name_in(user_agent, names) for names in (BROWSERS, SYSTEMS))
    if browser and system:
        return _("{browser} trên {system}").format(browser=browser, system=system)
    return browser or (_("Trình duyệt trên {system}").format(system=system) if system else _("Trình duyệt không rõ"))


def _name_in(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((name for part, name in names if part in user_agent), "")
