"""The rules by which the figures and words of report sentences are made: where each is, and which tests hold it."""

from __future__ import annotations

import re
from dataclasses import dataclass

TEXT, AWARDS, FIGURES, ODD = (f"summaries/test_{name}.py" for name in ("text", "awards", "figures", "odd_cases"))
RULES_OF_SENTENCES, TEMPLATES = "summaries/test_rules_of_sentences.py", "summaries/test_sentence_templates.py"
_CODE = r"[A-ZĐ]{2}\d\d(?: (?:HCSN|DN|CS))?"


@dataclass(frozen=True)
class SentenceRule:
    """What makes some placeholders. `names`: the pattern of their names; `tests`: (file, test) that fail without it."""

    title: str
    module: str
    names: str
    tests: tuple[tuple[str, str], ...]


RULES = (
    SentenceRule(
        "names of units, phase, days and documents, as they are on the day of the report",
        "summaries/report/context.py",
        r"năm|năm học|đợt|đợt đăng ký|tính từ đầu năm|kết quả báo cáo"
        r"|ĐỢT SAU|và phương hướng đợt sau|bắt đầu|kết thúc|ngày chốt|số, ngày phát động"
        r"|cơ quan phát động|LĐLĐ cấp phát động|cấp|người lao động|người lao động đầy đủ|ban|ban tham mưu|ban phát động"
        r"|khối HCSN|khối DN|đơn vị báo cáo|toàn cấp|địa bàn|nơi (?:báo cáo|ban hành|kiểm tra|đôn đốc)",
        ((TEXT, "test_the_opening_says_which_launch_and_which_dates"), (TEXT, "test_an_upper_unions_report")),
    ),
    SentenceRule(
        "anniversaries with their years, events as they are called that day",
        "summaries/report/context.py",
        r"các ngày kỷ niệm(?: đợt sau)?",
        ((TEXT, "test_events_follow_the_anniversaries_as_they_are_called_on_the_day_of_the_report"),),
    ),
    SentenceRule(
        "due days: nobody is missing before",
        "summaries/report/context.py",
        r"hạn (?:báo cáo|hồ sơ|đăng ký đợt sau)|(?:đơn vị còn )?chưa báo cáo",
        ((TEXT, "test_nobody_is_missing_before_the_due_day"),),
    ),
    SentenceRule(
        "unions and persons; women as a share of the workers of those that gave a number of women",
        "summaries/report/participation_placeholders.py",
        r"số CĐ cấp trên|tổ chức cơ sở|cơ cấu cơ sở|số cơ sở(?: HCSN| DN)?|số nghiệp đoàn"
        r"|số người lao động|số đoàn viên|số nữ|% nữ|(?:số|%) cơ sở dưới 30 đoàn viên|mức đơn vị nhỏ",
        (
            (TEXT, "test_part_1_counts_unions_and_people"),
            ("summaries/test_paper.py", "test_women_are_a_share_of_the_workers_of_those_that_gave_their_number"),
            (ODD, "test_the_sentences_of_the_odd_cases"),
        ),
    ),
    SentenceRule(
        "who pledged and reported; in a year a pledge of any phase counts",
        "summaries/report/participation_placeholders.py",
        r"đơn vị (?:thuộc diện|đã) (?:đăng ký|báo cáo)|% (?:đăng ký|báo cáo)|báo cáo (?:đúng hạn|muộn)"
        r"|chưa có (?:đăng ký|báo cáo)|thời gian gửi báo cáo|còn chưa báo cáo",
        (
            (TEXT, "test_part_2_counts_pledges_and_reports"),
            (TEXT, "test_the_year_counts_who_pledged_in_any_phase"),
            (ODD, "test_the_sentences_of_the_odd_cases"),
        ),
    ),
    SentenceRule(
        "what was recorded of guidance: launches, reviews, inspections, measures, news; what is nought is not told",
        "summaries/report/guidance_placeholders.py",
        r"đơn vị (?:đã|thuộc diện) phát động|đơn vị đã sơ kết|đơn vị được kiểm tra"
        r"|cuộc (?:kiểm tra đã ghi|phải khắc phục|đã khắc phục)|việc (?:đã phân công|phân công đã xong)"
        r"|tin hoạt động|đơn vị có tin",
        (
            (
                "summaries/test_guidance.py",
                "test_the_report_is_silent_where_nothing_was_recorded_and_counts_what_was",
            ),
        ),
    ),
    SentenceRule(
        "words for quantities",
        "foundation/vietnamese/quantities.py",
        r"tình hình chưa đăng ký|đa số báo cáo đúng hạn",
        (
            ("foundation/test_vietnamese_quantities.py", "test_a_share_has_a_word"),
            (TEXT, "test_part_2_when_everybody_pledged"),
        ),
    ),
    SentenceRule(
        "where missing reports are gathered (V7)",
        "campaigns/figures/verdicts.py",
        r"nơi chưa báo cáo(?: nêu tên)?",
        (
            (RULES_OF_SENTENCES, "test_where_reports_are_missing"),
            (TEXT, "test_weak_units_are_named_only_where_a_sentence_says_so"),
        ),
    ),
    SentenceRule(
        "of how many units the figures of a paragraph are, while not of all; of a year it is said once",
        "summaries/report/participation_placeholders.py",
        r"phạm vi số liệu(?: HCSN| DN| danh hiệu| ra quân)?",
        (
            (TEXT, "test_the_base_of_a_paragraph_is_left_out_once_it_is_all_of_them"),
            (TEXT, "test_titles_are_registered_now_and_judged_later"),
            (TEXT, "test_spring_counts_the_unions_that_went_out"),
            (TEXT, "test_the_figures_of_a_year_say_which_reports_of_its_last_phase_they_have"),
            (ODD, "test_of_a_year_it_is_said_once_which_reports_its_figures_have"),
        ),
    ),
    SentenceRule(
        "that no report is accepted, and the annexes that list what accepted ones say",
        "summaries/report/placeholders.py",
        r"chưa có báo cáo được xác nhận|biểu (?:chỉ tiêu|sáng kiến)",
        ((ODD, "test_a_grassroots_report_tells_what_is_confirmed"), (TEXT, "test_variant_d_where_nobody_reported")),
    ),
    SentenceRule(
        "amounts of accepted reports and of pledges; nought is no clause, what nobody reported is not nought",
        "campaigns/figures/indicators.py",
        rf"{_CODE}(?: đăng ký)?(?: mẫu| trả lời| bình quân)?|{_CODE} đã đạt",
        (
            (FIGURES, "test_only_accepted_sheets_count_and_submitted_ones_wait_beside"),
            (FIGURES, "test_what_nobody_reported_is_not_nought"),
            (TEXT, "test_nought_is_no_clause"),
        ),
    ),
    SentenceRule(
        "rates: sums of numerators over sums of denominators, of few none",
        "summaries/report/figure_texts.py",
        rf"{_CODE}(?: đăng ký)? %",
        (
            (FIGURES, "test_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators"),
            (TEMPLATES, "test_no_bracket_has_two_percents"),
        ),
    ),
    SentenceRule(
        "what was done of what the same units pledged",
        "summaries/report/figure_texts.py",
        rf"{_CODE} (?:so với|trên) đăng ký",
        (
            (RULES_OF_SENTENCES, "test_a_share_of_a_target"),
            (FIGURES, "test_the_share_is_of_what_those_pledged_who_did_report"),
        ),
    ),
    SentenceRule(
        "what was done of the assigned target, and of the plan of the year",
        "summaries/report/indicator_placeholders.py",
        rf"{_CODE} so với (?:giao|chỉ tiêu giao|kế hoạch)",
        (
            (TEXT, "test_the_assigned_target_stands_in_brackets_only_when_it_was_given"),
            (TEXT, "test_the_year_is_measured_by_its_plan"),
        ),
    ),
    SentenceRule(
        "against the same period a year ago, where it can be compared (V9)",
        "campaigns/figures/changes.py",
        rf"{_CODE} so với cùng kỳ|không so sánh cùng kỳ|lý do không so sánh cùng kỳ",
        (
            ("campaigns/test_changes.py", "test_periods_are_compared_that_are_alike"),
            ("campaigns/test_changes.py", "test_a_change_is_told_in_what_it_means"),
        ),
    ),
    SentenceRule(
        "no accident once all asked said so, before by how many (V10)",
        "summaries/sentences/templates.py",
        rf"{_CODE} theo báo cáo|tình hình tai nạn lao động",
        (
            (RULES_OF_SENTENCES, "test_no_accident_is_told_by_how_many_answered"),
            (TEXT, "test_the_enterprises_line_tells_accidents_either_way"),
        ),
    ),
    SentenceRule(
        "verdicts on indicators (V1 to V6)",
        "campaigns/figures/verdicts.py",
        r"số chỉ tiêu(?: đạt| vượt| xét cuối năm)?|mức đạt|chỉ tiêu (?:nổi bật|đạt thấp|chưa đạt|cần tập trung)"
        r"|chỉ tiêu chủ yếu ở một đơn vị",
        (
            (RULES_OF_SENTENCES, "test_a_verdict"),
            (TEXT, "test_part_5_weighs_the_indicators"),
            (TEXT, "test_part_5_judges_nothing_while_few_have_reported"),
            (TEXT, "test_what_one_unit_did_most_of_is_said_to_be_there"),
            (TEXT, "test_a_phase_tells_and_judges_what_it_asked_itself"),
        ),
    ),
    SentenceRule(
        "collectives that are praised (V8)",
        "campaigns/figures/praised.py",
        r"tập thể được biểu dương",
        ((TEXT, "test_branches_are_praised_that_were_in_time_and_reached_their_plans"),),
    ),
    SentenceRule(
        "declared and checked values apart; works that a reviewer chose",
        "summaries/report/placeholders.py",
        r"giá trị sáng kiến DN đã rà soát|% sáng kiến đã rà soát|tình hình rà soát sáng kiến|công trình tiêu biểu",
        ((TEXT, "test_declared_and_checked_values_are_said_apart"),),
    ),
    SentenceRule(
        "exemplars that a reviewer chose and that agreed",
        "campaigns/models/rows.py",
        r"các điển hình|điển hình tiêu biểu",
        (("campaigns/test_consents.py", "test_an_exemplar_is_made_known_while_it_agrees"),),
    ),
    SentenceRule(
        "unions that went out in spring",
        "campaigns/figures/spring.py",
        r"số LĐLĐ đã (?:ra quân|tổng hợp ra quân)|số CĐ cấp trên theo địa bàn",
        ((TEXT, "test_spring_counts_the_unions_that_went_out"),),
    ),
    SentenceRule(
        "titles that are judged at the end of the year, of schools in June",
        "summaries/report/placeholders.py",
        r"kết quả danh hiệu|danh hiệu năm học|danh hiệu đã đạt",
        (
            (TEXT, "test_titles_are_registered_now_and_judged_later"),
            (TEXT, "test_titles_of_schools_are_judged_in_the_phase_of_june"),
        ),
    ),
    SentenceRule(
        "awards by occasion, as given, agreed to or proposed on the day of the report",
        "summaries/report/award_placeholders.py",
        r"dịp khen|khen của .+|danh hiệu công nhận|(?:đơn vị phát động|CĐ cấp trên) đã xét|đã xét, đề nghị khen"
        r"|đã gửi hồ sơ đề nghị|chưa có quyết định khen thưởng|biểu khen thưởng|đề nghị Tổng Liên đoàn|ngày bình quân",
        (
            (AWARDS, "test_the_province_says_what_was_given_at_each_level"),
            (AWARDS, "test_what_was_given_on_another_occasion_is_not_of_the_phase"),
            (TEXT, "test_part_4_says_that_nothing_is_decided_yet"),
        ),
    ),
    SentenceRule(
        "titles of the year with their numbers in the register",
        "summaries/report/award_placeholders.py",
        r"hình thức khen|(?:tập thể|cá nhân|tập thể, cá nhân) được tặng|số sổ khen thưởng",
        ((AWARDS, "test_the_year_tells_of_each_title_with_its_register"),),
    ),
    SentenceRule(
        "persons honoured, and titles of the state",
        "summaries/report/award_placeholders.py",
        r"(?:% )?(?:cá nhân được khen|người trực tiếp|nữ được khen|người khối DN được khen)|chính quyền khen",
        (
            (AWARDS, "test_without_persons_from_enterprises_or_answers_the_rest_stays"),
            (AWARDS, "test_book_4_shows_what_reports_tell_of_the_states_titles"),
        ),
    ),
    SentenceRule(
        "an indicator of which no other sentence tells",
        "summaries/report/document.py",
        r"chỉ tiêu|đơn vị tính|kết quả|mẫu số|trả lời|tỷ lệ|giá trị|trên đăng ký"
        r"|so với (?:đăng ký|giao|kế hoạch|cùng kỳ)",
        (
            (
                "summaries/test_report_lines.py",
                "test_an_indicator_without_a_sentence_of_its_own_is_told_by_the_one_of_its_kind",
            ),
        ),
    ),
)
WRITTEN = SentenceRule(
    "a line that reviewers write; left out while nobody did",
    "summaries/report/document.py",
    "",
    ((TEXT, "test_an_empty_part_7_says_none_and_a_written_one_what_was_written"),),
)
EVERY_RULE = (*RULES, WRITTEN)


def rules_of(names: list[str], *, is_written: bool) -> list[SentenceRule]:
    """Return the rules of a sentence that names these placeholders. Raises ValueError for a name without a rule."""
    if is_written:
        return [WRITTEN]
    rules = dict.fromkeys(map(_rule_of, names))
    return [rule for rule in RULES if rule in rules]


def _rule_of(name: str) -> SentenceRule:
    for rule in RULES:
        if re.fullmatch(rule.names, name):
            return rule
    raise ValueError(f"{{{name}}} has no rule")
