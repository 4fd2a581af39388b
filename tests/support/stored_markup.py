"""Holds texts that would be markup, script, template or formula somewhere, and finds where they became it.

Every text carries MARK, by which whatever is not text any more is known: an element, an attribute, an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import tinyhtml5

MARK = "xq7"
CALL = f"window.{MARK}=1"
TEXTS = (
    # elements
    f"<script>{CALL}</script>",
    f"<ScRiPt x={MARK}>{CALL}</sCrIpT >",
    f"<script/{MARK} src=data:,{CALL}></script>",
    f"<img src=x id={MARK} onerror={CALL}>",
    f"<img/src=x/onerror={CALL}//{MARK}",
    f"<svg id={MARK} onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><animate id={MARK} onbegin={CALL} attributeName=x dur=1s>",
    f"<math><mi id={MARK}><mtext><script>{CALL}</script>",
    f"<body id={MARK} onload={CALL}>",
    f"<iframe id={MARK} srcdoc='<script>parent.{MARK}=1</script>'></iframe>",
    f"<iframe id={MARK} src=javascript:{CALL}></iframe>",
    f"<object id={MARK} data=javascript:{CALL}></object>",
    f"<embed id={MARK} src=javascript:{CALL}>",
    f"<video id={MARK}><source onerror={CALL}></video>",
    f"<details id={MARK} open ontoggle={CALL}>",
    f"<input id={MARK} autofocus onfocus={CALL}>",
    f"<marquee id={MARK} onstart={CALL}>",
    f"<form id={MARK} action=//a.example/><button>Gửi",
    f"<meta id={MARK} http-equiv=refresh content=0;url=//a.example/{MARK}>",
    f"<base id={MARK} href=//a.example/>",
    f"<link id={MARK} rel=stylesheet href=//a.example/{MARK}.css>",
    f"<style>*{{background:url(//a.example/{MARK})}}</style>",
    f"<plaintext id={MARK}>",
    f"<template id={MARK}>{CALL}</template>",
    f"<a id={MARK} href=javascript:{CALL}>Xem</a>",
    f"<a id={MARK} href=' java\tscript:{CALL}'>Xem</a>",
    f"<b id={MARK} style=position:fixed;inset:0>Đậm",
    f"<!-- {MARK} --><b id={MARK}>",
    f"<!--><img id={MARK} src=x onerror={CALL}>",
    f"<![CDATA[{MARK}]]><b id={MARK}>",
    f"<?{MARK} php echo 1 ?>",
    f"<{MARK}-own id={MARK}>",
    f"<b id={MARK}",
    # breaking out of an attribute, a box, a title, a script, a style
    f'" onfocus="{CALL}" autofocus id="{MARK}',
    f"' onfocus='{CALL}' autofocus id='{MARK}",
    f"x onfocus={CALL} autofocus id={MARK}",
    f'"><img id={MARK} src=x onerror={CALL}>',
    f"'><img id={MARK} src=x onerror={CALL}>",
    f"</textarea><img id={MARK} src=x onerror={CALL}>",
    f"</title><img id={MARK} src=x onerror={CALL}>",
    f"</option></select><img id={MARK} src=x onerror={CALL}>",
    f"</td></tr></table><img id={MARK} src=x onerror={CALL}>",
    f"</script><script>{CALL}</script>",
    f"</style><img id={MARK} src=x onerror={CALL}>",
    f"</noscript><img id={MARK} src=x onerror={CALL}>",
    f"</svg><img id={MARK} src=x onerror={CALL}>",
    f"--><img id={MARK} src=x onerror={CALL}>",
    f"';{CALL};//{MARK}",
    f'";{CALL};//{MARK}',
    f"\\';{CALL};//{MARK}",
    f"`;${{{CALL}}}//{MARK}",
    f"\u2028{CALL}\u2029//{MARK}",
    # what a cleaner would make markup of
    f"<<b id={MARK}>b id={MARK}>",
    f"&lt;img id={MARK} src=x onerror={CALL}&gt;",
    f"&#60;img id={MARK} src=x onerror={CALL}&#62;",
    f"%3Cimg id={MARK} src=x onerror={CALL}%3E",
    f"\\u003cimg id={MARK} src=x onerror={CALL}\\u003e",
    f"＜img id={MARK} src=x onerror={CALL}＞",
    f"<noscript><p title='</noscript><img id={MARK} src=x onerror={CALL}>'>",
    f"<math><mtext><table><mglyph><style><!--</style><img id={MARK} src=x onerror={CALL}>",
    f"+ADw-img id={MARK} src=x onerror={CALL}+AD4-",
    # addresses and styles
    f"javascript:{CALL}//{MARK}",
    f"data:text/html,<script>{CALL}</script>",
    f"//a.example/{MARK}",
    f"red;background:url(//a.example/{MARK})",
    f"expression({CALL})",
    # templates
    f"{{{{ 7|add:42 }}}}{MARK}",
    f"{{% debug %}}{MARK}",
    f"{{% include 'base.html' %}}{MARK}",
    f"${{7*7}}{MARK}",
    f"#{{7*7}}{MARK}",
    f"%(name)s {{0}} {MARK}",
)  # fmt: skip
FORMULAS = (
    f'=HYPERLINK("http://a.example/{MARK}","Xem")',
    f"=cmd|'/C calc'!A0 {MARK}",
    f"+1+1 {MARK}",
    f"-1-1 {MARK}",
    f"@SUM(1) {MARK}",
    f"\t=1+1 {MARK}",
    f"\r=1+1 {MARK}",
    f"＝1+1 {MARK}",
    f"＋1+1 {MARK}",
    f"{{=1+1}} {MARK}",
    f"http://a.example/{MARK}",
    f"mailto:a@{MARK}.example",
    f"internal:Sheet1!A1 {MARK}",
    f"<r></t></is></c><c><f>1+1</f><v>{MARK}</v></c><c><is><t></r>",
)
CODE = {"script", "style", "noscript", "template"}
TEXTUAL = {"value", "title", "alt", "content", "placeholder", "label", "href"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset"}
OWN = re.compile(r"[/?#]|$")


def markup_in(page: bytes) -> list[str]:
    """Return what is more than text in a page: elements, attributes and addresses that a planted text became."""
    root = tinyhtml5.parse(page, namespace_html_elements=False)
    return [f"{element.tag}: {what}" for element in root.iter() for what in _wrong(element)]


def _wrong(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str):
        if MARK in (element.text or ""):
            yield "a comment"
        return
    if MARK in element.tag:
        yield "an element"
    if element.tag in CODE and MARK in "".join(element.itertext()):
        yield "code"
    for name, value in element.attrib.items():
        if MARK in str(name) or (MARK in value and not _is_text(str(name), value)):
            yield f"{name}={value}"


def _is_text(name: str, value: str) -> bool:
    """Return whether an attribute may hold the text: one that people read, or our own address with it in its query.

    A mail address is quoted, so that a text adds neither a reader nor a body to the mail.
    """
    if name == "href" and value.startswith("mailto:"):
        return not set(value.removeprefix("mailto:")) & set("?&<>\"' ")
    if name in ADDRESSES:
        return name == "href" and bool(OWN.match(value)) and not value.startswith("//")
    return name in TEXTUAL or name.startswith(("aria-", "data-"))
