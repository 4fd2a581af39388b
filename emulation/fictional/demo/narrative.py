"""What a union writes at the end of its report: of itself, and in each phase in other words."""

from __future__ import annotations

import zlib

from emulation.fictional.demo.figures import UnionProfile

STRENGTHS = (
    "Ban chấp hành {union} phối hợp chặt với chuyên môn; đoàn viên hoàn thành phần việc đã đăng ký.",
    "Phong trào ở {union} bám sát nhiệm vụ của đơn vị, việc làm cụ thể, có phân công người theo dõi.",
    "Giao ước của {union} được ký đầu năm, kiểm điểm hằng quý; nhiều đoàn viên có việc làm thiết thực.",
    "{union} giao cho mỗi đoàn viên một việc; kết quả được niêm yết công khai.",
    "{union} đưa nội dung thi đua vào họp giao ban hằng tháng, nhắc ngay việc chậm.",
    "Các tổ của {union} thi đua từng tuần, bình xét dân chủ, khen ngay người làm tốt.",
    "Cấp ủy, thủ trưởng đơn vị ủng hộ; {union} có quỹ thưởng nhỏ cho sáng kiến.",
)
DIFFICULTIES = (
    "Cán bộ công đoàn của {union} kiêm nhiệm, thời gian dành cho phong trào còn ít.",
    "Kinh phí hoạt động của {union} hạn hẹp; một số đoàn viên ở xa, khó tập trung.",
    "Việc ghi chép, lưu hồ sơ sáng kiến ở {union} còn chậm.",
    "Vài chỉ tiêu {union} đăng ký chưa sát, phải điều chỉnh giữa chừng.",
    "Đoàn viên mới của {union} chưa quen cách đăng ký, theo dõi kết quả.",
)
PROPOSALS = (
    "",
    "Đề nghị tập huấn thêm về nghiệp vụ thi đua, khen thưởng.",
    "",
    "Đề nghị gửi mẫu hồ sơ sáng kiến sớm hơn.",
    "",
    "Đề nghị tổ chức cho các cơ sở trao đổi kinh nghiệm theo cụm.",
)


def narrative(union: UnionProfile) -> dict[str, str]:
    """Return the texts of the last part. A union's texts of one phase differ from those of its phases before."""
    turn = zlib.crc32(union.name.encode()) + 2 * union.year + union.phase
    return {
        "strengths": STRENGTHS[turn % len(STRENGTHS)].format(union=union.name),
        "difficulties": DIFFICULTIES[turn % len(DIFFICULTIES)].format(union=union.name),
        "proposals": PROPOSALS[turn % len(PROPOSALS)],
    }
