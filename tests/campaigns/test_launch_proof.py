"""Tests that rows written past the act are found: what is published, and what an open phase asks, says otherwise."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Campaign, DueDate, Indicator, LaunchVersion
from units.models import Unit

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


def check():
    """Run the command; return its lines."""
    out = StringIO()
    try:
        call_command("check_launches", stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue().splitlines()


def test_a_campaign_that_was_changed_by_acts_alone_is_as_it_is_in_force(world):
    Unit.objects.filter(pk=world.province.pk).update(full_name="Liên đoàn Lao động tỉnh Mới")
    assert check() == ["Các phong trào đã công bố khớp bản đang có hiệu lực."]


def test_what_was_written_past_the_act_is_named(world):
    Campaign.objects.update(number="12/PĐ-LĐLĐ")
    Indicator.objects.filter(campaign=world.campaign, code="PT03").update(name="Tên khác")
    DueDate.objects.filter(phase=world.phase2).delete()
    lines = check()
    assert lines[0] == f"{world.campaign}, bản phát động: Số, ký hiệu: (trống) → 12/PĐ-LĐLĐ."
    assert [line for line in lines if "Đợt 2, hạn" in line]
    assert [line for line in lines if line.startswith("Đợt 1 năm 2015, nội dung hỏi: PT03, tên chỉ tiêu: ")]
    assert lines[-1] == f"Có {len(lines) - 1} chỗ không khớp."


def test_a_version_that_no_act_wrote_is_named(world):
    version = world.campaign.launch_versions.get()
    version.pk, version.number, version.reason = None, 99, "Sửa."
    LaunchVersion.objects.bulk_create([version])
    assert check() == [
        f"{world.campaign}, bản phát động số 99: không có sự việc trong nhật ký.",
        "Có 1 chỗ không khớp.",
    ]
