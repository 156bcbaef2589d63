"""Compose a handout: from its page in the environment to the HTML of its sheets.

Takes an unresolved copy of the doctree, embeds, adapts, resolves references to the public site,
and writes.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.errors import ConfigError

from handouts.audit.characters import character_faults
from handouts.audit.handout_content import text_facts, word_problems
from handouts.audit.last_checked import last_checked
from handouts.audit.replaced_letters import replaced_letters
from handouts.audit.stray_markup import misread_signs, stray_markup
from handouts.audit.translations import catalogue_problems, is_translated, translation_problems
from handouts.audit.wording import language_problems
from handouts.claims.pages.uses import claims_in
from handouts.claims.services.by_country import as_typed, services_in, words_of_country
from handouts.claims.services.reader import home_country, services_of
from handouts.claims.sources.citations import short_sources, strip_numbers
from handouts.collect.links import hint_at_scheme
from handouts.collect.log_capture import captured_log, dangles, is_of_fence
from handouts.collect.pages import pages_of, place_of_source
from handouts.collect.passages import passages, silenced
from handouts.compose.adapt import for_paper, note_lone_headings
from handouts.compose.checks import blocks_for_paper, lost_blocks, nothing_to_print, tab_faults
from handouts.compose.embed import Block, BlockCopier, Placed
from handouts.compose.footnotes import attach_own_footnotes
from handouts.compose.imprint import Imprint, imprint_nodes, imprint_of, scan_words
from handouts.compose.references import (
    link_to_sources,
    mark_wordless,
    name_contacts,
    wordless_links,
)
from handouts.compose.resolve import PaperBuilder, decide_conditions, resolving_for_paper
from handouts.compose.versions import frame_of_version, notice_of, version_of
from handouts.compose.words import styled_words, words_digest
from handouts.config.addresses import site_address
from handouts.i18n import language_tag
from handouts.jobs import NOTICE, SCAN, filled
from handouts.nodes import discard
from handouts.problems import Fault, Problem, place_on_page
from handouts.releases.setting import releases_of
from handouts.writer.document import Frame, Rendered, TemplateError, render_words, sheet_html
from handouts.writer.images import PictureError, read_picture

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from handouts.audit.evidence import Evidence
    from handouts.audit.facts import HandoutFacts
    from handouts.audit.handouts import Handout
    from handouts.audit.labels import Where
    from handouts.config.audiences import Audience
    from handouts.config.settings import HandoutsConfig
    from handouts.jobs import Picture
    from handouts.problems import Place


@dataclass
class Composed:
    """A handout ready to be printed."""

    html: str
    title: str
    language: str
    problems: list[Problem]
    facts: HandoutFacts
    """What the report says of the words."""
    pictures: dict[str, Picture]
    """Pictures by the addresses that the HTML names."""
    draft: bool
    """Whether each page of the sheets says that it is a draft."""
    claims: tuple[str, ...]
    """Ids of the claims that the page and its blocks state, for whichever audience."""
    by_country: dict[str, dict[str, str]]
    """For the country of each edition, what to write for the marks of the HTML."""
    scan: tuple[str, str]
    """What to write for `SCAN`, and what where a promise of large print is no use."""


TREES = 16
"""Pages to keep; handouts that embed from the same ones are composed one after another."""


def fresh_tree(env: BuildEnvironment, docname: str) -> nodes.document:
    """Return a copy of a page's unresolved doctree."""
    tree = env.get_doctree(docname)
    # Sphinx would keep the pickled doctree of each page that was asked for.
    env._pickled_doctree_cache.pop(docname, None)
    note_lone_headings(tree)
    return tree


class Adapted(NamedTuple):
    """A handout for its audience, not yet resolved."""

    document: nodes.document
    problems: list[Problem]
    facts: HandoutFacts
    claims: tuple[str, ...]


