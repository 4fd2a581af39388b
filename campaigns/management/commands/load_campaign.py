"""`manage.py load_campaign FILE` writes a campaign from its file, for the unit that launches it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.campaign_import.file_schema import read_campaign
from campaigns.campaign_import.loading import load
from foundation.toml_schema import BadFile
from units.actions.beginning import has_begun
from units.models import Unit


class Command(BaseCommand):
    help = "Nạp một phong trào thi đua từ tệp TOML; tệp có lỗi, hoặc phong trào đã có, thì không ghi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="tệp phong trào, ví dụ campaigns/data/campaign-2015.toml")
        parser.add_argument("--indicators", help="tệp chỉ tiêu, ví dụ campaigns/data/indicators-2015.toml")
        parser.add_argument("--dates-are-right", action="store_true", help="ngày tháng khác thường trong tệp là đúng")
        parser.add_argument("--unit", help="mã số hoặc tên đơn vị phát động; không ghi thì lấy theo tệp")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = read_campaign(options["file"])
            unit = launching_unit(options["unit"] or content["campaign"].get("issuer", ""))
            campaign = load(options["file"], unit, options["indicators"], is_confirmed=options["dates_are_right"])
        except BadFile as error:
            raise CommandError("\n".join(error.sentences)) from error
        loaded = _("Đã nạp “{title}” của {unit}: {phases} đợt, {indicators} chỉ tiêu. Chưa công bố.")
        self.stdout.write(
            loaded.format(
                title=campaign.title,
                unit=unit.name,
                phases=campaign.phases.count(),
                indicators=campaign.indicators.count(),
            )
        )
        if not options["indicators"]:
            self.stdout.write(_("Phong trào chưa hỏi chỉ tiêu nào: xin thêm ở trang Chỉ tiêu của Điều hành."))
        for name in content.get("open", {}).get("fields", []):
            self.stdout.write(_("{board} còn đặt: {name}").format(board=campaign.board, name=name))


def launching_unit(named: str) -> Unit:
    """Return the only unit with this id, name or full name. Raises CommandError if there is none or more."""
    condition = Q(pk=int(named)) if named.isdecimal() else Q(name=named) | Q(full_name=named)
    units = list(Unit.objects.filter(condition))
    if not units and not has_begun():
        raise CommandError(_("Cổng chưa được dựng: xin chạy manage.py begin trước."))
    if not named:
        raise CommandError(_("Xin ghi đơn vị phát động: --unit <mã số hoặc tên>."))
    if len(units) != 1:
        sentence = _("Có {count} đơn vị tên “{named}”; xin ghi mã số của một đơn vị.")
        raise CommandError(sentence.format(count=len(units), named=named))
    return units[0]
