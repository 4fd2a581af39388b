"""Holds what the school's officer types in the story, by the names of the fields in their part."""

HEADCOUNT = {
    "workers": "46",
    "women": "31",
    "minorities": "28",
    "members": "46",
    "women_members": "31",
    "direct": "42",
}

TITLES = {
    "DH01-n": "42",
    "DH02-n": "5",
    "DH02-d": "42",
    "DH03": "4",
    "DH05-n": "40",
    "DH06": "yes",
    "DH08": "yes",
    "DH09": "yes",
    "DH10-n": "28",
}
TARGETS = {"PT01": "yes", "PT02-n": "46", "HT01": "60", "HT03-n": "46", "HC02": "yes", "SN01": "9"}
WORK = {
    "title": "Bộ thí nghiệm điện từ vật liệu tái chế",
    "kind": "Sáng kiến, cải tiến kỹ thuật",
    "authors": "Nông Thị Ánh Nguyệt",
    "author_class": "Trực tiếp lao động, công tác",
    "expected_value": "12.500.000",
    "due_on": "30/05/2015",
}
VAGUE_WORK = WORK | {"title": "Sáng kiến của trường", "due_on": ""}
UNFINISHED_WORK = {"title": "Vườn rau sạch của trường", "kind": "Công trình, sản phẩm mới"}
SIGNERS = {"chair_name": "Nông Thị Ánh Nguyệt", "head_name": "Lý Văn Hà", "head_title": "Hiệu trưởng"}
COMMITMENT = SIGNERS | {"agreed": True}

ACTUALS = {
    "PT01": "yes",
    "PT02-n": "46",
    "DH01-n": "41",
    "DH02-n": "5",
    "DH02-d": "41",
    "DH03": "4",
    "DH05-n": "39",
    "DH06": "yes",
    "DH10-n": "27",
    "HT01": "38",
    "HT03-n": "46",
    "SN01": "7",
}
RESULT = {
    "done": "yes",
    "recognised_by": "Hiệu trưởng Trường THCS Đồi Na",
    "recognised_no": "12/QĐ-THCS",
    "recognised_on": "25/05/2015",
    "value": "14.000.000",
}
EXEMPLAR = {
    "who": "Cô giáo Nông Thị Ánh Nguyệt",
    "story": "Dạy phụ đạo không thu tiền cho học sinh yếu suốt năm học.",
}
NARRATIVE = SIGNERS | {
    "strengths": "Giáo viên hăng hái dạy tốt, học sinh thi đua học tốt.",
    "difficulties": "Phòng thí nghiệm còn thiếu thiết bị.",
    "proposals": "Đề nghị mở lớp bồi dưỡng viết sáng kiến.",
}

LESSON = "Nơi nào cấp ủy quan tâm, nơi đó phong trào thiết thực."
