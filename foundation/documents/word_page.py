"""The page and the styles of a Word file of a paper, and what python-docx has no names for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
PORTRAIT, LANDSCAPE = (Mm(20), Mm(15), Mm(20), Mm(30)), (Mm(20), Mm(20), Mm(15), Mm(20))
"""Margins: top, right, bottom, left."""
BODY, NUMBER, SMALL = Pt(14), Pt(13), Pt(9)
GAP, LINE = Pt(6), 1.25
RED = RGBColor(0xB3, 0x26, 0x1E)
DRAFT = "DỰ THẢO"
LANGUAGE = "vi-VN"
_STYLES = ("Normal", "Header", "Footer", "Heading 1", "Heading 2")
_KEPT_STYLES = (*_STYLES, "Default Paragraph Font", "Normal Table", "No List")
_DROPPED_PARTS = ("/stylesWithEffects", "/customXml", "/thumbnail", "/numbering", "/webSettings")
_MOMENTS_AND_PROGRAMS = ("}created", "}modified", "}lastModifiedBy", "}description", "}keywords")


def say_no_more_than(document: Document, title: str, issuer: str) -> None:
    """Name the paper and who issues it, and nothing else: no moment, no program, no picture of the first page."""
    core = document.core_properties
    core.title, core.author, core.language = title, issuer, LANGUAGE
    for element in list(core._element):
        if element.tag.endswith(_MOMENTS_AND_PROGRAMS):
            core._element.remove(element)
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_DROPPED_PARTS)]:
            del relations[key]


def set_styles(document: Document) -> None:
    """Leave the few styles that a paper has, in its font; a heading is one for navigation too."""
    for style in [style for style in document.styles if style.name not in _KEPT_STYLES]:
        style.delete()
    for name in _STYLES:
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_font(style.element.get_or_add_rPr())
        style.font.size, style.font.color.rgb, style.font.bold = BODY, RGBColor(0, 0, 0), name.startswith("Heading")
        style.paragraph_format.space_before, style.paragraph_format.space_after = {
            "Heading 1": (Pt(0), Pt(0)),
            "Heading 2": (Pt(9), GAP),
        }.get(name, (GAP, GAP))
        style.paragraph_format.line_spacing, style.paragraph_format.widow_control = LINE, True
    document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:val"), LANGUAGE)


def set_page(section: Section, margins: Sequence[Length], *, top_centre: bool, draft: bool, note: str) -> Length:
    """Set sheet, margins, page numbers (from 1, none on the first page) and the note at the foot of every page.

    Return the width of the text.
    """
    is_lying = margins is LANDSCAPE
    top, right, bottom, left = margins
    section.orientation = WD_ORIENT.LANDSCAPE if is_lying else WD_ORIENT.PORTRAIT
    sheet = (Mm(297), Mm(210)) if is_lying else (Mm(210), Mm(297))
    width = Length(sheet[0] - left - right)
    section.page_width, section.page_height = sheet
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    section.header_distance = section.footer_distance = Mm(9)
    section.different_first_page_header_footer = True
    for numbers in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(numbers)
    section._sectPr.insert_element_before(element("w:pgNumType", start="1"), "w:cols", "w:titlePg", "w:docGrid")
    for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
        part.is_linked_to_previous = False
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    if draft:
        _stamp(header)
        _stamp(section.first_page_header.paragraphs[0])
    if note:
        footer.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        for paragraph in (footer, section.first_page_footer.paragraphs[0]):
            _note(paragraph, note)
    if top_centre:
        header.paragraph_format.tab_stops.add_tab_stop(Length(width // 2), WD_TAB_ALIGNMENT.CENTER)
        header.add_run("\t")
        _page_number(header)
    else:
        if note:
            footer.add_run("\t")
        else:
            footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _page_number(footer)
    return width


def element(tag: str, **attributes: str) -> Any:
    """Return an element of WordprocessingML with attributes of it."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _stamp(paragraph: Paragraph) -> None:
    run = paragraph.add_run(f"\u00a0{DRAFT}\u00a0")
    run.bold, run.font.color.rgb = True, RED
    frame = element("w:bdr", val="single", sz="12", space="0", color=str(RED))
    run._r.get_or_add_rPr().insert_element_before(frame, "w:shd", "w:vertAlign", "w:lang")


def _note(paragraph: Paragraph, note: str) -> None:
    run = paragraph.add_run(note)
    run.italic, run.font.size, run.font.color.rgb = True, SMALL, RED


def _page_number(paragraph: Paragraph) -> None:
    field, run, text = element("w:fldSimple", instr=" PAGE "), OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_font(properties: Any) -> None:
    """Name the font for every script; names of a theme would win over it."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
