"""Campaigns that exist have the sentences that say nothing false where few reported, unless somebody edited the line.

What is replaced is told here; a line is written only if it then reads as the file has it. Claims without a figure became
the hint of a line of its own, that no report is accepted is said once, and that of a year not all are, once a report.
"""

import re

from django.db import migrations

from summaries.report.line_file import OF_2015, PLAIN, rows_of

REPLACED = (
    (
        ("; tổng số {số người lao động} {người lao động}, {số đoàn viên} đoàn viên; nữ {số nữ} người, chiếm {% nữ}."),
        (
            "[; tổng số {số người lao động} {người lao động}[, {số đoàn viên} đoàn viên]][; nữ {số nữ} người[, chiếm "
            "{% nữ}]]."
        ),
    ),
    (
        ("đơn vị có {số người lao động} {người lao động}, {số đoàn viên} đoàn viên; nữ {số nữ} người, chiếm {% nữ}."),
        (
            "đơn vị có {số người lao động} {người lao động}[, {số đoàn viên} đoàn viên][; nữ {số nữ} người[, chiếm "
            "{% nữ}]]."
        ),
    ),
    (
        (
            "{số cơ sở} công đoàn cơ sở, nghiệp đoàn, trong đó [khối hành chính, sự nghiệp {số cơ sở HCSN}, ][khối "
            "doanh nghiệp {số cơ sở DN}][, nghiệp đoàn {số nghiệp đoàn}]"
        ),
        "[{tổ chức cơ sở}][, trong đó {cơ cấu cơ sở}]",
    ),
    (
        (
            "{số cơ sở} công đoàn cơ sở, nghiệp đoàn, trong đó [{khối HCSN} {số cơ sở HCSN}, ][{khối DN} {số cơ sở "
            "DN}][, nghiệp đoàn {số nghiệp đoàn}]"
        ),
        "[{tổ chức cơ sở}][, trong đó {cơ cấu cơ sở}]",
    ),
    (
        ("{số cơ sở} công đoàn cơ sở, nghiệp đoàn với {số người lao động} {người lao động}, {số đoàn viên} đoàn viên."),
        "{tổ chức cơ sở}[ với {số người lao động} {người lao động}[, {số đoàn viên} đoàn viên]].",
    ),
    (
        "{số cơ sở} công đoàn cơ sở, nghiệp đoàn[, trong đó {số cơ sở dưới",
        "[{tổ chức cơ sở}][, trong đó {số cơ sở dưới",
    ),
    (
        (
            ", được cấp ủy quan tâm lãnh đạo, chuyên môn các cấp phối hợp tạo điều kiện; {người lao động} phấn khởi "
            "hưởng ứng."
        ),
        ".",
    ),
    (
        (
            "Bên cạnh đó, {số cơ sở dưới 30 đoàn viên} cơ sở có dưới 30 đoàn viên[ ({% cơ sở dưới 30 đoàn viên})], "
            "cán bộ công đoàn hầu hết kiêm nhiệm, một số doanh nghiệp việc làm chưa ổn định, ảnh hưởng đến việc tổ "
            "chức thi đua."
        ),
        "Có {số cơ sở dưới 30 đoàn viên} cơ sở có dưới 30 đoàn viên[ ({% cơ sở dưới 30 đoàn viên})].",
    ),
    (
        "Có {đơn vị đã đăng ký}/{đơn vị thuộc diện đăng ký} đơn vị đăng ký giao ước thi đua[, đạt {% đăng ký}]",
        (
            "[Có {đơn vị đã đăng ký}/{đơn vị thuộc diện đăng ký} đơn vị đăng ký giao ước thi đua[, đạt {% đăng "
            "ký}]][{chưa có đăng ký}]"
        ),
    ),
    (
        (
            "Trong năm có {đơn vị đã đăng ký}/{đơn vị thuộc diện đăng ký} đơn vị đăng ký giao ước thi đua[ ({% đăng "
            "ký})]"
        ),
        (
            "Trong năm [có {đơn vị đã đăng ký}/{đơn vị thuộc diện đăng ký} đơn vị đăng ký giao ước thi đua[ ({% đăng "
            "ký})]][{chưa có đăng ký}]"
        ),
    ),
    (
        (
            "[; có {PT02 đăng ký} {người lao động} đăng ký tham gia, bằng {PT02 đăng ký %} số {người lao động} của "
            "các đơn vị đã đăng ký]"
        ),
        (
            "[; có {PT02 đăng ký} {người lao động} đăng ký tham gia[, bằng {PT02 đăng ký %} số {người lao động} của "
            "các đơn vị đã đăng ký]]"
        ),
    ),
    (
        (
            "ến ngày lập báo cáo có {đơn vị đã báo cáo}/{đơn vị thuộc diện báo cáo} đơn vị đã báo cáo[ ({% báo "
            "cáo})][, gồm [{báo cáo đúng hạn} đơn vị gửi đúng hạn, ][{báo cáo muộn} đơn vị gửi sau hạn]]"
        ),
        (
            "ến ngày lập báo cáo [có {đơn vị đã báo cáo}/{đơn vị thuộc diện báo cáo} đơn vị đã báo cáo[ ({% báo "
            "cáo})][, {thời gian gửi báo cáo}]][{chưa có báo cáo}]"
        ),
    ),
    (
        (
            "ến ngày lập báo cáo có {đơn vị đã báo cáo}/{đơn vị thuộc diện báo cáo} đơn vị đã báo cáo kết quả năm[ "
            "({% báo cáo})][, gồm [{báo cáo đúng hạn} đơn vị gửi đúng hạn, ][{báo cáo muộn} đơn vị gửi sau hạn]]"
        ),
        (
            "ến ngày lập báo cáo [có {đơn vị đã báo cáo}/{đơn vị thuộc diện báo cáo} đơn vị đã báo cáo kết quả năm[ "
            "({% báo cáo})][, {thời gian gửi báo cáo}]][{chưa có báo cáo}]"
        ),
    ),
    (
        (
            "[{SK01} đề tài được nghiệm thu, ][{SK02} sáng kiến được công nhận[ ({SK02 so với đăng ký})], ][{SK04} "
            "công trình, sản phẩm chào mừng các ngày lễ lớn[, trị giá {SK05} triệu đồng]] (Biểu số 03)."
        ),
        (
            "[{SK01} đề tài được nghiệm thu; ][{SK02} sáng kiến được công nhận[, {SK02 so với đăng ký}]; ][{SK04} "
            "công trình, sản phẩm chào mừng các ngày lễ lớn[, trị giá {SK05} triệu đồng]]. Đề tài, sáng kiến, công "
            "trình được nêu tại {biểu sáng kiến}."
        ),
    ),
    (
        "sản phẩm chào mừng các ngày lễ lớn[, trị giá {SK05} triệu đồng]] (Biểu số 03).",
        (
            "sản phẩm chào mừng các ngày lễ lớn[, trị giá {SK05} triệu đồng]]. Đề tài, sáng kiến, công trình được "
            "nêu tại {biểu sáng kiến}."
        ),
    ),
    (
        "sản phẩm chào mừng các ngày lễ lớn] (Biểu số 03). Điển hình là {các điển hình}.",
        "sản phẩm chào mừng các ngày lễ lớn].",
    ),
    (
        "Sáng kiến, công trình được nêu tại Biểu số 03. Điển hình là {các điển hình}.",
        (
            "Sáng kiến, công trình được nêu tại {biểu sáng kiến}. Điển hình là {các điển hình}. Đơn vị {chưa có báo "
            "cáo được xác nhận}."
        ),
    ),
    (
        "Kết quả thực hiện các chỉ tiêu đã đăng ký tại Biểu số 02.",
        "Kết quả thực hiện các chỉ tiêu được nêu tại {biểu chỉ tiêu}. Đơn vị {chưa có báo cáo được xác nhận}.",
    ),
    (
        "Kết quả thực hiện các chỉ tiêu đã đăng ký được nêu tại Biểu số 02.",
        "Kết quả thực hiện các chỉ tiêu được nêu tại {biểu chỉ tiêu}. Đơn vị {chưa có báo cáo được xác nhận}.",
    ),
    (
        "Có [{tập thể được tặng} tập thể, ][{cá nhân được tặng} cá nhân] được {hình thức khen}",
        "Có {tập thể, cá nhân được tặng} được {hình thức khen}",
    ),
    (
        "; ][chính quyền các cấp công nhận {chính quyền khen} (theo báo cáo của các đơn vị)].",
        "; ][theo báo cáo của các đơn vị, chính quyền các cấp công nhận {chính quyền khen}].",
    ),
    (
        "Có {SK06} {người lao động}",
        "Có {SK06} lượt {người lao động}",
    ),
    (
        "[; còn {chưa báo cáo} đơn vị chưa báo cáo]",
        "[; {còn chưa báo cáo}]",
    ),
    (
        "[0:tỷ lệ sáng kiến đã rà soát giá trị mới đạt {% sáng kiến đã rà soát}]",
        "[{tình hình rà soát sáng kiến}]",
    ),
    (
        "[mới rà soát {% sáng kiến đã rà soát} số sáng kiến có giá trị làm lợi]",
        "[{tình hình rà soát sáng kiến}]",
    ),
)
BASES = re.compile(r" \{phạm vi số liệu(?: HCSN| DN)?\}\.")
LAST_OF_REPORTS = "[; hạn báo cáo là ngày {hạn báo cáo}]."
SILENT = {
    "Nội dung này chưa có đơn vị báo cáo.": "Nội dung này chưa có số liệu được xác nhận.",
    "Đơn vị chưa có báo cáo được xác nhận.": "",
}
"""What lines said of contents of which nobody told."""
ADDED = (("I.5", "I.3"), ("III.0", "III"), ("III.2", "III.1"))
"""Keys of new lines, each with that of the line or heading before it."""


