"""The URLs of what unions hold themselves: alike for launches and reviews."""

from django.urls import URLPattern, path

from campaigns.views import gatherings


def patterns(kind: str) -> list[URLPattern]:
    """Return the URLs of one kind; every view is called with `kind`. `pk` is that of a called unit."""
    return [path(route, view, {"kind": kind}, name=name) for route, view, name in ROUTES]


ROUTES: list[tuple] = [
    ("", gatherings.gathering_list, "list"),
    ("<int:pk>/", gatherings.detail, "detail"),
    ("<int:pk>/record/", gatherings.record, "record"),
    ("<int:pk>/withdraw/", gatherings.withdraw, "withdraw"),
    ("<int:pk>/scans/<int:scan>/", gatherings.download, "scan"),
    ("<int:pk>/scans/<int:scan>/withdraw/", gatherings.withdraw_scan, "scan_withdraw"),
]
