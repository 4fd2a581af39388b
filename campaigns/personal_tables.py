"""What the tables of campaigns store about people (`units/personal/registry.py`): who filed, reviewed, decided."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campaigns.models import (
    Activity,
    AskedCatalogue,
    Campaign,
    DataRequestSheet,
    DataRequestSubmission,
    DismissedOddity,
    ExemplarConsent,
    Filing,
    FollowedExemplar,
    Gathering,
    Inspection,
    LaunchVersion,
    Responsibility,
    Submission,
    WorkCheck,
)
from units.personal.registry import PersonalTable, referring
from units.personal.subject import ProvingVerbs
from units.personal.tables import ALWAYS, NUMBER_ONLY, TO_PROVE

SHEETS = (
    (Filing, _("Phiếu do người này gõ lần cuối, quyết định"), ("typed_by", "decided_by"),
     ("called__name", "kind", "status", "typed_at", "decided_at")),
    (Submission, _("Lần gửi phiếu do người này gửi, xác nhận"), ("by", "confirmed_by"),
     ("filing__called__name", "filing__kind", "number", "at", "confirmed_at", "sha256")),
    (DataRequestSheet, _("Phiếu bổ sung số liệu do người này gõ lần cuối, quyết định"), ("typed_by", "decided_by"),
     ("name", "request__title", "status", "typed_at", "decided_at")),
    (DataRequestSubmission, _("Lần gửi phiếu bổ sung số liệu do người này gửi"), ("by",),
     ("sheet__name", "number", "at", "sha256")),
    (WorkCheck, _("Giá trị công trình do người này rà soát"), ("by",), ("value", "at")),
    (DismissedOddity, _("Điểm lạ do người này đã xem"), ("by",), ("unit__name", "kind", "at")),
    (ExemplarConsent, _("Sự đồng ý của điển hình do người này ghi nhận, rút lại"), ("recorded_by", "withdrawn_by"),
     ("given_on", "given_by", "recorded_at", "withdrawn_at")),
    (Gathering, _("Phát động, sơ kết tại đơn vị do người này ghi, rút lại"), ("recorded_by", "withdrawn_by"),
     ("unit__name", "kind", "held_on", "with_whom", "praised", "recorded_at", "withdrawn_at")),
    (Inspection, _("Cuộc kiểm tra do người này ghi, báo khắc phục, xác nhận"),
     ("recorded_by", "told_by", "confirmed_by"),
     ("unit__name", "visited_on", "team", "members", "recorded_at", "told_at", "confirmed_at")),
    (Responsibility, _("Biện pháp do người này chịu trách nhiệm, phân công, báo tiến độ, xác nhận"),
     ("person", "assigned_by", "told_by", "confirmed_by"),
     ("measure__text", "due_on", "status", "progress", "told_at", "confirmed_at")),
    (Activity, _("Tin hoạt động do người này gửi, đọc"), ("sent_by", "read_by"),
     ("unit__name", "title", "text", "sent_at", "read_at", "published_at")),
    (FollowedExemplar, _("Điển hình do người này ghi vào sổ"), ("recorded_by",),
     ("unit__name", "who", "story", "found_by", "found_on", "follower", "next_visit", "recorded_at")),
    (LaunchVersion, _("Bản phát động do người này ghi"), ("by",), ("campaign__title", "number", "at", "reason")),
    (AskedCatalogue, _("Bản chỉ tiêu của đợt do người này ghi"), ("by",), ("version", "at", "reason")),
)  # fmt: skip

TABLES = tuple(
    PersonalTable(
        model,
        says,
        TO_PROVE,
        ALWAYS,
        referring(model, *columns),
        given,
        stays=NUMBER_ONLY,
    )
    for model, says, columns, given in SHEETS
)

PROVING: ProvingVerbs = {Campaign: ("publish", "amend_launch")}

SENT = "what was sent or printed: kept by law, whoever it names"
WORDS = "words of the campaign, of nobody's person"
IMPERSONAL = {
    "campaigns.Pledge": "a proxy of Filing",
    "campaigns.Report": "a proxy of Filing",
    "campaigns.Campaign": "the campaign, with the signer that is printed on its papers",
    **dict.fromkeys(
        (
            "campaigns.Commemoration", "campaigns.Phase", "campaigns.CrossCheck", "campaigns.Section",
            "campaigns.Indicator", "campaigns.Resolution", "campaigns.Purpose", "campaigns.ContentPoint",
            "campaigns.DataRequest", "campaigns.DataRequestQuestion",
            "campaigns.Measure", "campaigns.Recipient", "campaigns.Asked", "campaigns.DueDate",
        ),
        WORDS,
    ),
    "campaigns.CalledUnit": "names of unions as they were called",
    "campaigns.Count": "counted figures",
    **dict.fromkeys(
        (
            "campaigns.Remark", "campaigns.Figure", "campaigns.WrittenAnswer", "campaigns.Exemplar",
            "campaigns.WorkEntry", "campaigns.WorkResult", "campaigns.LaunchFile", "campaigns.DataRequestAnswer",
            "campaigns.DataRequestRemark",
        ),
        SENT,
    ),
}  # fmt: skip
