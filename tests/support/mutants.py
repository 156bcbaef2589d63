"""Generated mutants of a finished PDF: small changes that a reader would be misled by."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable

import pikepdf
import pypdfium2 as pdfium
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from breaks import broken, edit_page, elements, instruction, shown

Mutate = Callable[[random.Random, pikepdf.Pdf], None]
KINDS = ["H1", "H2", "P", "L", "LI", "LBody", "Table", "TR", "TH", "TD", "Link", "Caption", "Sect"]


def mutant(good: bytes, seed: int) -> tuple[str, bytes]:
    """Return one mutant of a PDF with the name of its kind, the same for the same seed."""
    rng = random.Random(seed)
    name = sorted(MUTATIONS)[seed % len(MUTATIONS)]
    return name, broken(good, lambda pdf: MUTATIONS[name](rng, pdf))


def glyphs_of(one: pikepdf.ContentStreamInstruction) -> list[bytes | float]:
    """Return the glyphs, of two bytes each, and the distances that an instruction shows."""
    operand = one.operands[0]
    found: list[bytes | float] = []
    for part in operand if isinstance(operand, pikepdf.Array) else [operand]:
        if isinstance(part, pikepdf.String):
            text = bytes(part)
            found += [text[at : at + 2] for at in range(0, len(text), 2)]
        else:
            found.append(float(part))
    return found


def show(glyphs: list[bytes | float]) -> pikepdf.ContentStreamInstruction:
    parts = [pikepdf.String(one) if isinstance(one, bytes) else one for one in glyphs]
    return instruction("TJ", pikepdf.Array(parts))


def any_run(rng: random.Random, all_: list, least: int = 4) -> int:
    """Return the place of an instruction that shows some glyphs."""
    long = [
        at for at in shown(all_) if sum(isinstance(g, bytes) for g in glyphs_of(all_[at])) >= least
    ]
    return rng.choice(long)


def inked(pdf: pikepdf.Pdf, all_: list, at: int) -> list[int]:
    """Return the places of the glyphs of an instruction that leave ink; blanks leave none."""
    name = next(one.operands[0] for one in all_[at::-1] if str(one.operator) == "Tf")
    table = pdf.pages[0].Resources.Font[name].ToUnicode.read_bytes().decode("latin-1")
    blanks = {bytes.fromhex(code) for code in re.findall(r"<(\w{4})> <00[2a]0>", table)}
    glyphs = glyphs_of(all_[at])
    return [i for i, one in enumerate(glyphs) if isinstance(one, bytes) and one not in blanks]


def change_ink(change: Callable[[random.Random, list, int, list[int]], None]) -> Mutate:
    """Return a mutation of a run that moves ink: a blank that moves is no change to be seen."""

    def mutate(rng: random.Random, pdf: pikepdf.Pdf) -> None:
        def change_page(all_: list) -> None:
            at = rng.choice([one for one in shown(all_) if len(inked(pdf, all_, one)) > 3])
            change(rng, all_, at, inked(pdf, all_, at))

        edit_page(pdf, change_page)

    return mutate


def change_run(change: Callable[[random.Random, list, int], None]) -> Mutate:
    def mutate(rng: random.Random, pdf: pikepdf.Pdf) -> None:
        edit_page(pdf, lambda all_: change(rng, all_, any_run(rng, all_)))

    return mutate


def move_glyph(rng: random.Random, all_: list, at: int, ink: list[int]) -> None:
    glyphs = glyphs_of(all_[at])
    place = rng.choice(ink[1:])
    glyphs.insert(place, rng.choice([-1, 1]) * rng.uniform(700, 6000))
    all_[at] = show(glyphs)


def move_one_glyph(rng: random.Random, all_: list, at: int, ink: list[int]) -> None:
    """Move one glyph, and let those after it stand where they stood."""
    glyphs = glyphs_of(all_[at])
    place = rng.choice(ink)
    away = rng.choice([-1, 1]) * rng.uniform(150, 6000)
    all_[at] = show([*glyphs[:place], away, glyphs[place], -away, *glyphs[place + 1 :]])


def exchange_places(rng: random.Random, all_: list, at: int, ink: list[int]) -> None:
    """Draw two glyphs where the other one stood, and let the order of reading be the old one."""
    glyphs = glyphs_of(all_[at])
    ems = 1000 * rng.uniform(0.4, 0.8)
    pairs = [i for i in ink if i + 1 in ink and glyphs[i] != glyphs[i + 1]]
    if not pairs:
        move_one_glyph(rng, all_, at, ink)
        return
    i = rng.choice(pairs)
    swapped = [-ems, glyphs[i], 2 * ems, glyphs[i + 1], -ems]
    all_[at] = show([*glyphs[:i], *swapped, *glyphs[i + 2 :]])


def raise_glyph(rng: random.Random, all_: list, at: int, ink: list[int]) -> None:
    glyphs = glyphs_of(all_[at])
    place = rng.choice(ink)
    rise = rng.choice([-1, 1]) * rng.uniform(6, 40)
    all_[at : at + 1] = [
        show(glyphs[:place]),
        instruction("Ts", rise),
        show(glyphs[place : place + 1]),
        instruction("Ts", 0),
        show(glyphs[place + 1 :]),
    ]


def cut_word(rng: random.Random, all_: list, at: int, ink: list[int]) -> None:
    glyphs = glyphs_of(all_[at])
    start = rng.choice(ink)
    all_[at] = show(glyphs[:start] + glyphs[start + rng.randrange(1, 4) :])


def swap_glyphs(rng: random.Random, all_: list, at: int) -> None:
    glyphs = glyphs_of(all_[at])
    letters = sorted({one for one in glyphs if isinstance(one, bytes)})
    if len(letters) > 1:
        one, other = rng.sample(letters, 2)
        swap = {one: other, other: one}
        all_[at] = show([swap.get(g, g) if isinstance(g, bytes) else g for g in glyphs])


def pale(rng: random.Random, all_: list, at: int) -> None:
    grey = rng.uniform(0.55, 1)
    all_[at:at] = [instruction("rg", grey, grey, grey)]


def small(rng: random.Random, all_: list, at: int) -> None:
    start = max(index for index in range(at) if str(all_[index].operator) == "Tf")
    name, size = all_[start].operands
    all_[start] = instruction("Tf", name, float(size) * rng.choice([0.4, 0.6, 0.8, 1.4, 2.0]))


def other_font(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    names = [str(name) for name in pdf.pages[0].Resources.Font]

    def change(all_: list) -> None:
        start = rng.choice([i for i, one in enumerate(all_) if str(one.operator) == "Tf"])
        name, size = all_[start].operands
        other = rng.choice([one for one in names if one != str(name)])
        all_[start] = instruction("Tf", pikepdf.Name(other), size)

    edit_page(pdf, change)


def move_run(rng: random.Random, all_: list, at: int) -> None:
    start = max(index for index in range(at) if str(all_[index].operator) == "Tm")
    *scale, x, y = map(float, all_[start].operands)
    side = rng.choice([-1, 1]) * rng.uniform(20, 200)
    across, down = (side, 0) if rng.random() < 0.5 else (0, side)
    all_[start] = instruction("Tm", *scale, x + across, y + down)


def run_into(rng: random.Random, good: bytes) -> bytes:
    """Return a PDF in which the end of one run of words lies on the start of another."""
    page = pdfium.PdfDocument(good)[0]
    boxes = [one.get_bounds() for one in page.get_objects() if one.type == FPDF_PAGEOBJ_TEXT]

    def change(all_: list) -> None:
        words = [at for at, box in enumerate(boxes) if box[2] - box[0] > 20]
        one, other = rng.sample(words, 2)
        starts = [max(i for i in range(at) if str(all_[i].operator) == "Tm") for at in shown(all_)]
        *scale, x, _ = map(float, all_[starts[one]].operands)
        line = float(all_[starts[other]].operands[5]) + rng.uniform(-3, 3)
        across = boxes[other][0] - boxes[one][2] + rng.uniform(6, 12)
        all_[starts[one]] = instruction("Tm", *scale, x + across, line)

    return broken(good, lambda pdf: edit_page(pdf, change))


def clip(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    low, high = sorted((rng.uniform(0, 700), rng.uniform(0, 700)))
    pdf.pages[0].contents_add(f"0 {low:.0f} 2000 {high - low:.0f} re W n\n".encode(), prepend=True)


def text_place(rng: random.Random, pdf: pikepdf.Pdf) -> tuple[float, float]:
    """Return a point, in points from the lower left, on some text."""
    places = []
    matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    stack = []
    for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
        match str(operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop()
            case "cm":
                matrix = product(list(map(float, operands)), matrix)
            case "Tm":
                *_, x, y = product(list(map(float, operands)), matrix)
                places.append((x, y))
    return rng.choice(places)


def product(one: list[float], other: list[float]) -> list[float]:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return [
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    ]  # fmt: skip


def overlay(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    x, y = text_place(rng, pdf)
    wide, high = rng.uniform(12, 120), rng.uniform(8, 40)
    shade = rng.choice(["1 g", "0 g", "0.6 g", "1 0.9 0.2 rg"])
    page = pdf.pages[0]
    page.contents_add(b"q\n", prepend=True)
    box = f"{x:.1f} {y - 2:.1f} {wide:.1f} {high:.1f}"
    page.contents_add(f"\nQ /Artifact BMC {shade} {box} re f EMC".encode())


def annotate(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    x, y = rng.uniform(40, 400), rng.uniform(40, 700)
    kind = rng.choice(["Link", "Text", "Square", "FreeText", "Stamp", "Highlight"])
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name(f"/{kind}"),
        Rect=[x, y, x + 60, y + 20],
        Contents=pikepdf.String("Buy now"),
        F=4,
    )
    if kind == "Link":
        note.A = pikepdf.Dictionary(
            S=pikepdf.Name.URI, URI=pikepdf.String("https://clinic.example/pay")
        )
    page = pdf.pages[0]
    page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])


def any_element(rng: random.Random, pdf: pikepdf.Pdf, *kinds: str) -> pikepdf.Object:
    return rng.choice([one for kind in kinds or KINDS for one in elements(pdf, kind)])


def drop_tag(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Take an element out and let its parent hold what was in it."""
    element = any_element(rng, pdf)
    parent = element.P
    kids = list(parent.K)
    at = next(i for i, kid in enumerate(kids) if kid.objgen == element.objgen)
    inner = list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]
    for kid in inner:
        if isinstance(kid, pikepdf.Dictionary) and "/P" in kid:
            kid.P = parent
    parent.K = pikepdf.Array([*kids[:at], *inner, *kids[at + 1 :]])


