"""Campaigns that exist have the sentences that say of whom their figures are, unless somebody edited the line.

What is replaced is told here; a line is written only if it then reads as the file has it.
"""

from django.db import migrations

from summaries.report.line_file import OF_2015, PLAIN, rows_of

REPLACED = (
    (
        "đăng ký giao ước thi đua[, đạt {% đăng ký}]][{chưa có đăng ký}][; có {PT02 đăng ký}",
        (
            "đăng ký giao ước thi đua{đợt đăng ký}[, đạt {% đăng ký}]][{chưa có đăng ký}{đợt đăng ký}][; {tính từ đầu "
            "năm}có {PT02 đăng ký}"
        ),
    ),
    ("vững mạnh trở lên; ]{kết quả danh hiệu}.", "vững mạnh trở lên]; {kết quả danh hiệu}."),
    (": {danh hiệu năm học}.", ": {danh hiệu năm học}. {phạm vi số liệu danh hiệu}."),
    (
        "Có {số LĐLĐ đã ra quân}/{số CĐ cấp trên theo địa bàn} LĐLĐ huyện",
        "Có {số LĐLĐ đã ra quân}/{số LĐLĐ đã tổng hợp ra quân} LĐLĐ huyện",
    ),
    ("đã báo cáo kết quả năm[", "đã báo cáo {kết quả báo cáo}["),
    ("chưa báo cáo kết quả năm[", "chưa báo cáo {kết quả báo cáo}["),
    (
        "đảm việc nhà”[ ({DH10 %})]",
        "đảm việc nhà”[, bằng {DH10 %} số nữ của các đơn vị đã bình xét]",
    ),
    ("So với đăng ký, đơn vị thực hiện [", "So với đăng ký, kết quả của đơn vị là: ["),
    (
        "Có {AT03}/{AT03 trả lời} doanh nghiệp đăng ký phong trào.",
        "[Có {AT03}/{AT03 trả lời} doanh nghiệp đăng ký phong trào].",
    ),
    ("{chỉ tiêu} có ở {kết quả}/{trả lời} đơn vị.", "[{chỉ tiêu} có ở {kết quả}/{trả lời} đơn vị]."),
)
ASSESSMENT, NOTHING_TO_ASSESS = "ĐÁNH GIÁ CHUNG", "Chưa đủ số liệu được xác nhận để đánh giá."
"""The heading of a part, and what it said instead of "Không." where nothing can be assessed yet."""
LAST_OF_SPRING = " {RQ06} buổi vệ sinh môi trường]."


def mend_lines(apps, schema_editor):
    ReportLine = apps.get_model("summaries", "ReportLine")
    shipped = {}
    for path in (PLAIN, OF_2015):
        for row in rows_of(path):
            shipped.setdefault(_place(row), set()).add((row.get("text", ""), row.get("silent", "")))
    mended = []
    for line in ReportLine.objects.all():
        new = (_mended(line.text), NOTHING_TO_ASSESS if _is_of_assessment(line) else line.silent)
        if new != (line.text, line.silent) and new in shipped.get(_place(vars(line)), ()):
            line.text, line.silent = new
            mended.append(line)
    ReportLine.objects.bulk_update(mended, ["text", "silent"], batch_size=200)


def _place(row):
    return row["level"], row["period"], row["role"], row["key"]


def _is_of_assessment(line):
    return line.role == "heading" and line.text == ASSESSMENT and line.silent == "Không."


def _mended(text):
    if text.startswith("Có {số LĐLĐ đã ra quân}") and text.endswith(LAST_OF_SPRING):
        text += " {phạm vi số liệu ra quân}."
    for old, new in REPLACED:
        text = text.replace(old, new)
    return text


class Migration(migrations.Migration):
    dependencies = [("summaries", "0018_true_sentences")]

    operations = [migrations.RunPython(mend_lines, migrations.RunPython.noop)]
