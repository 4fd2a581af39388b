"""Copies a campaign to the next year, and counts the pages that it takes."""

from tests.browser.steps import follow, look, press

MOST_PAGES = 12


def counted(page):
    """Return the list of pages that are asked for from now on."""
    visited = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    return visited


def copy(page, slug, title):
    """Copy a campaign to the next year: from its launch to a published campaign in at most twelve pages."""
    year = int(slug) + 1
    page.goto(f"/campaigns/{slug}/")
    visited = counted(page)
    follow(page, "Chép thành phong trào mới…")
    assert page.locator('[name="title"]').input_value() == title.replace(slug, str(year))
    look(page, "setup-14-copy")
    press(page, "Chép thành phong trào mới")
    look(page, "setup-15-years")
    press(page, "Sửa những chỗ đã chọn")
    look(page, "setup-16-copied")
    follow(page, "Công bố phong trào…")
    press(page, f"Công bố phong trào {year}")
    assert f"Thi đua quý I năm {year}" in page.locator("main").inner_text()
    assert len(visited) <= MOST_PAGES, visited
