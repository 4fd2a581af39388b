"""`manage.py worker` runs the background worker, which survives an outage of the database."""

import logging
import time
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from foundation.db.append_only import missing_or_changed
from foundation.db.outage import is_outage, outage_log
from foundation.logs import log_uncaught
from units.heartbeats import beat
from units.installation import refuse_fictional_command
from units.jobs import give_silent_again
from units.models import Process

logger = logging.getLogger(__name__)

WATCH_EVERY = 10.0  # seconds
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 10.0  # seconds between attempts while the database is away


class PatientWorker(Worker):
    """A worker of django-tasks-db that waits while the database is away; the original would end.

    A job that was running then gives no sign of life, and is given to a worker again (units/jobs.py).
    """

    def run(self) -> None:
        pause = SHORTEST_PAUSE
        while self.running:
            began = time.monotonic()
            try:
                return super().run()
            except Exception as error:
                if not is_outage(error):
                    raise
                outage_log.write(error)
            connections.close_all()
            if time.monotonic() - began > LONGEST_PAUSE:  # it had worked in between
                pause = SHORTEST_PAUSE
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        return None


def name_missing_triggers() -> None:
    """Log the triggers that should keep stored rows and are not there. The worker runs all the same."""
    try:
        for trigger in missing_or_changed(connection):
            logger.error("trigger %s on %s is missing or different: manage.py migrate", trigger.name, trigger.table)
    except Exception as error:  # the worker itself waits for a database that is away
        if not is_outage(error):
            raise


def watch() -> None:
    """Give a sign of life and silent jobs again every few seconds, from a thread beside the worker's own work."""
    while True:
        try:
            beat(Process.WORKER)
            give_silent_again()
        except Exception as error:
            if is_outage(error):
                outage_log.write(error)
            else:
                logger.exception("silent jobs could not be given again")
            connections.close_all()  # those of this thread
        time.sleep(WATCH_EVERY)


class Command(BaseCommand):
    help = "Làm các việc nền của mọi hàng đợi; cơ sở dữ liệu ngừng thì chờ rồi làm tiếp."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_fictional_command()
        if not settings.DEBUG:
            log_uncaught()
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.INFO)  # a line when a task begins and when it ends
        worker = PatientWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=1,
            batch=False,
            max_tasks=None,
            backend_name="default",
            startup_delay=False,
            worker_id=get_random_string(32),
        )
        name_missing_triggers()
        Thread(target=watch, daemon=True).start()
        worker.configure_signals()
        worker.run()
