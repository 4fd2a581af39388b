"""The phrases that placeholders print around figures, and the words for none: {} is filled in where they are used."""

from __future__ import annotations

EXCEEDED, REACHED = "vượt {} so với đăng ký", "đạt {} so với đăng ký"
"""How a share of the target is told: above 100%, and up to it. Whether that is much is said by the assessment."""
EXCEEDED_BY_FEW = "vượt đăng ký ({})"
EXCEEDED_ASSIGNED, REACHED_ASSIGNED = "vượt chỉ tiêu giao ({})", "đạt {} chỉ tiêu giao"
ABOVE_PLEDGED = "cao hơn {} điểm phần trăm so với đăng ký"
BELOW_PLEDGED = "thấp hơn {} điểm phần trăm so với đăng ký"
AS_PLEDGED = "bằng mức đăng ký"
MORE, LESS, ALIKE, TIMES = "tăng {} so với {}", "giảm {} so với {}", "tương đương {}", "gấp {} lần {}"
OTHER_UNIONS = "không so sánh với cùng kỳ do sắp xếp tổ chức"
OTHER_DAYS = "không so sánh với cùng kỳ do thời gian báo cáo hai năm khác nhau"
FEW_REPORTS = "không so sánh với cùng kỳ do chưa đủ đơn vị có số liệu ở cả hai năm"
OTHER_MEANING = "về {} không so sánh với cùng kỳ do năm trước hỏi theo cách hoặc đơn vị tính khác"
"""Why results are not compared with those of a year ago; the last of single indicators."""
ADDED_UP = "lũy kế {}, {}"
"""What was done since the year began, before how that compares with what the year was to bring."""
SOME_MISSING = "Còn {} đơn vị chưa đăng ký (Biểu số 01)"
IN_TIME = "{} đơn vị gửi báo cáo đúng hạn ({}/{})"
"""How it is told that most units reported in time; the first is the word for so many."""
NOBODY_PLEDGED, NOBODY_REPORTED = "chưa có đơn vị nào đăng ký giao ước thi đua", "chưa có đơn vị nào báo cáo"
ALL_EXCUSED = "các đơn vị được miễn {}"
ALL_IN_TIME, ALL_LATE, ONE_LATE = "tất cả đúng hạn", "đều gửi sau hạn", "gửi sau hạn"
STILL_MISSING = "còn {} đơn vị chưa báo cáo"
SOME_LATE = "gồm {} đơn vị gửi đúng hạn, {} đơn vị gửi sau hạn"
NONE_CHECKED = "chưa rà soát giá trị sáng kiến nào"
SOME_UNCHECKED = "còn {}/{} sáng kiến có giá trị làm lợi chưa được rà soát giá trị"
TITLES_LATER, TITLES_NOW = "kết quả được xét vào cuối năm", "kết quả đạt {}"
TITLES_REACHED = "danh hiệu đã đạt"
"""The phrase that lists the titles that units reached, with their numbers."""
ON_OCCASION = {
    "": "về khen thưởng",
    "year": "về khen thưởng năm {năm}",
    "school_year": "về khen thưởng năm học {dịp}",
    "phase": "về khen thưởng {đợt}",
    "theme": "về khen thưởng chuyên đề {dịp}",
    "unexpected": "về khen thưởng đột xuất",
    "career": "về khen thưởng quá trình cống hiến",
}
"""By timing how a sentence begins that tells what was given; {dịp} is the school year or the theme."""
NOT_DECIDED = "chưa có quyết định khen thưởng {} được ban hành; kết quả khen thưởng được báo cáo sau khi có quyết định"
BY_NOW, AT_END = "đạt và vượt tiến độ", "đạt và vượt kế hoạch năm"
ALL_EXCEEDED_BY_NOW, ALL_EXCEEDED = "đã vượt kế hoạch năm", "vượt kế hoạch năm"
"""How far the plans were reached that were reached; the latter where each of them was exceeded."""
NOTHING_HAPPENED = "Trong kỳ báo cáo không phát sinh."
"""The text of a line of whose indicators units reported nothing but nought."""
OF_SOME = "{} tính theo báo cáo đã được xác nhận của {}/{} {}"
"""Of which units figures are, while that is not all of those that report."""
OF_SOME_IN_YEAR = "{} gồm báo cáo {} đã được xác nhận của {}/{} {}; các đơn vị còn lại tính theo báo cáo các đợt trước"
OF_EARLIER_PHASES = "{} tính theo báo cáo các đợt trước, khi chưa có báo cáo {} được xác nhận"
"""The same of a year, to which earlier phases belong."""
OF_PARAGRAPH, OF_REPORT, OF_TITLES = "số liệu trên", "số liệu của báo cáo này", "kết quả bình xét"
"""Which figures: those of the paragraph, in the report of a year, which says so once, all; the titles reached."""
MOSTLY_AT = "{} chủ yếu ở {}"
"""How an indicator is told of which one unit did more than half."""
OF_SCHOOLS = "{} (khối trường học)"
GATHERED, SCATTERED, LISTED = "tập trung ở {}", "rải rác ở {}", "danh sách tại Biểu số 01"
UPPERS = "{} công đoàn cấp trên"
