"""The helpers of the repository: workflows, forms and lists agree with the project."""

from __future__ import annotations

import base64
import os
import re
import shlex
import subprocess
import sys
import tomllib
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from fontTools.ttLib import TTFont

from handouts.__main__ import make_parser

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
TEST = re.compile(r"^def (test_\w+)", re.MULTILINE)
EVERY_WORKFLOW = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def workflow(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8")))


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@EVERY_WORKFLOW
def test_an_action_is_named_by_its_commit_and_its_version(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    # A workflow of this repository is taken from the same commit.
    lines = [line for line in lines if "uses: ./" not in line]

    assert [one for one in lines if not re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", one)] == []


@EVERY_WORKFLOW
def test_a_workflow_may_do_nothing_but_what_a_job_asks_for(path: Path) -> None:
    found = workflow(path.stem)

    assert found["permissions"] == {}
    for job in found["jobs"].values():
        # The jobs of a workflow that another one calls have limits of their own.
        assert "permissions" in job
        assert "timeout-minutes" in job or "uses" in job


def test_the_site_is_deployed_when_all_checks_have_passed() -> None:
    jobs = workflow("pages")["jobs"]

    assert jobs["checks"]["uses"] == "./.github/workflows/ci.yml"
    assert "checks" in jobs["deploy"]["needs"]


@EVERY_WORKFLOW
def test_a_workflow_asks_for_targets_that_make_has(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))

    assert set(re.findall(r"run: make ([a-z-]+)", path.read_text("utf-8"))) <= targets


def test_the_pages_for_authors_name_targets_that_make_has() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    pages = [*(ROOT / "docs" / "contributing").glob("*.md"), ROOT / "README.md"]
    text = "".join(path.read_text("utf-8") for path in pages)
    typed = re.findall(r"(?:`|\$ )make((?: [a-z][a-z-]*)*)", text)

    assert {target for one in typed for target in one.split()} <= targets


def made(target: str) -> list[str]:
    """Return the commands of a target, without running them."""
    command = ["make", "--dry-run", "--no-print-directory", target]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_pages_for_developers_are_not_gathered_for_translation() -> None:
    commands = made("gettext")
    (removed,) = (number for number, one in enumerate(commands) if one.startswith("rm "))

    assert commands[removed].endswith("/contributing.pot")
    assert "sphinx-build" in commands[removed - 1]
    assert "sphinx-intl update" in commands[removed + 1]


def test_the_first_set_up_installs_neither_tests_nor_linters() -> None:
    text = read("Makefile")
    (installed,) = re.findall(r"--editable \. (.*)", text)

    assert installed == "--group docs"
    assert re.search(r"^test: browser\b", text, re.MULTILINE)
    assert re.search(r"^browser: .*\.venv/installed-test\b", text, re.MULTILINE)
    assert re.search(r"^lint: .*\.venv/installed-lint\b", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["tools/screenshots", "benchmarks/pages.py"])
def test_a_tool_finds_what_it_imports(name: str) -> None:
    code = f"import runpy; runpy.run_path({str(ROOT / name)!r})"

    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_what_a_stranger_wrote_is_built_without_a_secret_and_without_a_right_to_write() -> None:
    text = read(".github/workflows/preview.yml")

    assert workflow("preview")["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in text
    assert "secrets." not in text


def test_the_preview_compares_as_the_command_can() -> None:
    (step,) = [
        step["run"]
        for step in workflow("preview")["jobs"]["build"]["steps"]
        if "handouts diff" in step.get("run", "")
    ]
    typed = step.replace("\\\n", " ").partition("-m handouts ")[2].partition("||")[0]

    options = make_parser().parse_args(shlex.split(typed))

    assert (options.new, str(options.output)) == ("build/pdf", "build/diff")


def test_the_job_that_may_comment_runs_nothing_of_the_change() -> None:
    job = workflow("comment")["jobs"]["comment"]

    assert [step["uses"] for step in job["steps"] if "uses" in step] == []
    assert "git " not in "".join(step["run"] for step in job["steps"])
    assert "${{" not in "".join(step["run"] for step in job["steps"])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("### What", "### What"),
        ("| `a-4` | `type 9 pt \u2192` |", "| `a-4` | `type 9 pt \u2192` |"),
        ("<details><summary><code>a</code>", "<details><summary><code>a</code>"),
        ("&#64;nurse &commat;nurse", "&\u200b#\u200b64;nurse &\u200bcommat;nurse"),
        ("team/backs#1 GH-2", "team/backs#\u200b1 GH-\u200b2"),
        ("@nurse", "@\u200bnurse"),
        ("[log in](https://example.org)", "[log in]\u200b(https:/\u200b/example.org)"),
        ("[a]: javascript:x", "[a]\u200b: javascript:x"),
        ("www.example.org", "www\u200b.example.org"),
        ('<img src="//example.org">', '&lt;img src="/\u200b/example.org">'),
        ("\x01script>", "script>"),
    ],
)
def test_in_a_comment_a_stranger_calls_nobody_and_links_nowhere(
    tmp_path, said: str, shown: str
) -> None:
    (script,) = (
        step["run"]
        for step in workflow("comment")["jobs"]["comment"]["steps"]
        if "body.md" in step["run"]
    )
    (tmp_path / "diff").mkdir()
    (tmp_path / "diff" / "comment.md").write_text(f"{said}\n", encoding="utf-8")
    write = re.search(r"^\{\n.*?^\} > body\.md$", script, re.DOTALL | re.MULTILINE)[0]

    environment = {"PATH": os.environ["PATH"], "GH_REPO": "team/backs", "RUN": "7"}
    subprocess.run(["bash", "-euc", write], cwd=tmp_path, env=environment, check=True)

    assert shown in (tmp_path / "body.md").read_text("utf-8").splitlines()


def test_every_supported_python_is_tried() -> None:
    prefix = "Programming Language :: Python :: 3."
    reported = [one for one in PYPROJECT["project"]["classifiers"] if one.startswith(prefix)]

    tried = workflow("ci")["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert tried == [one.rpartition(" ")[2] for one in reported]


def test_the_oldest_packages_are_the_lowest_that_are_allowed() -> None:
    allowed = dict(re.match(r"([\w-]+)>=([\d.]+)", one).groups() for one in dependencies())
    oldest = dict(re.findall(r"^([\w-]+)==([\d.]+)$", read("tools/oldest.txt"), re.MULTILINE))

    assert oldest.keys() == allowed.keys()
    # 9 and 9.0.0 are the same version.
    assert [name for name in oldest if whole(oldest[name]) != whole(allowed[name])] == []


def dependencies() -> list[str]:
    return list(PYPROJECT["project"]["dependencies"])


def whole(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".")]
    return tuple(parts + [0] * (3 - len(parts)))


def test_every_host_installs_the_same_libraries() -> None:
    (needed,) = set(
        re.findall(r"(libpango-1.0-0 libpango\S+ libharf\S+)", read("tools/system-packages"))
    )
    hosts = [path.read_text("utf-8") for path in WORKFLOWS]

    assert all(needed in text for text in hosts if "apt-get install" in text)
    assert yaml.safe_load(read(".readthedocs.yaml"))["build"]["apt_packages"] == needed.split()


def test_the_hooks_fetch_nothing() -> None:
    repos = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]

    assert [repo["repo"] for repo in repos] == ["local"]
    assert {hook["language"] for hook in repos[0]["hooks"]} == {"system"}


