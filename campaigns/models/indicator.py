"""The models of a campaign's indicators: sections, whom an indicator is asked of, targets assigned from above."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.phase import Phase
from units.models import Unit, UnitKind, User


class Category(models.TextChoices):
    MOVEMENT = "movement", _("Tổ chức phong trào")
    TITLE = "title", _("Danh hiệu, xếp loại")
    WORK = "work", _("Đề tài, sáng kiến, công trình")
    STUDY = "study", _("Học tập")
    OFFICE = "office", _("Cơ quan, đơn vị")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    SAFETY = "safety", _("An toàn, vệ sinh lao động")
    UNION = "union", _("Tổ chức công đoàn, chăm lo")
    SPRING = "spring", _("Ra quân đầu xuân")
    OTHER = "other", _("Nhóm khác")


class LineNumbers(models.TextChoices):
    """How the lines of a section are numbered.

    PLAIN counts the lines that a sheet answers. NESTED puts the section's number before the place of the line in the
    whole table, which is the same on every sheet.
    """

    PLAIN = "plain", _("1, 2, 3 …")
    NESTED = "nested", _("theo số mục: I.1, I.2 …")


class SectionQuerySet(models.QuerySet["Section"]):
    def common(self) -> SectionQuerySet:
        """Return the campaign's own sections, without those that sector unions added for their branches."""
        return self.filter(owner=None)


class Section(models.Model):
    """A numbered section of the table of indicators; it may stand below another one, which stands below none.

    `number` is what is printed before the name. The category says which figures of the report are made of it. One with
    an `owner` is a sector union's own movement, which has no number: only the units of its branch are asked, and no
    total counts what they answer.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_sections",
        verbose_name=_("nằm trong mục"),
        help_text=_("Để trống: mục lớn."),
    )
    number = models.CharField(
        _("số mục"),
        max_length=12,
        db_column="letter",
        validators=[RegexValidator(r"^\w+([.-]\w+)*\Z", _("Số mục gồm chữ, số, dấu chấm, ví dụ: I, 1, 1.1, A."))],
        help_text=_("Như in trước tên mục: I, 1, 1.1, A."),
    )
    name = models.CharField(_("tên mục"), max_length=160)
    owner = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="branch_sections",
        verbose_name=_("của ngành"),
    )
    category = models.CharField(
        _("nhóm"),
        max_length=20,
        choices=Category.choices,
        default=Category.OTHER,
        help_text=_("Để báo cáo biết mục nào là danh hiệu, an toàn lao động …; nếu không thuộc nhóm nào: Nhóm khác."),
    )
    line_numbers = models.CharField(
        _("đánh số dòng"), max_length=10, choices=LineNumbers.choices, default=LineNumbers.PLAIN
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục chỉ tiêu")
        verbose_name_plural = _("các mục chỉ tiêu")
        ordering = ("campaign", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"], condition=Q(parent=None, owner=None), name="section_letter_once"
            ),
            models.UniqueConstraint(fields=["parent", "number"], name="subsection_number_once"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="section_not_below_itself"),
            models.CheckConstraint(
                condition=(Q(owner=None) & ~Q(number="")) | Q(owner__isnull=False, number="", parent=None),
                name="section_of_a_branch_has_no_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}" if self.number else self.name

    def clean(self) -> None:
        """Refuse a parent of another campaign, one that stands below another, and one of what has sections below."""
        if self.parent is None:
            return
        if self.parent.campaign_id != self.campaign_id:
            raise ValidationError({"parent": _("Mục đã chọn thuộc phong trào khác.")})
        if self.parent.parent_id or self.parent_id == self.pk:
            raise ValidationError({"parent": _("Chỉ chọn được mục lớn: mục con không có mục con nữa.")})
        if self.pk and self.sub_sections.exists():
            raise ValidationError({"parent": _("Mục này đang có mục con nên phải là mục lớn.")})


class OverUnits(models.TextChoices):
    SUM = "sum", _("cộng các đơn vị")
    RATIO = "ratio", _("tỷ lệ: tổng tử số trên tổng mẫu số")
    YES_NO = "yes_no", _("có/không: đếm số đơn vị có")


class OverPhases(models.TextChoices):
    SUM = "sum", _("cộng các đợt")
    LAST = "last", _("lấy đợt cuối")
    MAX = "max", _("lấy đợt cao nhất")


class Pace(models.TextChoices):
    """How much of the year's target is expected by when.

    An indicator of END is asked and judged in the last phase; of SCHOOL_YEAR schools are in the phase that holds June.
    All others are in each phase, but one of NONE is never compared with its target.
    """

    EVEN = "even", _("đều trong năm")
    EARLY = "early", _("ngay đầu năm")
    SCHOOL_YEAR = "school_year", _("năm học (trường học), cuối năm (đơn vị khác)")
    END = "end", _("cuối năm")
    NONE = "none", _("không xét tiến độ")

    @property
    def is_once_a_year(self) -> bool:
        return self in (Pace.SCHOOL_YEAR, Pace.END)


class Counting(models.TextChoices):
    OCCURRENCES = "occurrences", _("lượt")
    PERSONS = "persons", _("người")


class Computed(models.TextChoices):
    """How an indicator is computed from the unit's list of works instead of being typed."""

    TOPICS = "topics", _("số đề tài (được nghiệm thu)")
    INITIATIVES = "initiatives", _("số sáng kiến (được công nhận)")
    INITIATIVES_VALUE = "initiatives_value", _("giá trị làm lợi của sáng kiến, triệu đồng")
    PRODUCTS = "products", _("số công trình, sản phẩm")
    PRODUCTS_VALUE = "products_value", _("giá trị công trình, sản phẩm, triệu đồng")


