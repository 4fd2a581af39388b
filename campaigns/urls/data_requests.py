"""The URLs of data requests: those of the sheets, and the Board's below its campaign."""

from django.urls import path

from campaigns.views.data_requests import acts, board, lists, many, reviewing, sheet

app_name = "data_requests"
urlpatterns = [
    path("", lists.sheet_list, name="list"),
    path("many/", many.many, name="many"),
    path("many/<int:pk>/", many.many_done, name="many_done"),
    path("many/<int:pk>/undo/", many.many_undo, name="many_undo"),
    path("<int:pk>/", sheet.detail, name="detail"),
    path("<int:pk>/data-request.pdf", sheet.paper, name="paper"),
    path("<int:pk>/edit/", sheet.edit, name="edit"),
    path("<int:pk>/check/", sheet.check, name="check"),
    path("<int:pk>/take-back/", sheet.take_back, name="take_back"),
    path("<int:pk>/accept/", reviewing.accept, name="accept"),
    path("<int:pk>/undo/", reviewing.undo, name="undo"),
    path("<int:pk>/return/", reviewing.return_, name="return"),
    path("<int:pk>/reopen/", reviewing.reopen, name="reopen"),
    path("<int:pk>/excuse/", reviewing.excuse, name="excuse"),
    path("<int:pk>/unexcuse/", reviewing.unexcuse, name="unexcuse"),
    path("<int:pk>/extend/", reviewing.extend, name="extend"),
]

BOARD = [
    path("<slug:slug>/requests/", board.data_requests, name="data_requests"),
    path("<slug:slug>/requests/new/", board.begin, name="begin_data_request"),
    path("<slug:slug>/requests/<int:number>/", board.data_request, name="data_request"),
    path("<slug:slug>/requests/<int:number>/edit/", board.edit, name="edit_data_request"),
    path("<slug:slug>/requests/<int:number>/questions/", board.questions, name="data_request_questions"),
    path("<slug:slug>/requests/<int:number>/open/", acts.open_request, name="open_data_request"),
    path("<slug:slug>/requests/<int:number>/extend/", acts.extend, name="extend_data_request"),
    path("<slug:slug>/requests/<int:number>/units/", acts.ask_unit, name="ask_unit"),
    path("<slug:slug>/requests/<int:number>/close/", acts.close, name="close_data_request"),
    path("<slug:slug>/requests/<int:number>/reopen/", acts.reopen, name="reopen_data_request"),
    path("<slug:slug>/requests/<int:number>/discard/", acts.discard, name="discard_data_request"),
    path("<slug:slug>/requests/<int:number>/scan/", acts.add_letter, name="data_request_scan"),
    path("<slug:slug>/requests/<int:number>/scans/<int:pk>/", acts.letter, name="data_request_letter"),
    path(
        "<slug:slug>/requests/<int:number>/scans/<int:pk>/withdraw/",
        acts.withdraw_letter,
        name="withdraw_data_request_letter",
    ),
]