class Composer:
    """Composes the handouts of one build; keeps the pages that many of them embed from."""

    def __init__(
        self, app: Sphinx, config: HandoutsConfig, evidence: Evidence, where: Where
    ) -> None:
        self.app, self.env, self.config, self.where = app, app.env, config, where
        self.srcdir = Path(app.srcdir)
        self.builder = PaperBuilder(app, app.env, self.address)
        self.trees: dict[str, nodes.document] = {}
        self.translated = is_translated(app)
        self.evidence = evidence
        self.logo = self.read_logo()

    def address(self, docname: str) -> str:
        """Return the address of a page on the public site."""
        base, builder = self.config.base_url, self.config.site_builder
        return site_address(self.app.config, base, builder, docname)

    def tree_of(self, docname: str) -> nodes.document:
        """Return a page's unresolved doctree, which must not be changed."""
        tree = self.trees.pop(docname, None) or fresh_tree(self.env, docname)
        self.trees[docname] = tree
        return tree

    def compose(self, handout: Handout) -> Composed:
        """Return a handout's HTML, and what in it cannot be printed."""
        adapted, frame = self.adapted(handout), self.frame(handout)
        rendered = self.render(handout, adapted, frame)
        by_country = self.words_by_country(rendered.main + rendered.imprint)
        adapted.problems.extend(self.missing_words(by_country, handout.docname))
        scan = self.scan(sources=bool(adapted.facts["sources"]))
        if handout.id:
            adapted.facts["words"] = self.digest(rendered, frame, scan[0], by_country)
        if version := version_of(self.app.config, handout, adapted.facts):
            notice = escape(notice_of(self.config, version), quote=False)
            rendered.imprint = filled(rendered.imprint, ((NOTICE, notice),))
            frame = frame_of_version(frame, version, self.config.base_url)
        logo = {self.logo.address: self.logo} if self.logo else {}
        return Composed(
            html=_sheet(rendered, frame),
            title=rendered.title,
            language=frame.language,
            problems=adapted.problems,
            facts=adapted.facts,
            pictures=rendered.pictures | logo,
            draft=frame.draft,
            claims=adapted.claims,
            by_country=by_country,
            scan=scan,
        )

    def adapted(self, handout: Handout) -> Adapted:
        """Return a handout with its blocks and its imprint, for its audience, not yet resolved."""
        docname, audience = handout.docname, self.config.audiences[handout.audience]
        document, placed = self.with_blocks(docname)
        expected = blocks_for_paper(document)
        problems = [*self.located(placed.faults, docname), *self.judge(document, handout)]
        claims = claims_in(document)  # Before some are left out.
        share = _share(placed.blocks, len(document.astext().split()))
        todos = bool(getattr(self.app.config, "todo_include_todos", False))
        for_paper(document, handout.audience, self.config.audiences, with_todos=todos)
        problems += self.judge_markup(document, handout)
        text = passages(document, self.srcdir)
        allowed = silenced(document, self.srcdir)
        problems += language_problems(self.evidence, text, allowed, audience)
        stated = claims_in(document)
        facts = text_facts(self.evidence, stated, text) | {"embedded": share}
        countries = {one.country or home_country(self.env) for one in self.config.editions.values()}
        facts["services"] = services_in(document, self.evidence.services, countries)
        self.number_sources(document, audience)
        # A tab that is named wrongly has been reported, and so is a page that could not be read.
        if not any(one.code == "audience" for one in problems):
            pages = pages_of(self.env)
            blocks = [block for block in placed.blocks if not pages[block.docname].unread]
            problems += self.located(lost_blocks(document, blocks, expected), docname)
        if not (problems or handout.problems):
            problems += self.located(nothing_to_print(document), docname)
        embedded = {block.docname for block in placed.blocks}
        checked = last_checked(self.env, docname, stated, embedded)
        facts["checked"] = checked.isoformat() if checked else None
        document += imprint_nodes(self.imprint(handout, checked)) or []
        return Adapted(document, problems, facts, tuple(claims))

    def render(self, handout: Handout, adapted: Adapted, frame: Frame) -> Rendered:
        """Return the words of an adapted handout as HTML; note what cannot be printed of them.

        The doctree of the handout is resolved, and then discarded.
        """
        document, docname = adapted.document, handout.docname
        adapted.problems.extend(self.resolve(document, docname))
        self.app.emit("handouts-composed", docname, handout.audience, document)
        rendered = render_words(document, frame, self.builder, self.srcdir)
        discard(document)
        adapted.problems.extend(self.located(rendered.faults, docname))
        return rendered

    def located(self, faults: Iterable[Fault], docname: str) -> list[Problem]:
        """Return faults as problems, each with its place in the sources."""
        at = functools.partial(place_of_source, self.env, docname)
        return [Problem(one.code, one.message, at(one.source, one.line)) for one in faults]

    def digest(
        self, rendered: Rendered, frame: Frame, scan: str, by_country: dict[str, dict[str, str]]
    ) -> str:
        """Return the digest of what a sheet says, without what the register says of it."""
        publisher = self.config.publisher
        sheet = _sheet(rendered, replace(frame, address="", code="", version="", draft=False))
        notice = escape(publisher.notice, quote=False)
        return words_digest(
            filled(sheet, ((NOTICE, notice), (SCAN, scan))),
            by_country,
            [publisher.notice, publisher.notice_approved, *styled_words(self.config.css)],
            site=self.config.base_url,
            own=frame.address,
        )

    def with_blocks(self, docname: str) -> tuple[nodes.document, Placed]:
        """Return a copy of a page with its blocks in place, and the faults of these."""
        document = fresh_tree(self.env, docname)
        document["handouts_sheet"] = True
        placed = BlockCopier(docname, self.where, self.tree_of, self.env).place(document)
        while len(self.trees) > TREES:  # Not before, because the handout may need all of its own.
            discard(self.trees.pop(next(iter(self.trees))))  # The one used longest ago.
        attach_own_footnotes(document)
        decide_conditions(self.app, self.builder, document, docname)
        return document, placed

    def judge_markup(self, document: nodes.document, handout: Handout) -> Iterator[Problem]:
        """Yield what is wrong with the markup, the characters and the translation of a sheet."""
        # Markup that could reach outside was reported, and is still there as it was written.
        outside = any(one.code == "outside" for one in handout.problems)
        checks = () if outside else (stray_markup, misread_signs, replaced_letters)
        unread = self.unread_places(handout)
        for check in (*checks, character_faults):
            for one in self.located(check(document), handout.docname):
                is_known = one.place in unread or self.is_of_fence(one, handout)
                if one.code != "stray-markup" or not is_known:
                    yield one
        if self.translated:
            yield from catalogue_problems(self.app, (handout.docname, *handout.embedded_pages))
            for one in translation_problems(self.env, handout.docname, document):
                milder = handout.draft and one.code == "untranslated"
                yield replace(one, refuses=False) if milder else one

    def unread_places(self, handout: Handout) -> set[Place]:
        """Return where a handout and the pages that it embeds from hold what was not read."""
        pages = pages_of(self.env)
        return {
            place_of_source(self.env, name, one.source, one.line)
            for name in (handout.docname, *handout.embedded_pages)
            for one in pages[name].unread
        }

    def is_of_fence(self, problem: Problem, handout: Handout) -> bool:
        """Return whether a problem is due to a fence that pairs up wrongly, which is reported."""
        pages, (path, line) = pages_of(self.env), problem.place
        return any(
            is_of_fence(problem.message, line, pages[name].fence_faults)
            and place_on_page(self.env, name, 1).path == path
            for name in (handout.docname, *handout.embedded_pages)
        )

    def number_sources(self, document: nodes.document, audience: Audience) -> None:
        """Number the sources of a sheet, where its audience has them."""
        ledger, bibliography = self.evidence.ledger, self.evidence.bibliography
        if audience.sources and ledger is not None:
            short_sources(document, ledger, bibliography, self.app.config.language)
        else:
            strip_numbers(document)

    def words_by_country(self, html: str) -> dict[str, dict[str, str]]:
        """Return the words of each edition's country for what a sheet says by country."""
        services, home = services_of(self.env), home_country(self.env)
        countries = {edition.country for edition in self.config.editions.values()}
        return {one: words_of_country(html, services, one or home) for one in sorted(countries)}

    def missing_words(self, words: dict[str, dict[str, str]], docname: str) -> Iterator[Problem]:
        """Yield a problem for each service that an edition's country lacks."""
        for country, found in words.items():
            for mark, text in found.items():
                if not text:
                    message = (
                        f"'{self.app.config.handouts_services}' has nothing for "
                        f"{{service}}`{as_typed(mark)}` in {country or 'any country'}, which an "
                        "edition is for; add the service, its place in words, or the word"
                    )
                    yield Problem("service", message, place_on_page(self.env, docname, 1))

    def judge(self, document: nodes.document, handout: Handout) -> Iterator[Problem]:
        """Yield what a handout must not say to its audience, before it is adapted."""
        yield from word_problems(self.evidence, document)
        for node, message in tab_faults(document, handout.audience, self.config.audiences):
            # A tab has no line; what is in it has.
            first = next((one for one in node.findall() if one.line), node)
            at = place_of_source(self.env, handout.docname, first.source, first.line)
            yield Problem("audience", message, at)

    def imprint(self, handout: Handout, checked: date | None) -> Imprint:
        """Return what the foot of a sheet says; the notice waits for the digest of its words."""
        address = self.address(handout.docname)
        imprint = imprint_of(handout, self.config, address, SCAN, checked=checked)
        has_version = handout.id and releases_of(self.app.config).exists
        return replace(imprint, notice=NOTICE) if has_version else imprint

    def scan(self, *, sources: bool) -> tuple[str, str]:
        """Return what to write for `SCAN`, and what where a promise of large print is no use."""
        large_print = self.config.has_large_print
        return (
            escape(scan_words(sources=sources, large_print=large_print), quote=False),
            escape(scan_words(sources=sources, large_print=False), quote=False),
        )

    def resolve(self, document: nodes.document, docname: str) -> list[Problem]:
        """Resolve the references, once, to the public site; return those that lead nowhere."""
        mark_wordless(document)
        resolving = resolving_for_paper(self.app, self.builder, document)
        with captured_log(dangles) as dangling, resolving:
            self.env.apply_post_transforms(document, docname)
        link_to_sources(document, self.address)
        name_contacts(document)
        message = "a sheet would show a bare name"
        faults = (
            Fault("reference", f"{message}: {text}{hint_at_scheme(text)}", source, line)
            for text, source, line in dangling
        )
        wordless = wordless_links(document, {line for _, _, line in dangling})
        return self.located([*faults, *wordless], docname)

    def frame(self, handout: Handout) -> Frame:
        """Return what surrounds the words of a handout."""
        audience = self.config.audiences[handout.audience]
        return Frame(
            audience=handout.audience,
            columns=audience.columns,
            language=self.language,
            publisher=self.config.publisher.name,
            address=self.address(handout.docname),
            link_addresses=audience.link_addresses,
            draft=handout.draft,
            templates=self.config.templates,
            logo=self.logo,
            logo_alt=self.config.brand.logo_alt,
        )

    def read_logo(self) -> Picture | None:
        """Return the logo of the brand.

        :raises ConfigError: for one that cannot be printed
        """
        brand = self.config.brand
        try:
            return read_picture(brand.folder, brand.logo) if brand.logo else None
        except PictureError as error:
            raise ConfigError(f"handouts_brand['logo']: {error}") from error

    @property
    def language(self) -> str:
        """The language of the pages, as HTML writes it."""
        return language_tag(self.config.language)


def _share(blocks: list[Block], all_words: int) -> float:
    """Return which share of a handout's words is embedded, from 0 to 1."""
    words = sum(len(block.text.split()) for block in blocks)
    return round(min(words / all_words, 1.0), 2) if all_words else 0.0


def _sheet(words: Rendered, frame: Frame) -> str:
    """Return the words of a sheet in the template.

    :raises ConfigError: for a template that cannot be used
    """
    try:
        return sheet_html(words, frame)
    except TemplateError as error:
        raise ConfigError(f"handouts_templates_path: {error}") from error