@pytest.mark.parametrize("asked", ["Source:", "Read on:", "checked"])
def test_a_pull_request_is_asked_for_its_source_and_date(asked: str) -> None:
    assert asked in read(".github/PULL_REQUEST_TEMPLATE.md")


def test_there_is_a_form_for_each_kind_of_reader() -> None:
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
    names = [yaml.safe_load(path.read_text("utf-8"))["name"] for path in forms]

    assert names == [
        "A fact is wrong or out of date",
        "Something is hard to understand",
        "A sheet prints badly",
        "The program does something wrong",
    ]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "figures").glob("*.svg")), ids=lambda path: path.stem
)
def test_a_drawing_of_the_pages_has_the_letters_of_its_labels(path: Path) -> None:
    drawing = path.read_text("utf-8")
    has = {
        weight: set(TTFont(BytesIO(base64.b64decode(font))).getBestCmap())
        for weight, font in re.findall(r"font-weight:(\d+);src:url\(data:[^,]*,([^)]*)\)", drawing)
    }
    label = re.compile(r'<text[^>]*font-weight="(\d+)"[^>]*>([^<]*)')
    labels = [(weight, unescape(text)) for weight, text in label.findall(drawing)]

    missing = [text for weight, text in labels if not set(map(ord, text)) <= has[weight]]
    assert (bool(labels), missing) == (True, []), "run tools/figure-fonts"


def test_each_promise_of_security_names_tests_that_exist() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    promises = text.partition("## What is promised")[2].partition("\n## ")[0].split("\n* ")[1:]
    named = [re.findall(r"\btest_\w+", "".join(COMMENT.findall(one))) for one in promises]
    files = (ROOT / "tests").rglob("test_*.py")
    defined = {name for path in files for name in TEST.findall(path.read_text("utf-8"))}

    assert len(promises) > 15
    assert all(named)
    assert {name for names in named for name in names} <= defined