class AnsweredBy(models.TextChoices):
    """What answers a line of the table: a figure, or words that no total is made of."""

    FIGURE = "figure", _("số liệu")
    SHORT_TEXT = "short_text", _("một dòng chữ")
    LONG_TEXT = "long_text", _("đoạn văn")
    DATE = "date", _("ngày")
    CHOICE = "choice", _("chọn một trong các mục")
    YES_NO_NOTE = "yes_no_note", _("có/không, kèm ghi chú")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def common(self) -> IndicatorQuerySet:
        """Return those of the campaign's own sections: what totals, targets, annexes and sentences are made of."""
        return self.filter(section__owner=None)


class Indicator(models.Model):
    """An indicator (chỉ tiêu) of a campaign: when it is asked, and how its figures add up over units and phases.

    One that is answered in words (`answer`) is a question: it stands among the indicators and adds up to nothing.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="indicators", verbose_name=_("phong trào"))
    section = models.ForeignKey(Section, models.PROTECT, related_name="indicators", verbose_name=_("mục"))
    code = models.CharField(_("mã"), max_length=10, help_text=_("So sánh giữa các năm theo mã này."))
    name = models.CharField(_("tên chỉ tiêu"), max_length=250)
    number = models.CharField(
        _("số dòng"), max_length=12, blank=True, help_text=_("Để trống: đánh số theo mục. Có ghi thì in đúng như ghi.")
    )
    answer = models.CharField(_("trả lời bằng"), max_length=12, choices=AnsweredBy.choices, default=AnsweredBy.FIGURE)
    choices = models.TextField(
        _("các mục để chọn"), blank=True, help_text=_("Mỗi mục một dòng. Chỉ dùng khi trả lời bằng chọn mục.")
    )
    unit_of_measure = models.CharField(
        _("đơn vị tính"), max_length=40, blank=True, help_text=_("Của số liệu; trả lời bằng chữ thì để trống.")
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    over_units = models.CharField(
        _("cộng theo đơn vị"), max_length=10, choices=OverUnits.choices, default=OverUnits.SUM
    )
    denominator_name = models.CharField(_("mẫu số là"), max_length=120, blank=True)
    denominator_from = models.CharField(
        _("điền sẵn mẫu số từ"),
        max_length=20,
        blank=True,
        help_text=_("Tên số liệu đơn vị (workers, women, members, direct, insured) hoặc mã chỉ tiêu."),
    )
    over_phases = models.CharField(
        _("cộng theo đợt"), max_length=10, choices=OverPhases.choices, default=OverPhases.SUM
    )
    pace = models.CharField(_("tiến độ"), max_length=12, choices=Pace.choices, default=Pace.EVEN)
    counting = models.CharField(_("đếm"), max_length=20, choices=Counting.choices, blank=True)
    in_pledge = models.BooleanField(_("hỏi trong đăng ký"), default=True)
    in_report = models.BooleanField(_("hỏi trong báo cáo"), default=True)
    phases = models.ManyToManyField(
        Phase,
        blank=True,
        related_name="+",
        verbose_name=_("chỉ hỏi ở đợt"),
        help_text=_("Để trống: mọi đợt."),
    )
    decimals = models.PositiveSmallIntegerField(_("số chữ số thập phân"), default=0)
    less_is_better = models.BooleanField(_("càng ít càng tốt"), default=False)
    computed = models.CharField(_("tính từ danh sách công trình"), max_length=20, choices=Computed.choices, blank=True)
    help_text = models.TextField(_("hướng dẫn dưới ô nhập"), blank=True)
    example = models.CharField(
        _("ví dụ"), max_length=160, blank=True, help_text=_("In dưới ô nhập, sau hướng dẫn: “Ví dụ: …”.")
    )
    national_code = models.CharField(
        _("mã biểu thống kê TLĐ"), max_length=20, blank=True, help_text=_("Theo QĐ 1454/QĐ-TLĐ, nếu có.")
    )
    active = models.BooleanField(_("đang dùng"), default=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ("campaign", "section__order", "order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                condition=(Q(over_units="ratio") & ~Q(denominator_name=""))
                | (~Q(over_units="ratio") & Q(denominator_name="", denominator_from="")),
                name="ratio_names_its_denominator",
            ),
            models.CheckConstraint(condition=Q(computed="") | Q(over_units="sum"), name="computed_indicator_is_a_sum"),
            models.CheckConstraint(
                condition=(Q(answer="figure") & ~Q(unit_of_measure=""))
                | (~Q(answer="figure") & Q(unit_of_measure="", over_units="sum", computed="", counting="")),
                name="figure_has_its_unit_of_measure",
            ),
            models.CheckConstraint(
                condition=(Q(answer="choice") & ~Q(choices="")) | (~Q(answer="choice") & Q(choices="")),
                name="choice_has_what_is_chosen_from",
            ),
            models.CheckConstraint(
                condition=Q(in_pledge=True) | Q(in_report=True), name="indicator_is_asked_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @cached_property
    def is_answered(self) -> bool:
        """True once a sheet answered it; what the indicator means must not change then."""
        return self.figures.exists() or self.written_answers.exists()

    def is_for_phase(self, number: int) -> bool:
        """Return whether it is asked in the phase of that number; an indicator that names no phase is asked in all.

        A discarded phase still counts as named; else an indicator meant for it alone would be asked in every phase.
        """
        named = self.phases.all()
        return not named or any(phase.number == number and not phase.is_discarded for phase in named)

    @property
    def is_question(self) -> bool:
        """True for one that is answered in words."""
        return self.answer != AnsweredBy.FIGURE

    @property
    def is_ratio(self) -> bool:
        return self.over_units == OverUnits.RATIO

    @property
    def is_quotient(self) -> bool:
        """True for a ratio that is not shown as percent: its unit of measure is a ratio itself (triệu đồng/người)."""
        return self.is_ratio and "/" in self.unit_of_measure

    @property
    def is_yes_no(self) -> bool:
        return self.over_units == OverUnits.YES_NO


class Column(models.TextChoices):
    """Whom an indicator is asked of: unions of five strands, nghiệp đoàn, and two kinds of upper unions."""

    ADMINISTRATIVE = "administrative", _("HC")
    PUBLIC_SERVICE = "public_service", _("SN")
    STATE_ENTERPRISE = "state_enterprise", _("NN")
    PRIVATE_ENTERPRISE = "private_enterprise", _("TN")
    FOREIGN_ENTERPRISE = "foreign_enterprise", _("FD")
    OCCUPATIONAL = "occupational", _("NĐ")
    UPPER_PLACE = "upper_place", UnitKind.UPPER_PLACE.label
    UPPER_TRADE = "upper_trade", UnitKind.UPPER_TRADE.label


class AskedLevel(models.TextChoices):
    """Whether an answer is required; `Campaign.small_below` says which unions are small."""

    ALL = "all", _("bắt buộc")
    NOT_SMALL = "from_30", _("bắt buộc, trừ đơn vị nhỏ")  # stored under the limit of the first campaign
    OFFERED = "offered", _("tự chọn")


class Asked(models.Model):
    """Says at which level an indicator is asked of a column; without a row it is not asked."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="asked")
    column = models.CharField(_("hỏi"), max_length=20, choices=Column.choices)
    level = models.CharField(_("mức"), max_length=10, choices=AskedLevel.choices)

    class Meta:
        verbose_name = _("đối tượng được hỏi")
        verbose_name_plural = _("đối tượng được hỏi")
        constraints = [models.UniqueConstraint(fields=["indicator", "column"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.get_column_display()}: {self.get_level_display()}"


class AssignedTargetQuerySet(models.QuerySet["AssignedTarget"]):
    def visible_to(self, user: User) -> AssignedTargetQuerySet:
        """Return the targets that were given to units in the user's reach."""
        return self.filter(user.reach("to__path", year="indicator__campaign__year"))


class AssignedTarget(models.Model):
    """A year's target (chỉ tiêu giao) that a unit gives to a unit below it; of a ratio in percent."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="assigned")
    to = models.ForeignKey(Unit, models.PROTECT, related_name="targets_received", verbose_name=_("giao cho"))
    by = models.ForeignKey(Unit, models.PROTECT, related_name="targets_given", verbose_name=_("đơn vị giao"))
    value = models.DecimalField(_("chỉ tiêu giao"), max_digits=15, decimal_places=2)

    objects = AssignedTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu giao")
        verbose_name_plural = _("chỉ tiêu giao")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "to", "by"], name="target_assigned_once"),
            models.CheckConstraint(condition=Q(value__gte=Decimal(0)), name="assigned_target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} → {self.to}: {self.value}"
