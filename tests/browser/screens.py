"""Looking at a screen in every width that counts: axe, and nothing beyond the edge."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.services import ROOT

WIDTHS = ((360, 740), (1440, 900))
#: WCAG 2.2 A and AA (DESIGN 9), and what axe knows to be good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


#: Resolves when nothing finite moves any more, and Wagtail's message has faded in (at most five seconds).
AT_REST = """async () => {
    const moves = it => it.playState === "running" && it.effect.getComputedTiming().endTime !== Infinity;
    const shown = it => getComputedStyle(it).opacity === "1";
    const rests = () => !document.getAnimations().some(moves)
        && [...document.querySelectorAll(".messages > ul")].every(shown);
    for (const end = performance.now() + 5000; !rests() && performance.now() < end;)
        await new Promise(requestAnimationFrame);
}"""


@cache
def axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


def look_at(page: Page, name: str) -> list[str]:
    """What is wrong with the screen as it stands, one line a finding."""
    before = page.viewport_size
    findings: list[str] = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        where = f"{name}, {width} px"
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        findings += [f"{where}: {beyond} px beyond the edge"] if beyond > 0 else []
        findings += [f"{where}: {finding}" for finding in violations(page)]
    if before:
        page.set_viewport_size(before)
    return findings


def bring_axe(page: Page) -> None:
    """axe onto the page, once the page rests: it measures the colours of the moment, half faded in or not."""
    page.evaluate(AT_REST)
    # Through the debugger, which the page's own content security policy does not bind.
    page.evaluate(axe())


def violations(page: Page) -> list[str]:
    bring_axe(page)
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
