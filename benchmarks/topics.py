"""Write a project of many topics, each made from real blocks of this project's own pages."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
LABEL = re.compile(r"^\(([\w-]+)\)=$")
FENCE = re.compile(r"^(`{3,}|:{3,})")
EMBED = re.compile(r"```\{embed\} #([\w-]+)\n(?::if-room:\n)?```\n")
CLAIM = re.compile(r"(?:\{claim\}`[^`]*<|:claim: )([\w-]+)")
"""A claim that words state, or that an icon array draws."""
TABLE = re.compile(r"(?m)^(?=\[(?:comparisons\.)?[\w-]+\]$)")
CONF = """
extensions = ["myst_parser", "sphinx_design", "handouts"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
html_baseurl = "https://example.org/topics"
html_theme = "basic"
language = "en_GB"
handouts_today = "2026-12-01"
handouts_editions = {"a4": {"paper": "A4", "label": "A4", "country": "GB"}}
handouts_css_files = ["paper.css"]
handouts_publisher = {"name": "the trust", "notice": "Not yet checked by a clinician."}
"""
AUDIENCES = re.compile(r"^TRIALS = .*?^}\n", re.MULTILINE | re.DOTALL)
"""The sheets of a topic are held to the limits that this project's own are held to."""
FIRST = 1000
"""Number of the first topic in titles, where 111 or 999 would be taken for a number to call."""
WORD = ("Exercise probably eases", "Regular exercise probably eases")
"""What a page of a topic says, and what it says with one word more."""


@dataclass(frozen=True)
class Material:
    """What the pages of this project hold that a topic can be made from."""

    blocks: dict[str, str]
    """Source text of each labelled block that is no section."""
    homes: dict[str, str]
    """Folder of the page on which each block stands."""
    allowed: dict[str, str]
    """Comment above each block that allows it what a rule of language would not, or nothing."""
    handouts: dict[str, str]
    """Source text of each handout's page, by audience."""


def read_material() -> Material:
    """Return the labelled blocks and the handouts of this project."""
    blocks, homes, allowed = {}, {}, {}
    for path in sorted(DOCS.rglob("*.md")):
        folder = path.relative_to(DOCS).parts[0]
        if folder in {"contributing", "about", "handouts"}:
            continue
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if found := LABEL.match(line):
                text = _block(lines[number + 1 :])
                if text and not text.startswith("#") and "{sources}" not in text:
                    blocks[found[1]], homes[found[1]] = text, folder
                    above = lines[max(number - 2, 0)]
                    allowed[found[1]] = f"{above}\n\n" if above.startswith("% allow") else ""
    handouts = {
        name: (DOCS / "handouts" / f"{name}.md").read_text("utf-8")
        for name in ("patients", "referrers")
    }
    return Material(blocks, homes, allowed, handouts)


def _block(lines: list[str]) -> str:
    """Return the first block of some lines: a fenced box, or what ends at an empty line."""
    fence = FENCE.match(lines[0]) if lines else None
    taken = []
    for line in lines:
        if fence and taken and line.strip() == fence[1]:
            return "\n".join([*taken, line])
        if not fence and not line.strip():
            break
        taken.append(line)
    return "\n".join(taken)


def write_topics(folder: Path, count: int) -> None:
    """Write a project of `count` topics into `folder`: a page and two handouts each."""
    material = read_material()
    folder.mkdir(parents=True, exist_ok=True)
    audiences = AUDIENCES.search((DOCS / "conf.py").read_text("utf-8"))
    (folder / "conf.py").write_text(CONF + (audiences[0] if audiences else ""), "utf-8")
    for name in ("references.bib", "services.toml", "paper.css"):
        (folder / name).write_bytes((DOCS / name).read_bytes())
    (folder / "figures").mkdir(exist_ok=True)
    for picture in (DOCS / "figures").iterdir():
        (folder / "figures" / picture.name).write_bytes(picture.read_bytes())
    names, stated = [], set()
    for number in range(count):
        for name, text in topic(material, number).items():
            (folder / f"{name}.md").parent.mkdir(exist_ok=True)
            (folder / f"{name}.md").write_text(text, "utf-8")
            names.append(name)
            stated |= set(CLAIM.findall(text))
    (folder / "claims.toml").write_text(ledger(stated, count), "utf-8")
    list_pages(folder, names)


def list_pages(folder: Path, names: list[str]) -> None:
    """Write the page that leads to all others."""
    contents = "\n".join(names)
    (folder / "index.md").write_text(
        f"# All topics\n\n```{{toctree}}\n:maxdepth: 1\n\n{contents}\n```\n", "utf-8"
    )


def drop_handouts(folder: Path, handouts: set[str]) -> None:
    """Take handouts out of a project: one that overflows has no sheet to compare."""
    for name in handouts:
        (folder / f"{name}.md").unlink()
    pages = (path.relative_to(folder).with_suffix("") for path in sorted(folder.glob("*/*.md")))
    list_pages(folder, [page.as_posix() for page in pages])


def ledger(stated: set[str], count: int) -> str:
    """Return the claims of this project that the topics tell, and one of each topic's own."""
    parts = TABLE.split((DOCS / "claims.toml").read_text("utf-8"))
    names = [part.partition("]")[0][1:] for part in parts]
    shared = [
        part
        for name, part in zip(names, parts, strict=True)
        if name in stated or name.startswith("comparisons.")
    ]
    # The pages that its rows lead to are no pages of a topic.
    shared = [re.sub(r"(?m)^section = .*\n", "", part) for part in shared]
    return "\n".join([*shared, *(claim_of_topic(number) for number in range(count))])


def claim_of_topic(number: int, source: str = "who_exercise2023") -> str:
    """Return a claim that only one topic makes; another source changes its referrers' sheet."""
    return (
        f"[topic-{number}]\n"
        'statement = "Exercise probably eases pain a little."\n'
        f'sources = ["{source}"]\ncertainty = "moderate"\ngraded-by = "ours"\n'
        f'graded = 2026-11-22\nbecause = "the trials are few"\nchecked = 2026-11-22\n'
    )


def topic(material: Material, number: int) -> dict[str, str]:
    """Return the pages of one topic by name, the same at each call."""
    chance = random.Random(number)
    used: list[str] = []
    pages = {}
    for audience, text in material.handouts.items():
        handout, labels = _handout(material, audience, text, number, chance)
        pages[f"sheets/{audience}-{number}"] = handout
        used += labels
    parts = [f"# Topic {FIRST + number}\n"]
    for label in dict.fromkeys(used):
        block = f"({label}-{number})=\n{_alone(material.blocks[label])}\n"
        parts += [material.allowed[label] + block]
    parts.append(
        f"(own-{number})=\n{{claim}}`Exercise probably eases pain a little. <topic-{number}>`\n"
    )
    return {f"topics/topic-{number}": "\n".join(parts), **pages}


def _handout(
    material: Material, audience: str, text: str, number: int, chance: random.Random
) -> tuple[str, list[str]]:
    """Return a handout like this project's own: some blocks fewer, some more if there is room."""
    labels = [label for label in EMBED.findall(text) if label in material.blocks]
    optional = re.findall(r"\{embed\} #([\w-]+)\n:if-room:", text)
    gone = chance.sample(labels[1:], chance.choice([2, 3, 4, 5, 6]))
    homes = {"referrers"} if audience == "referrers" else {"treatment", "deciding"}
    spare = [
        label
        for label, block in material.blocks.items()
        if material.homes[label] in homes
        and label not in labels
        and len(block) < 700
        # Its “three months” states no claim, as a number on a sheet must.
        and label != "red-flags-short"
        # Words of the trade are for referrers.
        and (audience == "referrers" or not re.search(r"drug|FDA|ISSCR|MHRA|conservative", block))
    ]
    more = chance.sample(spare, min(len(spare), chance.choice([0, 0, 1, 2, 3])))
    text = re.sub(r"(?m)^# ", f"# Topic {FIRST + number}: ", text, count=1)
    # Each sheet has an id of its own.
    text = re.sub(r"(?m)^(id: *\S+)$", rf"\1T{number}", text, count=1)

    def replaced(found: re.Match[str]) -> str:
        label = found[1]
        if label in gone:
            # A heading needs words beneath it.
            return "As agreed.\n"
        room = ":if-room:\n" if label in optional else ""
        return f"```{{embed}} #{label}-{number}\n{room}```\n"

    text = EMBED.sub(replaced, text)
    text += f"\n```{{embed}} #own-{number}\n```\n"
    text += "".join(f"\n```{{embed}} #{label}-{number}\n:if-room:\n```\n" for label in more)
    return text, [label for label in labels if label not in gone] + more


def _alone(block: str) -> str:
    """Return a block without links to pages that a topic does not have."""
    block = re.sub(r"(?<!!)\[([^\]]+)\]\([^)h][^)]*\)", r"\1", block)
    block = re.sub(r"\{term\}`([^`<]+?)(?: <[^`]*>)?`", r"\1", block)
    block = re.sub(r"^\([\w-]+\)=\n", "", block, flags=re.MULTILINE)
    return block.replace("](figures/", "](../figures/")
