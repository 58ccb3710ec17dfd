"""What a course designer does in the administration."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.answers import Course, Node


def open_in_editor(page: Page, lesson: Node) -> None:
    title = lesson["fields"]["title"]
    page.goto("/admin/pages/search/")
    page.get_by_role("main").get_by_role("textbox").first.fill(title)
    page.get_by_role("main").get_by_role("link", name=title).first.click()


def add_to_first_paragraph(page: Page, lesson: Node, text: str) -> None:
    """In Wagtail's editor, and published."""
    open_in_editor(page, lesson)
    paragraph = page.locator(".Draftail-Editor [contenteditable=true]").first
    paragraph.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {text}")
    # The editor hands over to the form a moment after the last key.
    expect(page.locator("input[name=body-0-value-text]")).to_have_value(re.compile(re.escape(text)))
    page.get_by_role("button", name="Flere handlinger").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Udgiv", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=re.compile("udgivet", re.IGNORECASE)).first).to_be_visible()


def look_at_new_version(page: Page, course: Course) -> None:
    page.goto("/admin/")
    page.get_by_role("link", name="Kurser og versioner").click()
    page.get_by_role("main").get_by_role("link", name=course.title, exact=True).click()
    page.get_by_role("link", name="Ny version").click()
