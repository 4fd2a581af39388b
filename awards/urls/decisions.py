"""URLs of decisions from draft to issue, their papers and files, and the register."""

from django.urls import path

from awards.views import amending, attachments, decisions, drafting, issuing, register

urlpatterns = [
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/new/", drafting.new, name="decision_new"),
    path("decisions/<int:pk>/", decisions.detail, name="decision"),
    path("decisions/<int:pk>/decision.pdf", decisions.paper, name="decision_pdf"),
    path("decisions/<int:pk>/certificates.pdf", decisions.certificates, name="certificates"),
    path("decisions/<int:pk>/wording/", drafting.wording, name="decision_wording"),
    path("decisions/<int:pk>/drop/", drafting.drop, name="decision_drop"),
    path("decisions/<int:pk>/propose/", drafting.propose, name="decision_propose"),
    path("decisions/<int:pk>/withdraw/", drafting.withdraw, name="decision_withdraw"),
    path("decisions/<int:pk>/discard/", drafting.discard, name="decision_discard"),
    path("decisions/<int:pk>/close/", issuing.close, name="decision_close"),
    path("decisions/<int:pk>/take-back/", issuing.take_back, name="decision_take_back"),
    path("decisions/<int:pk>/register/", issuing.register, name="decision_register"),
    path("decisions/<int:pk>/record/", issuing.record, name="decision_record"),
    path("decisions/<int:pk>/scan/", attachments.add, name="decision_scan"),
    path("decisions/<int:pk>/amend/<slug:kind>/", amending.amend, name="decision_amend"),
    path("register/<int:pk>/reissue/", register.reissue, name="reissue"),
    path("register/<int:pk>/hand-over/", register.hand_over, name="hand_over"),
    path("attachments/<int:pk>/", attachments.download, name="attachment"),
    path("attachments/<int:pk>/withdraw/", attachments.withdraw, name="attachment_withdraw"),
]