def rename_tag(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    element = any_element(rng, pdf)
    own = str(element.S)[1:]
    other = rng.choice([kind for kind in [*KINDS, "H3", "Span", "Div"] if kind != own])
    element.S = pikepdf.Name(f"/{other}")


def move_tag(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Exchange two elements that have one parent, or what is in them."""
    element = any_element(rng, pdf, "P", "LI", "TR", "TD", "H2", "Sect")
    kids = list(element.P.K)
    others = [i for i, kid in enumerate(kids) if kid.objgen != element.objgen]
    if not others:
        element.S = pikepdf.Name.Span
        return
    at = next(i for i, kid in enumerate(kids) if kid.objgen == element.objgen)
    other = rng.choice(others)
    kids[at], kids[other] = kids[other], kids[at]
    element.P.K = pikepdf.Array(kids)


def change_label(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Give an item's label the glyphs of another text, or say another number of it."""
    label = any_element(rng, pdf, "Lbl")
    label.ActualText = pikepdf.String(f"{rng.randrange(2, 99)}.")


def say_number(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Change a digit or a letter for those who hear the text, and not for those who see it."""
    fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
    font = rng.choice([one for one in fonts if "/ToUnicode" in one])
    table = font.ToUnicode.read_bytes().decode("latin-1")
    codes = re.findall(r"(?<=> )<([0-9A-Fa-f]{4})>", table)
    letters = [code for code in codes if chr(int(code, 16)).isalnum()]
    digits = [code for code in letters if chr(int(code, 16)).isdigit()]
    code = rng.choice(digits or letters)
    other = f"{int(code, 16) + 1:04x}"
    font.ToUnicode = pdf.make_stream(table.replace(f"> <{code}>", f"> <{other}>").encode("latin-1"))


def draw_number(rng: random.Random, all_: list, at: int, ink: list[int]) -> None:
    """Change what is drawn, and let the text that is read be the old one."""
    before = glyphs_of(all_[at])
    swap_glyphs(rng, all_, at)
    if glyphs_of(all_[at]) == before:
        cut_word(rng, all_, at, ink)
    old = pikepdf.Dictionary(ActualText=pikepdf.String("the old text"))
    all_[at : at + 1] = [
        instruction("BDC", pikepdf.Name.Span, old), all_[at], instruction("EMC"),
    ]  # fmt: skip


def change_alternative(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    any_element(rng, pdf, "Figure").Alt = pikepdf.String(f"{rng.randrange(100)} of 100")


def change_shape(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Exchange the shapes of two letters in a font, or take one away."""
    font = rng.choice(
        [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one]
    )
    program = TTFont(io.BytesIO(font.FontFile2.read_bytes()))
    table = program["glyf"]
    names = program.getGlyphOrder()[1:]
    one, other = rng.sample([name for name in names if table[name].numberOfContours], 2)
    shapes = table.glyphs
    shapes[one], shapes[other] = rng.choice([shapes[other], Glyph()]), shapes[one]
    buffer = io.BytesIO()
    program.save(buffer)
    font.FontFile2 = pdf.make_stream(buffer.getvalue())


def draw_as_another(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Draw two digits or letters of a font as each other, and read them as before."""
    fonts = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one
    ]
    tables = [(font, font.ToUnicode.read_bytes().decode("latin-1")) for font in fonts]
    found = [(font, table, re.findall(r"<(\w{4})> <(00[36]\w)>", table)) for font, table in tables]
    font, table, codes = rng.choice([one for one in found if len(one[2]) > 1])
    (one, text), (other, other_text) = rng.sample(codes, 2)
    table = table.replace(f"<{one}> <{text}>", f"<{one}> <{other_text}>")
    table = table.replace(f"<{other}> <{other_text}>", f"<{other}> <{text}>")
    font.ToUnicode = pdf.make_stream(table.encode("latin-1"))
    first, second = bytes.fromhex(one), bytes.fromhex(other)
    swap: dict[bytes | float, bytes | float] = {first: second, second: first}
    used = pdf.pages[0].Resources.Font
    names = {str(name) for name in used if used[name].objgen == font.objgen}

    def change(all_: list) -> None:
        name = ""
        for at, one in enumerate(all_):
            name = str(one.operands[0]) if str(one.operator) == "Tf" else name
            if name in names and at in places:
                all_[at] = show([swap.get(glyph, glyph) for glyph in glyphs_of(one)])

    places = set(shown(list(pikepdf.parse_content_stream(pdf.pages[0]))))
    edit_page(pdf, change)


def paint_twice(rng: random.Random, all_: list, at: int) -> None:
    """Draw a run of words again, a little to the side, as what belongs to the page."""
    start = max(i for i in range(at) if str(all_[i].operator) == "BT")
    end = min(i for i in range(at, len(all_)) if str(all_[i].operator) == "ET")
    aside = instruction("cm", 1, 0, 0, 1, rng.choice([0, rng.uniform(0.5, 3)]), 0)
    before = [instruction("BMC", pikepdf.Name.Artifact), instruction("q"), aside]
    after = [instruction("Q"), instruction("EMC")]
    all_[end + 1 : end + 1] = [*before, *all_[start : end + 1], *after]


def move_column(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Move all runs of words that begin at the same distance from the edge."""

    def change(all_: list) -> None:
        starts = [at for at, one in enumerate(all_) if str(one.operator) == "Tm"]
        edges = [round(float(all_[at].operands[4]), 1) for at in starts]
        edge = rng.choice(sorted({one for one in edges if edges.count(one) > 1}))
        away = rng.choice([-1, 1]) * rng.uniform(1, 30)
        for at in [at for at, one in zip(starts, edges, strict=True) if one == edge]:
            *scale, x, y = map(float, all_[at].operands)
            all_[at] = instruction("Tm", *scale, x + away, y)

    edit_page(pdf, change)


def lose_alternative(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    any_element(rng, pdf, "Figure").Alt = pikepdf.String(rng.choice(["", " ", "\u200b"]))


def lose_picture(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Let a picture's place be clipped, and draw nothing there."""

    def change(all_: list) -> None:
        names = [one.operands and str(one.operands[0]) for one in all_]
        start = rng.choice([at for at, name in enumerate(names) if name == "/Figure"])
        end = next(at for at in range(start, len(all_)) if str(all_[at].operator) == "EMC")
        paints = {"f", "f*", "S", "B", "B*", "b", "s", "Do", "sh"}
        for at in range(start, end):
            if str(all_[at].operator) in paints:
                all_[at] = instruction("n")

    edit_page(pdf, change)


def any_link(rng: random.Random, pdf: pikepdf.Pdf) -> pikepdf.Object:
    return rng.choice([one for one in pdf.pages[0].Annots if one.Subtype == "/Link"])


def lead_elsewhere(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Let a link lead to a page beside the right one, or to where another link leads."""
    link, others = any_link(rng, pdf), [str(one.A.URI) for one in pdf.pages[0].Annots]
    address = str(link.A.URI)
    other = rng.choice([one for one in others if one != address] or [f"{address}x"])
    link.A.URI = pikepdf.String(rng.choice([other, f"{address}x", address.replace("org", "com")]))


def move_link(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Put a link on other words, or on none."""
    link = any_link(rng, pdf)
    left, bottom, right, top = map(float, link.Rect)
    away = rng.choice([-1, 1]) * rng.uniform(15, 200)
    across, up = (away + left - right, 0) if rng.random() < 0.5 and away < 0 else (0, away)
    link.Rect = pikepdf.Array([left + across, bottom + up, right + across, top + up])


def lose_link(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    lost, page = any_link(rng, pdf), pdf.pages[0]
    page.Annots = pikepdf.Array([one for one in page.Annots if one.objgen != lost.objgen])


def turn_scope(rng: random.Random, pdf: pikepdf.Pdf) -> None:
    """Let the header of a column be that of a row."""
    attributes = any_element(rng, pdf, "TH").A
    is_row = attributes.Scope == "/Row"
    attributes.Scope = pikepdf.Name.Column if is_row else pikepdf.Name.Row


MUTATIONS: dict[str, Mutate] = {
    "a glyph moved along the line": change_ink(move_glyph),
    "one glyph moved alone": change_ink(move_one_glyph),
    "two glyphs drawn in each other's place": change_ink(exchange_places),
    "a glyph raised or lowered": change_ink(raise_glyph),
    "a run of words moved": change_run(move_run),
    "a word cut": change_ink(cut_word),
    "letters exchanged": change_run(swap_glyphs),
    "words made pale": change_run(pale),
    "words of another size": change_run(small),
    "another font": other_font,
    "the page clipped": clip,
    "a box laid on words": overlay,
    "an annotation added": annotate,
    "a tag dropped": drop_tag,
    "a tag renamed": rename_tag,
    "a tag moved": move_tag,
    "a list label changed": change_label,
    "a number changed in the text alone": say_number,
    "a number changed in the drawing alone": change_ink(draw_number),
    "an alternative text changed": change_alternative,
    "an alternative text lost": lose_alternative,
    "a picture not drawn": lose_picture,
    "a letter of another shape": change_shape,
    "a letter drawn as another": draw_as_another,
    "words painted twice": change_run(paint_twice),
    "a column shifted": move_column,
    "a link that leads elsewhere": lead_elsewhere,
    "a link on other words": move_link,
    "a link lost": lose_link,
    "a header cell of the other direction": turn_scope,
}
