"""Every code that a problem can carry, with its meaning and its remedy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """The meaning of a code, and the remedy."""

    meaning: str
    remedy: str
    refuses: bool = True
    """Whether a sheet with such a problem is not published."""


CODES: dict[str, Code] = {
    "address": Code(
        "The sheets name addresses of a site made by another builder than this one.",
        "Say in `handouts_site_builder` which of the two makes the public site, or list this code "
        "in `suppress_warnings` where another site is built to look at.",
        refuses=False,
    ),
    "alt-text": Code(
        "A picture on a sheet has no alternative text.",
        "Say in `:alt:` what the picture means, numbers included.",
    ),
    "audience": Code(
        "The front matter names an audience that `handouts_audiences` does not have.",
        "Correct the name, or add the audience in `conf.py`.",
    ),
    "circle": Code(
        "A block embeds itself, directly or through other blocks.",
        "Take one of the embeds out of the circle.",
    ),
    "clipped": Code(
        "Text, a picture or a table sticks out of the page, its box or its column.",
        "Shorten the line, table or picture that is too wide.",
    ),
    "crash": Code(
        "The process that prints the sheet died.",
        "Print the blocks one by one to find the cause, and report it.",
    ),
    "duplicate-label": Code(
        "A label that is embedded stands more than once.",
        "Rename one of the labels; each must stand once in the project.",
    ),
    "embed": Code(
        "A block cannot be embedded in this place or in this form.",
        "Label another block, or move the `embed`.",
    ),
    "engine": Code(
        "The layout engine reported an error, so the sheet cannot be trusted.",
        "Change what the message names, on the page or on this machine.",
    ),
    "fence": Code(
        "A fence opens nothing, closes nothing, is never closed, or lets a heading out.",
        "Close each fence, and give each outer one a colon more than the fences inside it.",
    ),
    "fonts": Code(
        "The PDF uses a font that is not one of the project's.",
        "Report it: system fonts should be out of reach.",
    ),
    "front-matter": Code(
        "The page has front matter that was not read.",
        "Start the file with `---`, and check that the lines below it are valid YAML; in "
        "reStructuredText, start it with the fields.",
    ),
    "date": Code(
        "A date in the front matter cannot be read, or no calendar has it.",
        "Write a day that there is as year-month-day, for example 2026-11-22.",
    ),
    "glyph": Code(
        "None of the fonts has a character of the text, or readers do not see it as what it is.",
        "Use another character, or give a font that has it in `handouts_fonts`.",
    ),
    "illegible": Code(
        "Words on the PDF are too small or too faint, covered, cut off, or printed on others, or a "
        "picture is not seen whole and in its own shape.",
        "Give them more room, or change what the project's own style says of them; "
        "where there is none, report it, with the page.",
    ),
    "label": Code(
        "An `embed` names a label that no page has.",
        "Correct the label, or put `(label)=` on the line before the block.",
    ),
    "language": Code("The PDF does not say its language.", "Set `language` in `conf.py`."),
    "link": Code(
        "A link leads to a file, runs something, or leads to another site than its words say.",
        "Link to a web page, a mail address or a telephone number.",
    ),
    "limit": Code(
        "A page or file is larger, or a sheet takes more time, memory or blocks, than allowed.",
        "Cut what is very large, or make several pages of it. Only where the message speaks of "
        "seconds or memory, `handouts_time_limit` or `handouts_memory_limit` can be raised.",
    ),
    "long-words": Code(
        "Many words of a text are long; this is asked for under `rules` only.",
        "Use shorter words, or teach those that must be.",
        refuses=False,
    ),
    "mean-sentence": Code(
        "The sentences of a text are long on average; this is asked for under `rules` only.",
        "Make two of some.",
        refuses=False,
    ),
    "passive": Code(
        "Many sentences of a text are passive; this is asked for under `rules` only.",
        "Say who does what.",
        refuses=False,
    ),
    "lost-text": Code(
        "The text of the PDF is not the text of the sheet.",
        "Look in the project's own style for what adds, hides or changes words; "
        "where there is none, report it, with the page: nothing may be lost or out of order.",
    ),
    "outside": Code(
        "A page takes in a file from outside the source folder, or switches on what runs programs.",
        "Copy the file into the source folder; leave to `conf.py` what may run.",
    ),
    "overflow": Code(
        "The blocks that must be printed do not fit.",
        "Cut as many words as the message says, or mark a block `:if-room:`.",
    ),
    "page-size": Code(
        "The PDF's pages are not of the size of the paper.", "Report it, with the page."
    ),
    "pages": Code("The PDF has more pages than the edition allows.", "Report it, with the page."),
    "pdf-ua": Code(
        "The PDF breaks a rule of PDF/UA-1, the standard for accessible PDFs.",
        "Write the block named in the message in a simpler form.",
    ),
    "picture": Code(
        "A picture cannot be printed: missing, unreadable, too large, or outside the project.",
        "Put a picture of at most 25 megapixels into the source folder.",
    ),
    "title": Code(
        "The sheet has no title, or nothing but a title.",
        "Begin the handout with a `# Title`, and write or embed a block below it.",
    ),
    "unsupported": Code(
        "A sheet has no printed form for this kind of content.",
        "Write it with paragraphs, lists, tables, admonitions or figures.",
    ),
    "allow": Code(
        "A comment allows something without giving a reason.",
        "Write `% allow code: the reason` on the line before the block.",
    ),
    "absolute": Code(
        "A text speaks of all studies, products, laws, countries or treatments, or of none.",
        "Say how far you looked (“that we found”), and where and when as `searched` in the claim.",
    ),
    "abbreviation": Code(
        "An abbreviation is not explained.",
        "Write it out at its first use, with the abbreviation in brackets.",
    ),
    "capitals": Code("A word is in capital letters.", "Write it in small letters."),
    "claim-grade": Code(
        "A certainty without a grader, without a reason, or by a work too old to have graded it.",
        "Say `graded-by`, `graded` and `because` in the claim; in the text, say whose grade it is.",
    ),
    "claim-number": Code(
        "A claim quotes a number, or a unit, that the ledger does not list, or two places differ.",
        "Correct the page, or the ledger if its source says so.",
    ),
    "claim-quote": Code(
        "A quote is too long, has no place, or lacks a number of its claim.",
        "Quote at most 30 words, say where they stand as `at`, and correct the numbers.",
    ),
    "claim-secondhand": Code(
        "A page for patients states a claim whose sources were all seen second-hand.",
        "Read one of the sources itself, or add one that was read.",
        refuses=False,
    ),
    "claim-source": Code(
        "A source of a claim is not in the bibliography, not verified, or was retracted.",
        "Correct the key, verify the source and say so in its `status`, or name another one.",
    ),
    "claim-stale": Code(
        "A claim was checked longer ago than its audience allows.",
        "Check its sources, and set `checked` in the ledger anew.",
        refuses=False,
    ),
    "claim-unknown": Code(
        "A page makes a claim that the ledger does not have.",
        "Correct the id, or add the claim to the ledger.",
    ),
    "claim-unused": Code(
        "No page makes a claim of the ledger.",
        "Use the claim, or take it out of the ledger.",
        refuses=False,
    ),
    "claim-verb": Code(
        "A claim is made with more certainty than the ledger gives it.",
        "Use the words that the message names.",
    ),
    "contraction": Code("A word is shortened with an apostrophe.", "Write both words out."),
    "hype": Code("A word promises or excites.", "Say what was measured, or leave it out."),
    "icon-array": Code(
        "An icon array cannot be drawn, or two of its captions are swapped.",
        "Name numbers of the claim that are counted out of as many as there are dots, and give "
        "each the caption that it `means`.",
    ),
    "jargon": Code("A word is not in everyday use.", "Use the plainer word of the message."),
    "ledger": Code(
        "A file of claims, sources or services cannot be used as it is, or is not there.",
        "Correct the line named.",
    ),
    "long-sentence": Code("A sentence is too long.", "Make two of it."),
    "nocebo": Code("A word can make a back feel weaker than it is.", "Use a calmer word."),
    "number-without-claim": Code(
        "A number about people, studies or treatments stands in no claim.",
        "Tie its words to a claim of the ledger.",
    ),
    "one-in-x": Code("A chance is given as “1 in X”.", "Say how many out of 100."),
    "overdue": Code(
        "A page is past the day after which it should not be used.",
        "Check its facts, and set `checked` and `check-by` anew.",
        refuses=False,
    ),
    "percent": Code("A percent sign stands in a text for patients.", "Say how many out of 100."),
    "reading-level": Code(
        "The text is harder to read than its audience's limit, by more than a grade.",
        "Use shorter sentences and shorter words.",
        refuses=False,
    ),
    "repeated": Code(
        "A page embeds a block twice, itself or by way of other blocks.",
        "Remove one of the two, or say above it why both are needed, as in "
        "`% allow repeated: a warning for the end too`.",
        refuses=False,
    ),
    "releases": Code(
        "The register of releases cannot be used as it is, or a handout's `id` cannot.",
        "Correct the line named; what was released is never changed, so look at its history.",
    ),
    "reference": Code(
        "A reference leads nowhere or has no words, and a sheet would show a bare name or nothing.",
        "Correct the name of the label, page or term, or write words for the reference.",
    ),
    "unread": Code(
        "Part of a page could not be read, so words would be missing from the sheet.",
        "Correct the directive, role or markup that the message names.",
    ),
    "translation": Code(
        "A catalogue of the package's own words cannot be used as it is.",
        "Correct the line named; until then the words are printed in English.",
        refuses=False,
    ),
    "service": Code(
        "A number to call is typed by hand, unknown, or another than in the list of services; "
        "or a country lacks a word.",
        "List it once, and correctly, in `services.toml`, a word for the country of each edition; "
        "use the role `service` on the page.",
    ),
    "service-stale": Code(
        "A service was checked longer ago than its audience allows.",
        "Check its number and address, and set `checked` anew.",
        refuses=False,
    ),
    "stray-markup": Code(
        "Signs of markup, such as ** or a backtick, would be printed, or signs that are no markup "
        "were read as such.",
        "Close the markup, remove the signs, or write the markup outside the claim.",
    ),
    "translated-number": Code(
        "A translation has another number or unit than the text that it translates, or lacks one.",
        "Correct the translation, or the source.",
    ),
    "untranslated": Code(
        "A text of the sheet has no translation, or one of an older text or in a faulty catalogue.",
        "Translate the texts, or correct the line, that the message names; no sheet is half a "
        "translation.",
    ),
    "script": Code(
        "Text is in a script that runs from right to left, which sheets cannot print yet.",
        "Leave it out, or write it in another script: no font and no setting helps.",
    ),
    "shorthand": Code("A short form such as “e.g.” or “&”.", "Write it out."),
    "vague": Code(
        "A word such as “rare” stands where readers need a number.",
        "Give the number, or say that it is not known.",
    ),
}
"""Every code that a problem can carry; the reference page is made from this table."""
