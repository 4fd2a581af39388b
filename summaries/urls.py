"""Addresses of the summaries of phases and of whole campaigns, their files, and everything of a phase."""

from django.urls import path

from summaries.views import archive, files, page

app_name = "summaries"
urlpatterns = [
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
