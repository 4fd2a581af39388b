"""The URLs of sheets: alike for pledges and reports, but for the paper's file name; works and exemplars of a report."""

from django.urls import URLPattern, path

from campaigns.views import checking, consents, editing, filing, lists, many, reviewing, typing_table


def patterns(kind: str) -> list[URLPattern]:
    """Return the URLs of one kind of sheet; every view is called with `kind`."""
    return [path(route, view, {"kind": kind}, name=name) for route, view, name in _routes(kind)]


def _routes(kind: str) -> list[tuple]:
    return [
        ("", lists.filing_list, "list"),
        ("many/", many.many, "many"),
        ("many/<int:pk>/", many.many_done, "many_done"),
        ("many/<int:pk>/undo/", many.many_undo, "many_undo"),
        ("paper/", typing_table.typing_table, "typing_table"),
        ("<int:pk>/", filing.detail, "detail"),
        (f"<int:pk>/{kind}.pdf", filing.paper, "paper"),
        ("<int:pk>/versions/<int:number>/", filing.version, "version"),
        ("<int:pk>/parts/<int:number>/", editing.part, "part"),
        ("<int:pk>/replies/", filing.replies, "replies"),
        ("<int:pk>/check/", checking.check, "check"),
        ("<int:pk>/confirm-unchanged/", editing.confirm_unchanged, "confirm_unchanged"),
        ("<int:pk>/take-back/", editing.take_back, "take_back"),
        ("<int:pk>/confirm-on-behalf/", editing.confirm_on_behalf, "confirm_on_behalf"),
        ("<int:pk>/accept/", reviewing.accept, "accept"),
        ("<int:pk>/undo/", reviewing.undo, "undo"),
        ("<int:pk>/return/", reviewing.return_, "return"),
        ("<int:pk>/in-order/", reviewing.dismiss_oddity, "dismiss_oddity"),
        ("<int:pk>/reopen/", reviewing.reopen, "reopen"),
        ("<int:pk>/excuse/", reviewing.excuse, "excuse"),
        ("<int:pk>/unexcuse/", reviewing.unexcuse, "unexcuse"),
        *(_of_reports() if kind == "report" else []),
    ]


def _of_reports() -> list[tuple]:
    return [
        ("<int:pk>/works/", reviewing.works, "works"),
        ("<int:pk>/exemplars/", consents.exemplars, "exemplars"),
        ("<int:pk>/exemplars/<int:exemplar>/consent/", consents.record, "consent"),
        ("<int:pk>/exemplars/<int:exemplar>/withdraw/", consents.withdraw, "withdraw_consent"),
    ]
