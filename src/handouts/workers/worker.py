"""Print one handout in a worker process: fit it, write it, and check the file.

In a process of its own, a crash, an endless loop or a huge picture harms nothing else.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes.util
import functools
import multiprocessing
import os
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape
from multiprocessing import connection
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from handouts.files import OF_DISKS, installed_version
from handouts.jobs import BODY, EXTRA, HEADING, MONO, SANS, Font, Job, Printed, SheetPlan
from handouts.problems import Fault
from handouts.workers.later import imported_when_used
from handouts.workers.memory import (
    LeftByLayouts,
    collect_seldom,
    limit_memory,
    loading,
    with_room_for_frames,
)

if TYPE_CHECKING:
    from handouts.preflight.gate import Expected
    from handouts.typeset.edition import TypesetEdition
    from handouts.typeset.engine import Engine
    from handouts.typeset.layout import ParsedSheet
    from handouts.typeset.log import Log

NO_MEMORY_LIMIT = "no-memory-limit"
"""File in the workers' folder with the reason why this system sets no limit of memory."""
WITH_SHORTCUTS = {"weasyprint": "70.0", "cssselect2": "0.10.1", "pydyf": "0.13.0"}
"""Versions of what the shortcuts change, which they are known to suit."""
OF_ROOM = {"clipped", "overflow"}
"""Codes of faults that another form of the sheet may avoid."""
FAMILIES = frozenset(name.replace(" ", "-") for name in (SANS, MONO, EXTRA, BODY, HEADING))
NO_ENGINE = (
    "the layout engine cannot be loaded: {}; install Pango and HarfBuzz (Debian: libpango-1.0-0 "
    "libpangoft2-1.0-0 libharfbuzz-subset0)"
)
_MISSING: list[str] = []
"""The reason, if the layout engine cannot be loaded in this process."""


def start_worker(memory_limit: int, folder: Path) -> None:
    """Prepare a new process: limit its memory, load the engine."""
    end_with_parent()
    # The validator of PDF/UA would hand parts of each file to other threads, which wait for a
    # processor that another process prints with.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    try:
        limit_memory(memory_limit)
    except (ValueError, OSError) as error:
        # macOS cannot limit the address space; the parent process adds a note to the report.
        (folder / NO_MEMORY_LIMIT).write_text(str(error), encoding="utf-8")
    try:
        load_with_shortcuts(folder)
    except OSError as error:  # A library that the engine needs is not installed.
        _MISSING.append(str(error).partition("\n")[0])
    collect_seldom()


def load_with_shortcuts(folder: Path) -> bool:
    """Load the engine, with its shortcuts if it is of a version that they suit; return whether.

    :raises OSError: if a library of the engine is not installed
    """
    with loading():
        load_engine(folder)
        suits = all(installed_version(name) == known for name, known in WITH_SHORTCUTS.items())
        if suits:
            from handouts.typeset.shortcuts import take_shortcuts

            take_shortcuts()
    return suits


