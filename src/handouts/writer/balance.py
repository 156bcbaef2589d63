"""Find tags without their counterpart in HTML that others wrote: visitors or a template."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
VOID |= {"track", "wbr"}
"""Elements that have no end in HTML."""
WHOLE = {"svg", "math"}
"""Elements in which a tag that ends in a slash is a whole element, as in XML."""


def fault_of_balance(html: str) -> str:
    """Return what is wrong with the tags of some HTML, or nothing.

    >>> fault_of_balance("<p>one<br><input></p>")
    ''
    >>> fault_of_balance("<div><p>one</p>")
    '<div> has no end'
    >>> fault_of_balance("<p>one</div>")
    '</div> stands where <p> ends'
    >>> fault_of_balance("<svg><path/></svg><a id='here'/>")
    '<a> has no end'
    """
    reader = _Reader(convert_charrefs=True)
    reader.feed(html)
    reader.close()
    if not reader.fault and reader.open:
        return f"<{reader.open[-1]}> has no end"
    return reader.fault


class _Reader(HTMLParser):
    open: list[str]
    fault = ""

    def reset(self) -> None:
        super().reset()
        self.open = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Keep a tag such as `<a/>`: only in drawings and formulas is it a whole element."""
        if WHOLE.isdisjoint(self.open) and tag not in WHOLE:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        elif tag not in VOID and not self.fault:
            open_one = f"where <{self.open[-1]}> ends" if self.open else "without its beginning"
            self.fault = f"</{tag}> stands {open_one}"
