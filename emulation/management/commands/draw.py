"""`manage.py draw` runs the drawing service (foundation/drawing/) at DRAWING_SOCKET."""

import asyncio
import gc
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation.documents.pdf import PdfUnavailable, load_engine
from foundation.drawing.service import Service
from summaries import workbook
from summaries.report import word

READ_AHEAD = (workbook, word)
"""What the processes of drawings call is read once, here."""

NICENESS = 5
"""Pages come before papers: on a busy machine a drawing has what requests leave."""


class Command(BaseCommand):
    help = "Tạo tệp PDF, Excel, Word cho các trang và việc nền, mỗi tệp một tiến trình riêng."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DRAWING_SOCKET:
            raise CommandError("DRAWING_SOCKET is not set: papers are drawn by whoever asks for them.")
        os.nice(NICENESS - os.nice(0))
        try:
            load_engine()
        except PdfUnavailable as error:  # workbooks are drawn all the same
            self.stderr.write(str(error))
        gc.freeze()  # what was read stays shared with the processes of drawings
        asyncio.run(Service().run(settings.DRAWING_SOCKET))