def end_with_parent(clean_up: Callable[[], None] = lambda: None) -> None:
    """End this process when its parent ends, however that happens.

    Its parent takes it for dead when the process ends of which it is a copy, so it ends then too.

    :param clean_up: what to do before
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        watched = [parent.sentinel]
        with contextlib.suppress(AttributeError, OSError):  # Linux alone has it, and copies.
            watched.append(os.pidfd_open(os.getppid()))

        def watch() -> None:
            connection.wait(watched)
            clean_up()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def write_font_settings(folder: Path) -> None:
    """Put into `folder` what `load_engine` needs, once for all processes."""
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><cachedir>{escape(str(folder))}</cachedir></fontconfig>",
        encoding="utf-8",
    )


def load_engine(folder: Path) -> None:
    """Import the layout engine without the fonts of the system."""
    # fontconfig reads this when the engine is first imported.
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    with warnings.catch_warnings(), _libraries_by_file_name(), imported_when_used():
        warnings.simplefilter("ignore")  # "No fonts configured" is what we want.
        # Not at the top of this module, which the process that builds imports too.
        import handouts.preflight.gate
        import handouts.typeset.edition  # noqa: F401
    # Fonts of the engine remove their folder when they are freed, which fails once Python ends.
    atexit.register(_engine.cache_clear)


@contextlib.contextmanager
def _libraries_by_file_name() -> Iterator[None]:
    """Let libraries be found by the names of their files alone, which the engine tries in turn.

    By other names, Python looks for them on Linux with a compiler and a linker. It started 54
    programs for each process that prints, a third of the time in which the engine loads.
    """
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find


@functools.lru_cache(maxsize=4)
def _engine(css: str, fonts: tuple[Font, ...], furniture: tuple[tuple[str, str], ...]) -> Engine:
    from handouts.typeset.engine import Engine

    return Engine(css, fonts, dict(furniture))


_LEFT = LeftByLayouts()


def print_and_collect(job: Job) -> list[Printed]:
    """Print one handout in a process that does nothing else, and free what is left now and then."""
    printed = print_handout(job)
    _LEFT.add(len(printed))
    return printed


@with_room_for_frames
def print_handout(job: Job) -> list[Printed]:
    """Print one handout in all its editions."""
    if _MISSING:
        return job.refused(Fault("engine", NO_ENGINE.format(_MISSING[0])))
    from weasyprint.urls import FatalURLFetchingError

    from handouts.typeset.layout import ParsedSheet
    from handouts.typeset.log import Log
    from handouts.typeset.pictures import DecodingError, drawable

    with Log() as log:
        try:
            engine = _engine(job.css, job.fonts, tuple(sorted(job.furniture.items())))
            job = job.with_words(engine.coverage.with_accents)
            pictures = drawable(job.pictures)
            parse = functools.partial(ParsedSheet, engine, pictures=pictures)
            return _print_editions(parse, job, log)
        except DecodingError as error:
            fault = Fault("picture", str(error), *(error.picture.shown_at or ()))
        except FatalURLFetchingError as error:
            fault = Fault("engine", str(error))
        except (RecursionError, MemoryError) as error:
            deep = isinstance(error, RecursionError)
            what = "is nested too deeply to be laid out" if deep else "takes too much memory"
            fault = Fault("limit", f"the sheet {what}")
        except OSError as error:
            if error.errno not in OF_DISKS:
                raise
            where = f"no room for temporary files in '{error.filename or tempfile.gettempdir()}'"
            fault = Fault("engine", f"{where}: make some, or let TMPDIR name another folder")
    return job.refused(fault)


def _print_editions(parse: Callable[[str], ParsedSheet], job: Job, log: Log) -> list[Printed]:
    printed: list[Printed] = []
    parsed: dict[str, ParsedSheet] = {}
    for plan in large_print_first(job.plans):
        log.messages.clear()
        job = job if plan.large_print else job.for_others(printed)
        html = job.html_for(plan)
        if html not in parsed:  # Editions of one country share their words.
            parsed[html] = parse(html)
        sheet = parsed[html]
        known = (job.at_most, most_to_keep(job.plans, printed), sheet.optional)
        at_most = min(number for number in known if number is not None)
        printed.append(_print_edition(sheet, job, plan, at_most, log))
    return with_shared_faults(printed)


def large_print_first(plans: Iterable[SheetPlan]) -> list[SheetPlan]:
    """Return plans in the order in which they are printed one after the other.

    Equal access means that no edition keeps a block that large print has no room for.
    """
    return sorted(plans, key=lambda plan: not plan.large_print)


def most_to_keep(plans: Iterable[SheetPlan], printed: Iterable[Printed]) -> int | None:
    """Return how many optional blocks large print has room for; nothing if none was printed."""
    large = {plan.edition for plan in plans if plan.large_print}
    return min((one.kept for one in printed if one.edition in large and one.pdf), default=None)


def with_shared_faults(printed: list[Printed]) -> list[Printed]:
    """Add the engine's warnings to every edition, because it warns of a picture only once."""
    shared = [fault for one in printed for fault in one.faults if fault.code == "engine"]
    if not shared:
        return printed
    return [
        replace(one, pdf=b"", faults=tuple(dict.fromkeys([*one.faults, *shared])))
        for one in printed
    ]


def _print_edition(
    sheet: ParsedSheet, job: Job, plan: SheetPlan, at_most: int, log: Log
) -> Printed:
    """Print an edition; if something has no room, try other forms of the sheet."""
    printed = _print_with_room(sheet, job, plan, at_most, log)
    layouts = printed.layouts
    if not _may_have_room(printed):
        return printed
    for other in sheet.in_other_forms(plan, clipped=_is_clipped(printed)):
        again = _print_with_room(other, job, plan, at_most, log)
        layouts += again.layouts
        if again.pdf:
            return replace(again, layouts=layouts)
    # Where nothing helps, the faults of the usual layout are those to explain.
    return printed


