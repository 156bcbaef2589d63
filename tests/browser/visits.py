"""A page open in a browser, and what happened on the way: requests, messages, errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from browsers import PATIENCE
from material import DOCS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

FROM_SOURCES = sorted(
    path.relative_to(DOCS).with_suffix(".html").as_posix() for path in DOCS.rglob("*.md")
)
PAGES = [*FROM_SOURCES, "404.html", "search.html"]
"""Every page of the site; a test compares this list with what was built."""
SETTLE = """async () => {
    // On a busy machine a page without a screen can stand for ever without a frame.
    const frame = () => Promise.race([
        new Promise(requestAnimationFrame),
        new Promise((done) => setTimeout(done, 1000)),
    ]);
    await frame();
    await frame();
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
    document.getAnimations().forEach((one) => one.finish());
}"""
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")


@dataclass
class Visit:
    """One tab of a browser, in a profile of its own, that begins with nothing stored."""

    context: BrowserContext
    base: str
    """Address of the site's first folder."""
    page: Page
    scheme: str = "light"
    """The colour scheme that the page is shown in."""
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """What the console and the page's scripts complained of."""

    @classmethod
    def begin(cls, browser: Browser, base: str, **options: Any) -> Visit:
        """Open a tab."""
        context = browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        visit = cls(context, base, context.new_page())
        context.on("request", lambda request: visit.requests.append(request.url))
        context.on("console", visit._hear)
        context.on("weberror", lambda error: visit.complaints.append(str(error.error)))
        return visit

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def forget(self) -> None:
        """Begin to note anew."""
        self.requests.clear()
        self.complaints.clear()

    def open(self, name: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.base + name)
        return self.page

    def show(self, width: int = 1280, scheme: str = "light", height: int = 800) -> Page:
        """Give the page another window and colour scheme."""
        self.page.set_viewport_size({"width": width, "height": height})
        if scheme != self.scheme:
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.scheme = scheme
        self.settle()
        return self.page

    def settle(self) -> None:
        """Let the page answer to its window, open what is folded, end what moves or fades."""
        self.page.evaluate(SETTLE)

    def strangers(self) -> list[str]:
        """Return the requests that left the site."""
        return [url for url in self.requests if not url.startswith((self.base, "data:"))]


class Tab:
    """A tab in which one visit after the other begins with nothing stored."""

    def __init__(self, browser: Browser, base: str) -> None:
        self._browser, self._base = browser, base
        self._visit: Visit | None = None

    def visit(self) -> Visit:
        """Return the visit of the next test."""
        self._visit = self._visit or Visit.begin(self._browser, self._base)
        self._visit.forget()
        return self._visit

    def clear(self, visit: Visit) -> bool:
        """Forget what a visit has left, if it was one in this tab; return whether it was."""
        if visit is not self._visit:
            return False
        if visit.page.is_closed() or not visit.page.url.startswith(self._base):
            self.close()
            return True
        visit.page.unroute_all()
        visit.page.emulate_media(media="null", color_scheme="light")
        visit.scheme = "light"
        visit.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        visit.context.clear_cookies()
        return True

    def close(self) -> None:
        """Close the tab; the next visit opens another one."""
        if self._visit:
            self._visit.context.close()
        self._visit = None
