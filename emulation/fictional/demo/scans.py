"""Images in place of scans of signed papers. Each says that it is an illustration."""

from __future__ import annotations

import io

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

FONT = settings.BASE_DIR / "static" / "fonts" / "Tinos-Regular.ttf"


def scan_of(name: str, *about: str) -> SimpleUploadedFile:
    """Return an image in place of the scan of a signed paper, which says that it is an illustration."""
    page = Image.new("L", (620, 877), 255)
    font = ImageFont.truetype(FONT, 22)
    lines = ("BẢN QUÉT MINH HỌA", *about)
    for index, line in enumerate(lines):
        ImageDraw.Draw(page).text((80, 80 + index * 40), line, fill=0, font=font)
    file = io.BytesIO()
    page.save(file, "PNG")
    return SimpleUploadedFile(f"{name}.png", file.getvalue())
