"""Generated mutants of a finished PDF: the checks find nearly all.

`make test` looks at a few; HANDOUTS_MUTANTS=500 at as many.
"""

from __future__ import annotations

import base64
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from finished import typeset_job
from handouts.jobs import THEME_FONTS, Job, SheetPlan, TypeSetting
from handouts.preflight.gate import Expected, faults_of_pdf
from mutants import MUTATIONS, mutant, run_into

THEME = Path(__file__).parents[2] / "src" / "handouts" / "theme"
COUNT = int(os.environ.get("HANDOUTS_MUTANTS", "60"))
WORDS = (
    "In most fair tests, 47 of 100 people had less pain a year on, as with a pretend injection. "
)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
HTML = f"""<!doctype html><html lang="en-GB"><head><title>Knee pain</title></head><body><main>
<h1>Knee pain</h1><p class="standfirst">For people with knee pain</p>
<div class="ho-box ho-answer"><h2 class="ho-box-title">In short</h2><p>{WORDS}</p></div>
<section><h2>What was found</h2><p>{WORDS * 2}<a href="https://example.org/">More</a>,
or <a href="https://example.org/rest">rest</a>.</p>
<table><thead><tr><th scope="col">Option</th><th scope="col">Result</th></tr></thead><tbody>
<tr><td><strong>Rest</strong></td><td>{WORDS}</td></tr><tr><td>Exercise</td><td>22 of 60</td></tr>
</tbody></table></section>
<section><h2>What to do</h2><ul><li>Walk each day</li><li>Ask <ul><li>a nurse</li></ul></li></ul>
<ol><li>First, rest for 2 days</li><li>Then walk for 10 minutes</li><li>{WORDS}</li></ol></section>
<figure><img src="data:image/svg+xml;base64,{base64.b64encode(SVG).decode()}" alt="A knee"
 style="width:9mm"><figcaption><p>A knee</p></figcaption></figure></main>
<footer class="ho-imprint"><div class="ho-imprint-text"><p>Imprint 2026</p></div></footer>
</body></html>"""
PLAN = SheetPlan("a4", (210.0, 297.0), 1, (TypeSetting(12.0, 1.3, 0.7),))


@pytest.fixture(scope="module")
def sheet(engine) -> tuple[bytes, Expected]:
    css = (THEME / "sheet.css").read_text("utf-8")
    job = Job("knee", HTML, (PLAN,), css, THEME_FONTS, "Knee pain", "en-GB")
    data, expected = typeset_job(job)
    assert faults_of_pdf(data, expected) == []
    return data, expected


def test_of_a_hundred_generated_mutants_one_at_most_is_missed(
    sheet: tuple[bytes, Expected],
) -> None:
    good, expected = sheet
    missed = []
    for seed in range(COUNT):
        name, data = mutant(good, seed)
        if not faults_of_pdf(data, expected):
            missed.append((seed, name))

    assert len(missed) <= COUNT / 100, missed


def test_words_that_run_into_others_are_found_whatever_was_laid_out(
    sheet: tuple[bytes, Expected],
) -> None:
    good, expected = sheet
    missed = []
    for seed in range(COUNT // 20):
        data = run_into(random.Random(seed), good)
        messages = [one.message for one in faults_of_pdf(data, replace(expected, glyphs=None))]
        if not any("lie on each other" in message for message in messages):
            missed.append((seed, messages))

    assert missed == []


def test_each_kind_of_mutant_is_among_those_that_are_always_made() -> None:
    assert len(MUTATIONS) <= 60
