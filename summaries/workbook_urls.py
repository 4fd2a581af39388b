"""Addresses of the workbooks of the higher body."""

from django.urls import path

from summaries.views import foreign_workbooks, workbook_cells, workbook_columns, workbook_filling

app_name = "workbooks"
urlpatterns = [
    path("", foreign_workbooks.workbook_list, name="list"),
    path("new/", foreign_workbooks.new_workbook, name="new"),
    path("<int:pk>/", foreign_workbooks.workbook_page, name="workbook"),
    path("<int:pk>/renew/", foreign_workbooks.renew_workbook, name="renew"),
    path("<int:pk>/sheets/<int:number>/", workbook_cells.sheet, name="sheet"),
    path("<int:pk>/sheets/<int:number>/<str:name>/", workbook_cells.cell, name="cell"),
    path("<int:pk>/sheets/<int:number>/columns/<str:column>/", workbook_columns.column, name="column"),
    path("<int:pk>/versions/<int:number>/file.xlsx", workbook_filling.version_file, name="version"),
    path("<int:pk>/fill/", workbook_filling.fill, name="fill"),
    path("<int:pk>/fill.xlsx", workbook_filling.filled_file, name="file"),
]
