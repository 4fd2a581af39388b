"""What the tables of awards store about people (`units/personal/registry.py`): who was proposed and who decided.

A person without an award who is in no letter and no draft of a decision is masked; the register, decisions and what led
to them are kept by law.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.lifecycle import DossierStatus
from awards.models import Award, Decision, Dossier, Letter, Nomination, Nominee, Quota
from units.models import Masking
from units.personal.registry import PersonalTable, Rows, referring
from units.personal.subject import DataSubject, ProvingVerbs, SubjectKind, searched_words
from units.personal.tables import ALWAYS, BY_LAW, NUMBER_ONLY, TO_PROVE

OVER = (DossierStatus.DRAFT, DossierStatus.WITHDRAWN, DossierStatus.CLOSED)
"""Statuses of dossiers in which nobody is waiting for an answer about their nominees."""
TO_AWARD = gettext_lazy("Để xét và ghi nhận khen thưởng; căn cứ: pháp luật về thi đua, khen thưởng.")


def of_nominee(nominee: Nominee) -> DataSubject:
    nominations = nominee.nominations.values_list("pk", "dossier")
    return DataSubject(
        row=nominee,
        words=searched_words(nominee.name),
        paths=(nominee.unit.path,),
        targets=[(Nominee, [nominee.pk]), (Nomination, [pk for pk, _dossier in nominations])],
    )


NOMINEES = SubjectKind(
    key="nominee",
    label=gettext_lazy("người được đề nghị khen thưởng"),
    model=Nominee,
    subject=of_nominee,
    visible=lambda user: Nominee.objects.visible_to(user).filter(is_person=True).select_related("unit"),
    search="folded",
    describe=lambda nominee: ", ".join(filter(None, (nominee.unit.name, str(nominee.birth_year or "")))),
)


def _nominee(subject: DataSubject) -> Rows:
    return Nominee.objects.filter(pk=subject.row.pk) if isinstance(subject.row, Nominee) else Nominee.objects.none()


def _nominations(subject: DataSubject) -> Rows:
    return Nomination.objects.filter(nominee__in=_nominee(subject))


def _without_paper(rows: Rows, subject: DataSubject) -> Rows:
    return rows.filter(dossier__status__in=OVER, decision=None, letter=None, letter_up=None, awards=None)


def _never_on_paper(rows: Rows, subject: DataSubject) -> Rows:
    """Leave out a nominee with a nomination that stays: papers and pages of it name the person."""
    staying = _nominations(subject).exclude(pk__in=_without_paper(_nominations(subject), subject))
    return rows.exclude(Q(pk__in=staying.values("nominee")) | Q(pk__in=_awards(subject).values("nominee")))


def _awards(subject: DataSubject) -> Rows:
    return Award.objects.filter(nominee__in=_nominee(subject))


def _empty_nominations(rows: Rows, subject: DataSubject, masking: Masking) -> None:
    keys = list(rows.values_list("pk", flat=True))
    Nomination.works.through.objects.filter(nomination__in=keys).delete()
    emptied = dict.fromkeys(("position", "ethnicity", "achievements", "opinion_reason", "wording", "reason"), "")
    Nomination.objects.filter(pk__in=keys).update(**emptied)


def _mask_nominee(rows: Rows, subject: DataSubject, masking: Masking) -> None:
    for nominee in rows:
        nominee.name = _("Người đã xóa dữ liệu {n}").format(n=nominee.pk)
        nominee.birth_year, nominee.sex = None, ""
        nominee.save()


ACTED = (
    (Decision, gettext_lazy("Quyết định do người này lập, trình, chốt, ban hành"),
     ("made_by", "proposed_by", "closed_by", "issued_by"),
     ("unit__name", "number", "status", "made_at", "proposed_at", "closed_at", "issued_at"), BY_LAW),
    (Letter, gettext_lazy("Tờ trình do người này chốt, ghi số"), ("closed_by", "registered_by"),
     ("unit__name", "number", "status", "closed_at", "registered_at"), BY_LAW),
    (Dossier, gettext_lazy("Hồ sơ do người này lập, gửi, đề nghị"), ("made_by", "submitted_by", "endorsed_by"),
     ("unit__name", "number", "status", "made_at", "submitted_at", "endorsed_at"), NUMBER_ONLY),
    (Nomination, gettext_lazy("Kết luận xét khen thưởng do người này ghi"), ("decided_by",),
     ("dossier__unit__name", "status", "decided_at"), NUMBER_ONLY),
    (Quota, gettext_lazy("Chỉ tiêu khen thưởng do người này thôi áp dụng"), ("ended_by",), ("ended_at",),
     NUMBER_ONLY),
)  # fmt: skip

TABLES = (
    PersonalTable(
        Nomination,
        gettext_lazy("Đề nghị khen thưởng: chức vụ, dân tộc, thành tích, lời ghi, kết luận"),
        TO_AWARD,
        ALWAYS,
        _nominations,
        ("dossier__unit__name", "title_asked__name", "position", "ethnicity", "achievements", "wording", "status",
         "reason", "decided_at"),
        _empty_nominations,
        _without_paper,
        stays=BY_LAW,
    ),
    PersonalTable(
        Award,
        gettext_lazy("Sổ khen thưởng: tên, chức vụ, năm sinh, giới tính, hình thức, quyết định"),
        TO_AWARD,
        gettext_lazy("vĩnh viễn"),
        _awards,
        ("name", "position", "unit_name", "title_name", "wording", "sex", "birth_year", "year", "number",
         "decision__number", "decision__dated_on"),
        stays=BY_LAW,
    ),
    *(
        PersonalTable(
            model, says, TO_PROVE, ALWAYS, referring(model, *columns), given, stays=stays
        )
        for model, says, columns, given, stays in ACTED
    ),
    PersonalTable(
        Nominee,
        gettext_lazy("Người được đề nghị khen thưởng: tên, năm sinh, giới tính"),
        TO_AWARD,
        ALWAYS,
        _nominee,
        ("unit__name", "name", "birth_year", "sex"),
        _mask_nominee,
        _never_on_paper,
        stays=BY_LAW,
    ),
)  # fmt: skip

PROVING: ProvingVerbs = {
    Decision: ("close_decision", "register_decision", "issue_decision", "record_decision"),
    Letter: ("close_letter", "register_letter"),
    Award: ("reissue",),
}

ON_PAPER = "a paper or what led to it: kept by law, whoever it names"
IMPERSONAL = {
    "awards.AwardTitle": "names of titles",
    "awards.TitleTiming": "words of titles",
    "awards.Correction": "old and new texts of the register: kept by law",
    "awards.Paper": "the code of a printed paper of an award",
    "awards.DecisionFile": ON_PAPER,
    "awards.CertificateFile": ON_PAPER,
    "awards.LetterFile": ON_PAPER,
}
