"""What the tables of units store about people, why and how long (`registry.py`); `rows.py` finds and empties it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential, WebAuthnUserHandle

from units.known_devices import KNOWN_FOR
from units.models import (
    Attachment,
    Event,
    EventPersonal,
    FactorReset,
    FormDraft,
    Import,
    ImportRow,
    Job,
    KnownDevice,
    LinkedIdentity,
    Masking,
    OutgoingMail,
    PlannedAct,
    Post,
    Reorganisation,
    Signer,
    SignInCode,
    SignInSession,
    Unit,
    User,
)
from units.people import people_within
from units.personal import rows
from units.personal.registry import PersonalTable, deleted, referring
from units.personal.subject import SubjectKind, of_account, texts_about
from units.sessions import session_notes

ACCOUNTS = SubjectKind(
    key="account",
    label=gettext_lazy("tài khoản"),
    model=User,
    subject=of_account,
    visible=people_within,
    search="search_text",
    describe=lambda person: person.username,
)
NUMBER_ONLY = gettext_lazy("Chỉ có số của tài khoản; sau khi xóa, số này không dẫn tới tên ai.")
BY_LAW = gettext_lazy("Giấy tờ, hồ sơ phải lưu theo pháp luật về lưu trữ và về thi đua, khen thưởng.")
ALWAYS = gettext_lazy("không thời hạn, như hồ sơ mà dòng này thuộc về")
WHILE_IN_USE = gettext_lazy("đến khi có yêu cầu xóa được chấp nhận")
TO_WORK = gettext_lazy("Để giao việc và liên hệ; căn cứ: nhiệm vụ công đoàn giao.")
TO_PROVE = gettext_lazy("Để biết việc do ai làm, khi nào; căn cứ: trách nhiệm giải trình, lưu trữ hồ sơ.")
TO_SIGN_IN = gettext_lazy("Để đăng nhập và bảo vệ tài khoản.")


FAILED_SIGN_INS = ("failed_sign_ins", "failed_from", "failed_at")


def days(number: int) -> Any:
    return format_lazy(gettext_lazy("{n} ngày"), n=number)


TABLES = (
    PersonalTable(
        FormDraft,
        gettext_lazy("Bản nháp của các trang nhập"),
        gettext_lazy("Để không mất những gì đang gõ."),
        days(settings.KEEP_DRAFTS_DAYS),
        rows.drafts,
        ("address", "fields", "saved_at"),
        deleted,
    ),
    PersonalTable(
        OutgoingMail,
        gettext_lazy("Thư cổng gửi: địa chỉ, loại thư, lúc gửi"),
        gettext_lazy("Để báo việc đến người phải làm, và biết thư đã tới."),
        days(settings.KEEP_MAILS_DAYS),
        rows.mails,
        ("kind", "address", "state", "written_at", "due_at", "sent_at", "confirmed_at"),
        deleted,
    ),
    PersonalTable(
        SignInCode,
        gettext_lazy("Thư giao tài khoản: lúc lập, lúc dùng"),
        TO_SIGN_IN,
        format_lazy(gettext_lazy("{n} ngày sau khi mã hết dùng"), n=settings.KEEP_CODES_DAYS),
        referring(SignInCode, "user"),
        ("made_at", "expires_at", "used_at", "replaced_at"),
        deleted,
    ),
    PersonalTable(
        SignInSession,
        gettext_lazy("Phiên đăng nhập đang mở: loại máy, địa chỉ mạng, lúc đăng nhập, lúc dùng"),
        TO_SIGN_IN,
        gettext_lazy("đến khi hết hạn, đăng xuất"),
        referring(SignInSession, "person"),
        ("expire_date",),
        deleted,
        notes=session_notes,
    ),
    PersonalTable(
        LinkedIdentity,
        gettext_lazy("Mã của người ở nơi cấp đăng nhập, liên kết từ khi nào"),
        TO_SIGN_IN,
        gettext_lazy("đến khi thôi liên kết"),
        referring(LinkedIdentity, "person"),
        ("issuer", "subject", "linked_at"),
        deleted,
    ),
    PersonalTable(
        KnownDevice,
        gettext_lazy("Thiết bị đã đăng nhập: loại máy, địa chỉ mạng, lần đầu, lần cuối"),
        TO_SIGN_IN,
        days(KNOWN_FOR.days),
        referring(KnownDevice, "person"),
        ("label", "address", "first_at", "last_at"),
        deleted,
    ),
    PersonalTable(
        TOTPDevice,
        gettext_lazy("Ứng dụng xác thực: lúc thiết lập, lúc dùng cuối (khóa bí mật không đưa ra)"),
        TO_SIGN_IN,
        gettext_lazy("đến khi gỡ"),
        referring(TOTPDevice, "user"),
        ("created_at", "last_used_at"),
        deleted,
    ),
    PersonalTable(
        WebAuthnCredential,
        gettext_lazy("Khóa truy cập: tên, lúc thêm, lúc dùng cuối"),
        TO_SIGN_IN,
        gettext_lazy("đến khi gỡ"),
        referring(WebAuthnCredential, "user"),
        ("name", "created_at", "last_used_at"),
        deleted,
    ),
    PersonalTable(
        StaticDevice,
        gettext_lazy("Mã dự phòng: lúc tạo, lúc dùng cuối"),
        TO_SIGN_IN,
        gettext_lazy("đến khi tạo mã mới hoặc gỡ xác thực hai bước"),
        referring(StaticDevice, "user"),
        ("created_at", "last_used_at"),
        deleted,
    ),
    PersonalTable(
        WebAuthnUserHandle,
        gettext_lazy("Số ngẫu nhiên mà khóa truy cập biết tài khoản"),
        TO_SIGN_IN,
        WHILE_IN_USE,
        referring(WebAuthnUserHandle, "user"),
        ("handle_hex",),
        deleted,
    ),
    PersonalTable(
        FactorReset,
        gettext_lazy("Đề nghị gỡ xác thực hai bước: lúc đề nghị, lúc xác nhận"),
        TO_PROVE,
        ALWAYS,
        referring(FactorReset, "person", "asked_by", "confirmed_by"),
        ("asked_at", "confirmed_at", "read_at"),
        stays=NUMBER_ONLY,
    ),
    PersonalTable(
        ImportRow,
        gettext_lazy("Dòng của danh sách người, đơn vị đưa vào bằng tệp"),
        gettext_lazy("Để đối chiếu và hoàn tác danh sách đã đưa vào."),
        format_lazy(gettext_lazy("{n} ngày sau khi ghi"), n=settings.IMPORT_DAYS),
        rows.import_rows,
        ("source", "sheet", "number", "name", "before", "after"),
        rows.empty_import_rows,
    ),
    PersonalTable(
        Import,
        gettext_lazy("Dòng bỏ qua của danh sách đưa vào bằng tệp"),
        gettext_lazy("Để đối chiếu và hoàn tác danh sách đã đưa vào."),
        format_lazy(gettext_lazy("{n} ngày sau khi ghi"), n=settings.IMPORT_DAYS),
        rows.import_leftovers,
        ("name", "at"),
        rows.empty_import_leftovers,
    ),
    PersonalTable(
        Import,
        gettext_lazy("Tệp danh sách đã đưa vào có tên người này"),
        gettext_lazy("Để đối chiếu và hoàn tác danh sách đã đưa vào."),
        format_lazy(gettext_lazy("{n} ngày sau khi ghi"), n=settings.IMPORT_DAYS),
        rows.files_naming,
        ("name", "at"),
        stays=gettext_lazy("Tệp có tên nhiều người khác; không tìm được trong tệp, không ai tải lại được từ cổng."),
    ),
    PersonalTable(
        Unit,
        gettext_lazy("Người liên hệ, điện thoại, thư điện tử của đơn vị"),
        TO_WORK,
        gettext_lazy("đến khi đơn vị đổi người liên hệ"),
        rows.contacts,
        ("name", "contact_person", "phone", "email"),
        rows.empty_contacts,
    ),
    PersonalTable(
        LogEntry,
        gettext_lazy("Nhật ký của trang quản trị từ trước khi có nhật ký chung"),
        TO_PROVE,
        WHILE_IN_USE,
        rows.log_entries,
        ("action_time", "object_repr", "change_message"),
        deleted,
    ),
    PersonalTable(
        EventPersonal,
        gettext_lazy("Lời của nhật ký: tên người làm, lý do, nội dung sửa"),
        TO_PROVE,
        WHILE_IN_USE,
        texts_about,
        ("event__at", "event__verb", "event__acting_as", "data"),
        rows.delete_texts,
        rows.that_prove_no_paper,
        gettext_lazy("Chứng minh văn bản do ai chốt, ghi số, ban hành, cấp lại; người đó có tên trên văn bản."),
    ),
    PersonalTable(
        Event,
        gettext_lazy("Nhật ký: việc gì, lúc nào, với tư cách nào (không có tên)"),
        TO_PROVE,
        gettext_lazy("không thời hạn; đã niêm phong"),
        referring(Event, "actor"),
        ("at", "verb", "acting_as", "source", "to"),
        stays=NUMBER_ONLY,
    ),
    PersonalTable(
        Masking,
        gettext_lazy("Yêu cầu xóa dữ liệu cá nhân mà người này lập, xác nhận"),
        TO_PROVE,
        ALWAYS,
        referring(Masking, "asked_by", "closed_by"),
        ("number", "dated_on", "asked_at", "closed_at", "state"),
        stays=gettext_lazy("Chứng minh dữ liệu của người khác đã được xóa; lời của các sự việc này giữ tên người làm."),
    ),
    PersonalTable(
        Post,
        gettext_lazy("Phân công: vai trò, đơn vị, từ ngày, đến ngày"),
        TO_WORK,
        ALWAYS,
        referring(Post, "user"),
        ("unit__name", "role", "since", "until", "inspects"),
        stays=NUMBER_ONLY,
    ),
    PersonalTable(
        Signer,
        gettext_lazy("Người ký văn bản: họ tên, chức vụ, từ ngày, đến ngày"),
        gettext_lazy("Để in đúng người ký trên văn bản."),
        ALWAYS,
        referring(Signer, "user"),
        ("unit__name", "name", "position", "block", "since", "until"),
        stays=BY_LAW,
    ),
    PersonalTable(
        Attachment,
        gettext_lazy("Bản chụp, tệp do người này đưa lên, rút lại"),
        TO_PROVE,
        ALWAYS,
        referring(Attachment, "by", "withdrawn_by"),
        ("name", "at", "withdrawn_at"),
        stays=BY_LAW,
    ),
    PersonalTable(
        Import,
        gettext_lazy("Danh sách do người này đưa vào"),
        TO_PROVE,
        ALWAYS,
        referring(Import, "by"),
        ("name", "at", "state"),
        stays=NUMBER_ONLY,
    ),
    PersonalTable(
        PlannedAct,
        gettext_lazy("Việc dự kiến của đơn vị do người này ghi"),
        TO_PROVE,
        ALWAYS,
        referring(PlannedAct, "planned_by"),
        ("kind", "on", "status"),
        stays=NUMBER_ONLY,
    ),
    PersonalTable(
        Reorganisation,
        gettext_lazy("Phương án sắp xếp đơn vị do người này lập, xác nhận"),
        TO_PROVE,
        ALWAYS,
        referring(Reorganisation, "drafted_by", "confirmed_by"),
        ("title", "letter_number", "on", "status"),
        stays=NUMBER_ONLY,
    ),
    PersonalTable(
        Job,
        gettext_lazy("Việc nền do người này giao"),
        gettext_lazy("Để báo người giao khi việc xong."),
        days(settings.KEEP_FAILED_JOBS_DAYS),
        referring(Job, "asked_by"),
        ("kind", "title", "asked_at", "state"),
        stays=NUMBER_ONLY,
    ),
    PersonalTable(
        User,
        gettext_lazy(
            "Tài khoản: họ tên, tên đăng nhập, thư điện tử, điện thoại, lần đăng nhập cuối; số lần đăng nhập không "
            "thành từ thiết bị lạ, lần cuối khi nào, từ địa chỉ mạng nào"
        ),
        TO_WORK,
        WHILE_IN_USE,
        rows.account,
        ("username", "full_name", "email", "phone", "date_joined", "last_login", "is_active", *FAILED_SIGN_INS),
        rows.mask_account,
    ),
)

IMPERSONAL = {
    "units.Installation": "which kind of database this is",
    "units.UnitType": "what unions are called",
    "units.StrandName": "what strands are called",
    "units.Term": "words of the office",
    "units.Area": "the name of an area",
    "units.Blob": "bytes of files; what refers to them is listed",
    "units.Rule": "texts of regulations",
    "units.Seal": "a digest",
    "units.Heartbeat": "the name of a process",
    "units.MaskedText": "numbers alone",
    "otp_static.StaticToken": "digests of recovery codes, deleted with what they belong to",
    "django_otp_webauthn.WebAuthnAttestation": "what the browser said of a passkey, deleted with it",
    "units.AreaUnit": "numbers alone",
    "units.ReorganisationRow": "names of unions",
    "units.RehearsedWrite": "names of unions and of roles; a person by the number of the post",
    "auth.Permission": "Django's own words",
    "auth.Group": "not used",
    "contenttypes.ContentType": "names of models",
    "units.FailureCount": "keyed digests, for a day",
    "units.SentForm": "the digest of a form, and the address that it led to",
    "units.ResetRequest": "what was typed where a password was forgotten, until the next tick",
    "sessions.Session": "not used: sessions are units.SignInSession",
    "django_tasks_database.DBTaskResult": "the key of a job",
}
