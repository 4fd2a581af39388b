"""`manage.py tick` does what is due by the clock. It is to be called every minute.

A missed call, or two at once, do no harm: each duty finds what is due and does it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from awards.certificate_tasks import ask_for_missing_certificates
from awards.tasks import ask_for_missing_papers
from campaigns.gathering_mails import remind_gatherings
from campaigns.mails import remind_due
from campaigns.progress.rollups import ask_for_old_counts
from campaigns.tasks import ask_for_missing_launch_papers
from foundation.db.outage import is_outage, outage_log
from foundation.logs import log_uncaught
from summaries.tasks import ask_for_missing_files
from units.actions.password_reset import write_reset_mails
from units.actions.planned_acts import carry_out_due
from units.actions.reorganisations import carry_out_due as carry_out_due_reorganisations
from units.blobs import prune_blobs
from units.heartbeats import beat
from units.installation import refuse_fictional_command
from units.jobs import give_silent_again
from units.models import Process
from units.outbox import send_due
from units.personal.retention import prune_daily
from units.sealing import seal_history


def give_sign() -> str:
    """Write that the tick is called."""
    beat(Process.TICK)
    return ""


logger = logging.getLogger(__name__)

# A duty returns a line about what it did, "" for nothing. It opens its own transactions and uses `foundation.clock`.
DUTIES: tuple[Callable[[], str], ...] = (
    give_sign,
    carry_out_due,
    carry_out_due_reorganisations,
    give_silent_again,
    ask_for_missing_files,
    ask_for_missing_papers,
    ask_for_missing_certificates,
    ask_for_missing_launch_papers,
    ask_for_old_counts,
    prune_daily,
    prune_blobs,
    write_reset_mails,
    seal_history,
    remind_due,
    remind_gatherings,
    send_due,  # last: a mail server may keep it waiting
)


class Command(BaseCommand):
    help = "Làm những việc đã đến lúc; gọi mỗi phút một lần. Không có việc gì thì không in gì."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_fictional_command()
        if not settings.DEBUG:
            log_uncaught()
        failed = []
        for duty in DUTIES:
            try:
                line = duty()
            except Exception as error:  # one failing duty does not keep the others waiting
                if is_outage(error):
                    outage_log.write(error)
                else:
                    logger.exception("tick: %s failed", duty.__name__)
                failed.append(duty.__name__)
            else:
                if line:
                    self.stdout.write(line)
        if failed:
            raise CommandError(_("Có việc chưa làm được: {names}. Xem nhật ký lỗi.").format(names=", ".join(failed)))