def mend_lines(apps, schema_editor):
    ReportLine = apps.get_model("summaries", "ReportLine")
    shipped = {}
    for path in (PLAIN, OF_2015):
        for row in rows_of(path):
            shipped.setdefault(_place(row), []).append(row)
    mended = []
    for line in ReportLine.objects.all():
        rows = shipped.get((line.level, line.period, line.role, line.key), ())
        new = (_mended(line.text, line.period), SILENT.get(line.silent, line.silent))
        if new != (line.text, line.silent) and any(new == (row.get("text", ""), row.get("silent", "")) for row in rows):
            line.text, line.silent = new
            mended.append(line)
    ReportLine.objects.bulk_update(mended, ["text", "silent"], batch_size=200)
    _add_lines(ReportLine, shipped)


def _add_lines(ReportLine, shipped):
    """Add the new lines; that of exemplars only where the line before it names them no more."""
    lines = {(line.campaign_id, *_place(vars(line))): line for line in ReportLine.objects.all()}
    for (campaign, level, period, role, key), before in list(lines.items()):
        for new, after in ADDED:
            rows = shipped.get((level, period, "sentence", new), ())
            is_there = (campaign, level, period, "sentence", new) in lines
            is_before = key == after and role == ("heading" if after == "III" else "sentence")
            if rows and is_before and not is_there and "{các điển hình}" not in before.text:
                ReportLine.objects.create(
                    **{"campaign_id": campaign, **rows[-1], "order": before.order + 1, "active": before.active}
                )


def _place(row):
    return row["level"], row["period"], row["role"], row["key"]


def _mended(text, period):
    if period == "year" and BASES.search(text):
        text = BASES.sub("", text)
    elif period == "year" and text.endswith(LAST_OF_REPORTS):
        text += " {phạm vi số liệu}."
    for old, new in REPLACED:
        text = text.replace(old, new)
    return text


class Migration(migrations.Migration):
    dependencies = [("summaries", "0017_word_choices")]

    operations = [migrations.RunPython(mend_lines, migrations.RunPython.noop)]