def _may_have_room(printed: Printed) -> bool:
    """Return whether another form may be printed: all that is wrong is a lack of room.

    A character that no font has, or a warning of the engine, is a fault in every form.
    """
    return bool(printed.faults) and all(fault.code in OF_ROOM for fault in printed.faults)


def _is_clipped(printed: Printed) -> bool:
    """Return whether something sticks out of the page; else the sheet is too long."""
    return any(fault.code == "clipped" for fault in printed.faults)


def _print_with_room(
    sheet: ParsedSheet, job: Job, plan: SheetPlan, at_most: int, log: Log
) -> Printed:
    """Print a sheet in the largest type in which it fits, or in the smallest if words stick out."""
    printed = _print_once(sheet, job, plan, at_most, log)
    smallest = replace(plan, settings=plan.settings[-1:])
    if smallest == plan or not (_is_clipped(printed) and _may_have_room(printed)):
        return printed
    again = _print_once(sheet, job, smallest, at_most, log)
    return replace(again, layouts=printed.layouts + again.layouts) if again.pdf else printed


def _print_once(sheet: ParsedSheet, job: Job, plan: SheetPlan, at_most: int, log: Log) -> Printed:
    from handouts.preflight.gate import faults_of_pdf
    from handouts.preflight.structure import text_of_html
    from handouts.typeset.edition import typeset
    from handouts.typeset.layout import NoLayoutError
    from handouts.typeset.overflow import certain_overflow, too_high

    text = text_of_html(job.html_for(plan), 0)
    refused = Printed(plan.edition, setting=plan.settings[-1], words=len(text.split()))
    if fault := certain_overflow(sheet, text, plan):
        return replace(refused, faults=(fault,))
    try:
        made = typeset(sheet, plan, at_most)
    except NoLayoutError:
        return replace(refused, faults=(too_high(sheet),))
    layout = made.layout
    faults = [*made.faults, *sheet.missing, *(log.faults() if made.pdf else ())]
    if made.pdf and not faults:
        # The file would have the faults of the layout again, with messages that help less.
        faults = faults_of_pdf(made.pdf, expected_of(sheet.source, job, plan, made))
    return Printed(
        edition=plan.edition,
        pdf=made.pdf if not faults else b"",
        pages=layout.pages,
        setting=layout.setting,
        kept=layout.kept,
        full=made.full,
        words=len(text_of_html(job.html_for(plan), layout.kept).split()),
        layouts=made.layouts,
        faults=tuple(_with_place(one, sheet, job) for one in dict.fromkeys(faults)),
    )


def _with_place(fault: Fault, sheet: ParsedSheet, job: Job) -> Fault:
    """Add to a fault the block or the picture with the words that it is about."""
    about = fault.about
    if fault.in_picture or (about and about not in "".join(sheet.body.itertext())):
        for picture in job.pictures.values():
            if about and picture.kind.endswith("svg+xml") and _holds(picture.data, about):
                name = f" '{picture.name}'" if fault.in_picture else ""
                path, line = picture.shown_at or (None, None)
                return replace(fault, message=f"{fault.message}{name}", source=path, line=line)
    return replace(fault, blocks=fault.blocks or sheet.block_holding(about))


def _holds(drawing: bytes, words: str) -> bool:
    """Return whether a drawing holds some words, with any white space."""
    texts = ElementTree.fromstring(drawing).itertext()
    return "".join(words.split()) in "".join("".join(texts).split())


def expected_of(html: str, job: Job, plan: SheetPlan, made: TypesetEdition) -> Expected:
    """Return what the PDF of one edition must be.

    :param html: the sheet in the form that was printed
    :param made: the edition, with its layout and glyphs
    """
    from handouts.preflight.gate import Expected
    from handouts.preflight.structure import structure_of_html, text_of_html

    kept = made.layout.kept
    structure = structure_of_html(html, kept)
    return Expected(
        text=text_of_html(job.html_for(plan), kept),
        title=job.title_for(plan),
        language=job.language,
        pages=plan.pages,
        paper=plan.paper,
        fonts=FAMILIES,
        pictures=len(structure.alternatives),
        smallest=made.layout.setting.size,
        structure=structure,
        furniture=job.furniture.get("words", "") if plan.pages > 1 else "",
        glyphs=made.glyphs,
    )
