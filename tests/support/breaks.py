"""Ways to break a good PDF, each with the code that must be reported."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf

Break = Callable[[pikepdf.Pdf], None]


def broken(good: bytes, change: Break) -> bytes:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        change(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """Return the structure elements of one kind, in order."""
    found: list[pikepdf.Object] = []

    def walk(element: pikepdf.Object) -> None:
        if not isinstance(element, pikepdf.Dictionary):
            return
        if element.get("/S") == f"/{kind}":
            found.append(element)
        children = element.get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            walk(child)

    walk(pdf.Root.StructTreeRoot)
    return found


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one
    ]


def edit_page(pdf: pikepdf.Pdf, change: Callable[[list], None]) -> None:
    page = pdf.pages[0]
    instructions = list(pikepdf.parse_content_stream(page))
    change(instructions)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def shown(instructions: list) -> list[int]:
    """Return the places of what shows text."""
    return [i for i, one in enumerate(instructions) if str(one.operator) in {"Tj", "TJ"}]


def delete_words(pdf: pikepdf.Pdf) -> None:
    edit_page(pdf, lambda all_: all_.pop(shown(all_)[1]))


def say_twice(pdf: pikepdf.Pdf) -> None:
    edit_page(pdf, lambda all_: all_.insert(shown(all_)[1], all_[shown(all_)[1]]))


def move(pdf: pikepdf.Pdf, matrix: bytes) -> None:
    """Move all that is drawn."""
    page = pdf.pages[0]
    page.contents_add(matrix + b" cm\n", prepend=True)


def swap_tags(pdf: pikepdf.Pdf) -> None:
    first, second, *_ = elements(pdf, "H2")
    first.K, second.K = second.K, first.K


def tag_twice(pdf: pikepdf.Pdf) -> None:
    first, second, *_ = elements(pdf, "LI")
    second.K = first.K


def untag(pdf: pikepdf.Pdf) -> None:
    (first, *_) = elements(pdf, "H2")
    del first["/K"]


def write_outside_tags(pdf: pikepdf.Pdf) -> None:
    """Repeat some words further down, as what belongs to the page and not to its text."""

    def change(all_: list) -> None:
        start = next(i for i, one in enumerate(all_) if str(one.operator) == "BT")
        end = next(i for i, one in enumerate(all_) if str(one.operator) == "ET")
        lower = instruction("cm", 1, 0, 0, 1, 0, 400)
        artifact = instruction("BMC", pikepdf.Name.Artifact)
        all_ += [lower, artifact, *all_[start : end + 1], instruction("EMC")]

    edit_page(pdf, change)


def instruction(operator: str, *operands: object) -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(operator))


def rename_fonts(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        font.BaseFont = pikepdf.Name("/DejaVuSans")


def take_out_fonts(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary):
            for key in ("/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


def take_out(pdf: pikepdf.Pdf, *path: str) -> None:
    item: pikepdf.Object = pdf.Root
    for key in path[:-1]:
        item = item[key]
    del item[path[-1]]


def take_out_info(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


def take_out_alternative(pdf: pikepdf.Pdf) -> None:
    for figure in elements(pdf, "Figure"):
        del figure["/Alt"]


def empty_alternative(pdf: pikepdf.Pdf) -> None:
    for figure in elements(pdf, "Figure"):
        figure.Alt = pikepdf.String(" ")


def hide_picture(pdf: pikepdf.Pdf) -> None:
    for figure in elements(pdf, "Figure"):
        figure.S = pikepdf.Name.Span


def change_paper(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 612, 792])


# Ways that only a reader's eye, or hand, would notice.


def before_words(pdf: pikepdf.Pdf, *added: pikepdf.ContentStreamInstruction) -> None:
    """Put instructions before each run of words."""

    def change(all_: list) -> None:
        for index in reversed(shown(all_)):
            all_[index:index] = added

    edit_page(pdf, change)


def delete_a_word(pdf: pikepdf.Pdf) -> None:
    def change(all_: list) -> None:
        index = max(shown(all_), key=lambda one: len(bytes(all_[one].operands[0])))
        letters = bytes(all_[index].operands[0])
        all_[index] = instruction("Tj", pikepdf.String(letters[: len(letters) // 4 * 2]))

    edit_page(pdf, change)


def move_words(pdf: pikepdf.Pdf, place: Callable[[list[float]], list[float]]) -> None:
    """Move the third run of words to a place that differs from that of the second."""

    def change(all_: list) -> None:
        _, second, third, *_ = [i for i, one in enumerate(all_) if str(one.operator) == "Tm"]
        *scale, x, y = map(float, all_[second].operands)
        all_[third] = instruction("Tm", *scale, *place([x, y]))

    edit_page(pdf, change)


def shrink(pdf: pikepdf.Pdf) -> None:
    def change(all_: list) -> None:
        index = next(i for i, one in enumerate(all_) if str(one.operator) == "Tf")
        name, size = all_[index].operands
        all_[index] = instruction("Tf", name, float(size) / 3)

    edit_page(pdf, change)


def after_all(pdf: pikepdf.Pdf, drawing: bytes) -> None:
    pdf.pages[0].contents_add(b"Q q /Artifact BMC " + drawing + b" EMC")


def clip(pdf: pikepdf.Pdf) -> None:
    """Let only the lower part of the page be drawn."""
    pdf.pages[0].contents_add(b"0 0 2000 700 re W n\n", prepend=True)


def hide_in_layer(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Layer"))
    off = pikepdf.Dictionary(OFF=[layer], Order=[layer])
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=off)
    page = pdf.pages[0]
    page.Resources.Properties = pikepdf.Dictionary(Layer=layer)
    page.contents_add(b"/OC /Layer BDC\n", prepend=True)
    page.contents_add(b"EMC")


def make_artifact(pdf: pikepdf.Pdf) -> None:
    def change(all_: list) -> None:
        index = next(i for i, one in enumerate(all_) if str(one.operator) == "BDC")
        all_[index] = instruction("BMC", pikepdf.Name.Artifact)

    edit_page(pdf, change)


def swap_words(pdf: pikepdf.Pdf) -> None:
    def change(all_: list) -> None:
        first, second, *_ = shown(all_)
        all_[first], all_[second] = all_[second], all_[first]

    edit_page(pdf, change)


def link(pdf: pikepdf.Pdf) -> pikepdf.Object:
    (found,) = pdf.pages[0].Annots
    return found


def lead_to(pdf: pikepdf.Pdf, address: str) -> None:
    link(pdf).A.URI = pikepdf.String(address)


def launch(pdf: pikepdf.Pdf) -> None:
    link(pdf).A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="program")


def unlabel_link(pdf: pikepdf.Pdf) -> None:
    del link(pdf)["/Contents"]


def rename_tag(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    for element in elements(pdf, old):
        element.S = pikepdf.Name(f"/{new}")


def spoil_letters(pdf: pikepdf.Pdf) -> None:
    for font in fonts(pdf):
        if "/ToUnicode" in font:
            del font["/ToUnicode"]


def turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Rotate = 90


def crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = pikepdf.Array([100, 100, 500, 700])


WHITE = instruction("rg", 1, 1, 1)
PALE = instruction("rg", 0.7, 0.7, 0.7)
INVISIBLE = instruction("Tr", 3)
CLOSE = instruction("Tc", -0.4)

BREAKS: list[tuple[str, Break, str]] = [
    ("words deleted", delete_words, "lost-text"),
    ("words said twice", say_twice, "lost-text"),
    ("tags in another order", swap_tags, "lost-text"),
    ("a tag for other words", tag_twice, "lost-text"),
    ("words without a tag", untag, "lost-text"),
    ("words outside all tags", write_outside_tags, "lost-text"),
    ("moved to the left", lambda pdf: move(pdf, b"1 0 0 1 -40 0"), "clipped"),
    ("moved down", lambda pdf: move(pdf, b"1 0 0 1 0 -60"), "clipped"),
    ("moved up", lambda pdf: move(pdf, b"1 0 0 1 0 60"), "clipped"),
    ("drawn larger", lambda pdf: move(pdf, b"3 0 0 3 0 0"), "clipped"),
    ("fonts renamed", rename_fonts, "fonts"),
    ("fonts taken out", take_out_fonts, "fonts"),
    ("no title", take_out_info, "title"),
    ("no language", lambda pdf: take_out(pdf, "/Lang"), "language"),
    ("a page more", lambda pdf: pdf.add_blank_page(), "pages"),
    ("another paper", change_paper, "page-size"),
    ("no alternative text", take_out_alternative, "alt-text"),
    ("an empty alternative text", empty_alternative, "alt-text"),
    ("a picture that is no figure", hide_picture, "alt-text"),
    ("no mark as tagged", lambda pdf: take_out(pdf, "/MarkInfo"), "pdf-ua"),
    ("no claim of PDF/UA", lambda pdf: take_out(pdf, "/Metadata"), "pdf-ua"),
    ("title not shown", lambda pdf: take_out(pdf, "/ViewerPreferences"), "pdf-ua"),
    ("no tags", lambda pdf: take_out(pdf, "/StructTreeRoot"), "lost-text"),
    ("half a line deleted", delete_a_word, "lost-text"),
    ("two runs of words exchanged", swap_words, "lost-text"),
    ("words marked as mere decoration", make_artifact, "lost-text"),
    ("letters that cannot be read out", spoil_letters, "lost-text"),
    ("one line moved off the page", lambda pdf: move_words(pdf, lambda _: [0, -2000]), "clipped"),
    ("one line moved onto another", lambda pdf: move_words(pdf, lambda at: at), "illegible"),
    ("words in white", lambda pdf: before_words(pdf, WHITE), "illegible"),
    ("words in pale grey", lambda pdf: before_words(pdf, PALE), "illegible"),
    ("words without ink", lambda pdf: before_words(pdf, INVISIBLE), "illegible"),
    ("words in a third of their size", shrink, "illegible"),
    ("a white box over all", lambda pdf: after_all(pdf, b"1 g 0 0 2000 2000 re f"), "illegible"),
    ("a black box over all", lambda pdf: after_all(pdf, b"0 g 0 0 2000 2000 re f"), "illegible"),
    ("a box that cuts off the top", clip, "illegible"),
    ("words in a layer that is not shown", hide_in_layer, "illegible"),
    ("letters pushed into each other", lambda pdf: before_words(pdf, CLOSE), "illegible"),
    ("a link to a file", lambda pdf: lead_to(pdf, "file:///etc/hostname"), "link"),
    ("a link to a script", lambda pdf: lead_to(pdf, "javascript:alert(1)"), "link"),
    ("a link that runs a program", launch, "link"),
    ("a link without a description", unlabel_link, "pdf-ua"),
    ("a heading two levels down", lambda pdf: rename_tag(pdf, "H2", "H4"), "pdf-ua"),
    ("list items that are paragraphs", lambda pdf: rename_tag(pdf, "LI", "P"), "pdf-ua"),
    ("table rows without a table", lambda pdf: rename_tag(pdf, "Table", "Div"), "pdf-ua"),
    ("the page turned", turn, "page-size"),
    ("the page cropped", crop, "page-size"),
]
LAYOUT_BREAKS: list[tuple[str, str, str]] = [
    ("headings not shown", "h2{display:none}", "lost-text"),
    ("items made invisible", "li{visibility:hidden}", "lost-text"),
    ("a word added", "p::before{content:'not '}", "lost-text"),
    ("words in capitals", "p{text-transform:uppercase}", "lost-text"),
    ("a paragraph beside the page", "p{position:absolute;left:300mm}", "clipped"),
    ("a table that is too wide", "table{width:400mm}", "clipped"),
    ("a title in a box too low for it", "h1{height:2pt;overflow:hidden}", "illegible"),
    ("headings on the text above", "h2{margin-top:-2.5em}", "illegible"),
    ("a title wider than its box", "h1{background:#eee;width:20mm;white-space:nowrap}", "clipped"),
    ("a cell on the end of the one before", "tbody td{text-indent:-90mm}", "clipped"),
    ("a rule through headings", "h2{border-bottom:1pt solid;height:0.6em}", "illegible"),
    ("a rule of a table through words", "tbody td{padding:0;line-height:0}", "illegible"),
    ("lines that reach into each other", "ol p + p{margin-top:-13pt}", "illegible"),
    ("a table in tiny type", "table{font-size:5pt}", "illegible"),
    ("items in pale grey", "li{color:#bbb}", "illegible"),
    ("dark on dark", "table{background:#222}", "illegible"),
    ("a title seen through", "h1{opacity:0.3}", "illegible"),
    ("a picture not shown", "figure img{display:none}", "alt-text"),
    (
        "another font",
        "@font-face{font-family:x;src:url(handouts:font/0)}h1{font-family:x}",
        "fonts",
    ),
    ("another paper by force", "@page{size:A5 !important}", "page-size"),
]
"""Ways to break the theme, as CSS that is added to it."""
