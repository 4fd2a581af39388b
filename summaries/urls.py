"""Addresses of the sentences of a campaign's reports, of the summaries of phases and campaigns, and of their files."""

from django.urls import path

from summaries.views import archive, files, lines, page

app_name = "summaries"
urlpatterns = [
    path("<slug:slug>/sentences/", lines.lines, name="lines"),
    path("<slug:slug>/sentences/names/", lines.names, name="line_names"),
    path("<slug:slug>/sentences/<int:pk>/", lines.line, name="line"),
    path("<slug:slug>/sentences/add/", lines.add_part, name="add_part"),
    path("<slug:slug>/sentences/add/<str:part>/", lines.add, name="add_line"),
    path("<slug:slug>/summary/", page.overview, name="overview"),
    path("<slug:slug>/summary.pdf", files.campaign_pdf, name="campaign_pdf"),
    path("<slug:slug>/summary.xlsx", files.campaign_xlsx, name="campaign_xlsx"),
    path("<slug:slug>/summary.docx", files.campaign_docx, name="campaign_docx"),
    path("<slug:slug>/phases/<int:number>/summary/", page.phase, name="phase"),
    path("<slug:slug>/phases/<int:number>/summary.pdf", files.phase_pdf, name="phase_pdf"),
    path("<slug:slug>/phases/<int:number>/summary.xlsx", files.phase_xlsx, name="phase_xlsx"),
    path("<slug:slug>/phases/<int:number>/summary.docx", files.phase_docx, name="phase_docx"),
    path("<slug:slug>/phases/<int:number>/phase.zip", archive.phase_zip, name="phase_zip"),
]
