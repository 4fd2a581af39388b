"""`manage.py clock_start` prints PORTAL_NOW and PORTAL_STARTED for the demo: never earlier than the last event."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Max
from django.utils import timezone

from foundation import clock
from units.models import Event

DEMO = "2015-07-20T09:00+07:00"


class Command(BaseCommand):
    help = "In ra PORTAL_NOW và PORTAL_STARTED: đồng hồ không lùi về trước sự việc cuối cùng."

    def handle(self, *args: Any, **options: Any) -> None:
        start = clock.parse(settings.PORTAL_NOW or DEMO)
        last = Event.objects.aggregate(last=Max("at"))["last"]
        shown = timezone.localtime(max(start, last) if last else start)
        self.stdout.write(f"{shown.isoformat()} {time.time():.3f}")
