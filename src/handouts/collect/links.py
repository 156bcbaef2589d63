"""Find links and metadata that may run something or lead elsewhere."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from urllib.parse import unquote

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.addnodes import toctree

from handouts.collect.pages import Restriction
from handouts.nodes import nodes_in

SCHEME = {*string.ascii_lowercase, *string.digits, *"+-."}
"""Characters of a URL scheme."""
SCHEMES = {"http", "https", "mailto", "tel", "sms", "geo", "ftp", "doi"}
KNOW_SCHEMES = 'myst_url_schemes = ["http", "https", "mailto", "ftp", "tel", "sms"]'
"""What to write in `conf.py` for a link that MyST takes for the name of a block."""
NOT_READ = re.compile(rf"'(?:{'|'.join(sorted(SCHEMES))}):[^']+'$")
"""The end of a message about an address that was read as a name."""
SITE = re.compile(
    r"\A(?P<scheme>https?://)?(?:[^/?#@\s]*+@)?(?:www\.)?"
    r"(?P<site>(?>(?:[\w-]++\.)+)(?P<last>[\w-]++))(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
"""An address of the web, with or without its scheme."""
ENDINGS = {"com", "org", "net", "gov", "edu", "int", "info", "eu", "uk", "us", "ie", "ca", "au"}
ENDINGS |= {"de", "at", "ch", "fr", "es", "it", "nl", "se", "dk", "no", "fi", "nz", "za"}
ENDINGS |= {"be", "lu", "pl", "cz", "sk", "hu", "pt", "gr", "ro", "bg", "hr", "lt", "lv", "ee"}
ENDINGS |= {"br", "mx", "tr", "il", "ru", "ua", "cn", "jp", "kr", "hk", "tw", "sg", "biz", "coop"}
ENDINGS |= {"health", "hospital", "clinic", "doctor", "care", "ngo", "scot", "wales", "cymru"}
"""Last parts of the names of sites; files such as `conf.py` and `notes.md` have others."""
OF_STATE = re.compile(r"(?:\A|\.)(gov(?:\.[a-z]{2})?|nhs\.uk)\Z")
"""End of the names of sites of a state, which nobody else gets; `pubmed.gov` leads to another."""
OTHER_WORDS = (
    "let it lead there, use words that are no address, such as “the site of …”, or write a name "
    "such as `ASP.NET` as code, in backticks"
)
NUMBER = re.compile(r"[+(]?\d[\d\s()./-]*+")
MAILBOX = re.compile(r"(?<![^\s@])[^\s@]++@[^\s@]++")
SAME_DIGITS = 6
"""Last digits of a number that are the same with and without the code of its country."""
MOST_OF_CODE = 3
"""Most digits of the code of a country."""
ASCII_NAME = re.compile(r"\bxn--([a-z0-9-]+)")
"""A part of the name of a site with an accent, as browsers send it and Markdown writes it."""
OF_META = {"name", "content", "property", "lang", "media", "scheme"}
OF_META |= {*nodes.Element.basic_attributes}
"""Attributes that `<meta>` may have; others can lead a browser elsewhere, and docutils does not
escape their names."""


def is_safe(address: str) -> bool:
    """Return whether an address leads to a page, a mail address or a telephone, and runs nothing.

    >>> is_safe("https://example.org"), is_safe("knees.md#a"), is_safe("java\\tscript:alert(1)")
    (True, True, False)
    """
    # Browsers skip control characters before and inside the scheme.
    plain = "".join(filter(str.isprintable, address)).strip().lower()
    scheme, colon, _ = plain.partition(":")
    return not colon or not set(scheme) <= SCHEME or scheme in SCHEMES


def unsafe_links(document: nodes.document) -> Iterator[tuple[int, str]]:
    """Yield a line and a message for each link that may run something, or says another address."""
    for node in nodes_in(document, nodes.reference):
        address = node.get("refuri", "")
        line = get_source_line(node)[1] or 1
        if not is_safe(address):
            yield line, unsafe_link_message(address)
        elif not _is_code(node) and is_misleading(node.astext(), address):
            what = (
                f"the words of a link are '{node.astext()[:60]}', and it leads to '{address[:60]}'"
            )
            yield line, f"{what}; {OTHER_WORDS}"


def _is_code(link: nodes.reference) -> bool:
    """Return whether all words of a link are code, as in `logging.info`, and no whole address."""
    code = all(isinstance(child, nodes.literal) for child in link.children)
    return code and "://" not in link.astext()


def is_misleading(words: str, address: str) -> bool:
    """Return whether the words of a link are another site, number or mailbox than it leads to.

    >>> is_misleading("nhs.uk/knees", "https://www.nhs.uk/a"), is_misleading("nhs.uk", "https://a.b")
    (False, True)
    >>> is_misleading("(020) 7946 0018", "tel:+442079460018"), is_misleading("112", "tel:111")
    (False, True)
    """
    if (contact := contact_of(address)) is not None:
        is_one = NUMBER if "@" not in contact else MAILBOX
        return bool(is_one.fullmatch(words.strip())) and not names_contact(words, contact, fewest=2)
    said, meant = SITE.fullmatch(words.strip()), SITE.match(address)
    if not said or not is_site(words) or not meant or not meant["scheme"]:
        return False
    one, other = said["site"].lower(), meant["site"].lower()
    states = [OF_STATE.search(name) for name in (one, other)]
    if states[0] and states[1] and states[0][1] == states[1][1]:
        return False
    others = {other, ASCII_NAME.sub(_with_accents, other)}
    return not any(f".{one}".endswith(f".{it}") or f".{it}".endswith(f".{one}") for it in others)


def is_site(words: str) -> bool:
    """Return whether words are the address of a site, and not the name of a file.

    >>> is_site("nhs.uk/knees"), is_site("form.docx")
    (True, False)
    """
    said = SITE.fullmatch(words.strip())
    return said is not None and (bool(said["scheme"]) or said["last"].lower() in ENDINGS)


def contact_of(address: str) -> str | None:
    """Return the number or the mailbox that a link leads to; None for one that leads elsewhere.

    >>> contact_of("tel:+44-20;ext=5"), contact_of("mailto:a@b.org?subject=x"), contact_of("a.html")
    ('+44-20', 'a@b.org', None)
    """
    scheme, _, rest = address.partition(":")
    if scheme.lower() in {"tel", "sms", "mailto"}:
        return unquote(re.split("[;?]", rest, maxsplit=1)[0])
    return None


def names_contact(words: str, contact: str, fewest: int = 3) -> bool:
    """Return whether words say a number, perhaps without the code of its country, or a mailbox.

    :param fewest: digits of such a number; a shorter one may count something else

    >>> names_contact("Call 111.", "+44111"), names_contact("Call 999.", "+44111")
    (True, False)
    """
    if "@" in contact:
        return contact.lower() in words.lower()
    digits = "".join(filter(str.isdigit, contact))
    said = "".join(filter(str.isdigit, words))
    without = {digits[code:] for code in range(MOST_OF_CODE + 1)}
    # The numbers of emergencies are short, and some are written in groups.
    numbers = [one for one in re.findall(r"\d++", f"{words} {said}") if len(one) >= fewest]
    if digits in numbers or (contact.startswith("+") and not without.isdisjoint(numbers)):
        return True
    return len(digits) >= SAME_DIGITS and digits[-SAME_DIGITS:] in said


def _with_accents(name: re.Match[str]) -> str:
    try:
        return name[1].encode().decode("punycode")
    except UnicodeError:
        return name[0]


def unsafe_link_message(address: str) -> str:
    """Return the message for a link that may run something."""
    return (
        f"a link leads to '{address[:60]}', which may run something or read a file; link to a "
        "web page, a mail address or a telephone number"
    )


def hint_at_scheme(message: str) -> str:
    """Return what to do about an address that MyST took for a name, if a message is of one.

    >>> hint_at_scheme("target not found: 'tel:111'")[:52]
    ', which MyST takes for the name of a block: write my'
    """
    taken = ", which MyST takes for the name of a block: write"
    return f"{taken} {KNOW_SCHEMES} in conf.py" if NOT_READ.search(message) else ""


def take_out_unsafe(document: nodes.document, of_project: object) -> Iterator[Restriction]:
    """Remove toctree entries and metadata that may run something or lead elsewhere.

    :param of_project: the metadata that `conf.py` gives each page of MyST, which may do so
    """
    for tree in nodes_in(document, toctree):
        for title, address in [one for one in tree["entries"] if not is_safe(one[1] or "")]:
            tree["entries"].remove((title, address))
            yield Restriction(tree.line or 1, unsafe_link_message(address), "link")
    for meta in nodes_in(document, nodes.meta):
        odd = sorted(meta.attributes.keys() - OF_META)
        if odd and not _is_of_project(meta, odd, of_project):
            meta.parent.remove(meta)
            message = f"metadata has '{odd[0][:60]}', which may lead a reader elsewhere"
            yield Restriction(meta.line or 1, f"{message}; take it out", "link")


def _is_of_project(meta: nodes.meta, names: list[str], of_project: object) -> bool:
    """Return whether metadata with some attributes is as `conf.py` gives it to each page."""
    given = of_project.items() if isinstance(of_project, dict) else ()
    attributes = {f"{name}={meta[name]}" for name in names}
    return any(
        attributes <= set(str(key).split()) and str(value) == meta.get("content")
        for key, value in given
    )
