"""Holds values and bodies that no page of the portal ever sends."""

import unicodedata

NASTIEST = {
    "NUL and a lone surrogate": "\x00\ud800a",
    "more digits than a number has": "9" * 5000,
    "not a number, not a date": "-1e400",
}
VALUES = NASTIEST | {
    "NUL": "\x00",
    "a lone surrogate": "\udfff",
    "read from right to left": "\u202egnud gnuhc",
    "zero-width": "a\u200b\u200d\ufeffb",
    "composed and not": unicodedata.normalize("NFD", "Nguyễn Thị Ánh Nguyệt"),
    "a thousand marks": "e" + "\u0301" * 1000,
    "a million letters": "đ" * 500_000,
    "a million digits": "9" * 1_000_000,
    "below nought": "-1",
    "letters": "abc",
    "eighteen digits": "9" * 18,
    "thirty digits": "1" + "0" * 30,
    "infinite": "1e400",
    "not a number": "nan",
    "Arabic digits": "٣",
    "a smile": "😀",
    "a quote": "'",
    "braces": "{}%s",
    "no such day": "31/02/2015",
    "nothing": "",
}
COUNTS = ("1000000000", "-1", "a", "10000", "", "9" * 5000)  # of the rows of a formset
BOUNDARY = "multipart/form-data; boundary=x"
BODIES = {
    "broken percents": ("%=%zz&%C3=%&a=%u1234", "application/x-www-form-urlencoded"),
    "more fields than are read": (
        "&".join(f"f{number}=1" for number in range(12_000)),
        "application/x-www-form-urlencoded",
    ),
    "longer than is read": ("a=" + "b" * 3_000_000, "application/x-www-form-urlencoded"),
    "no boundary": ("a=1", "multipart/form-data"),
    "cut short": ('--x\r\nContent-Disposition: form-data; name="a"; filename="b', BOUNDARY),
    "not parts": (b"\xff\xfe--x--", BOUNDARY),
    "bad base64": (
        '--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n',
        BOUNDARY,
    ),
    "json": ('{"a": 1}', "application/json"),
    "no such charset": ("a=%E9", "application/x-www-form-urlencoded; charset=no-such"),
    "another charset": (b"\xff\xfea\x00=\x001\x00", "application/x-www-form-urlencoded; charset=utf-16"),
    "no type": ("a=1", ""),
}
