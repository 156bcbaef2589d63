"""The wheel and the source archive: built, and used as somebody does who has nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest
from packaging.metadata import Metadata

from handouts import __version__

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**kept, "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def dist(tmp_path_factory) -> Path:
    """Build the source archive, and the wheel from what is in it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory) -> Path:
    """Return a Python that has the wheel, and our dependencies without asking a registry."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    found = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(found), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    # A path only: a link to this checkout, which lies there as well, is not followed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def knee(python: Path, tmp_path_factory) -> Path:
    """Lay out a project with the installed package, and `make` it."""
    folder = tmp_path_factory.mktemp("somebody")
    home = tmp_path_factory.mktemp("home")
    laid = run(python, "-m", "handouts", "new", "knee", folder=folder, home=home)
    assert (laid.returncode, laid.stderr) == (0, "")
    made = run("make", folder=folder / "knee", home=home)
    assert (made.returncode, made.stderr) == (0, "")
    return folder / "knee"


def test_the_installed_package_is_the_wheel(python: Path, tmp_path) -> None:
    code = "import handouts; print(handouts.__file__)"
    found = run(python, "-c", code, folder=tmp_path, home=tmp_path)

    assert Path(found.stdout).is_relative_to(python.parents[1])


def test_it_prints_the_sheets_of_a_new_project_without_a_warning(knee: Path) -> None:
    found = sorted(path.name for path in (knee / "build" / "pdf").glob("*.pdf"))

    editions = ["a4", "large-print", "letter"]
    assert found == [f"{who}-{one}.pdf" for who in ("patients", "referrers") for one in editions]


def test_it_builds_the_site_of_a_new_project_with_its_style(knee: Path) -> None:
    site = knee / "build" / "html"

    assert (site / "patients.html").is_file()
    assert (site / "_static" / "handouts.css").is_file()


def test_a_new_project_requires_the_wheel_that_made_it(knee: Path, wheel: Path) -> None:
    requirements = (knee / "requirements.txt").read_text("utf-8")

    assert f"handouts @ {wheel.as_uri()}" in requirements.splitlines()


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    package = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "handouts").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert {name for name in names if ".dist-info/" not in name} == package
    assert "handouts/py.typed" in names


def test_the_metadata_is_whole(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(f"handouts-{__version__}.dist-info/METADATA")
        names = set(archive.namelist())
    metadata = Metadata.from_email(data, validate=True)

    assert (metadata.name, str(metadata.version)) == ("handouts", __version__)
    assert (metadata.license_expression, metadata.description_content_type) == (
        "MIT AND OFL-1.1",
        "text/markdown",
    )
    licences = {
        f"handouts-{__version__}.dist-info/licenses/{name}" for name in metadata.license_files or []
    }
    assert len(licences) == 2
    assert licences <= names


def test_the_source_archive_has_all_that_a_change_needs(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    needed = {"CHANGELOG.md", "LICENSE", "Makefile", "docs/conf.py", "docs/claims.toml"}
    assert needed | {"tests/conftest.py", "tests/roots/test-everything/conf.py"} <= names
    assert not {name for name in names if name.startswith((".venv", "build/", ".git/"))}


CALLER = """
from pathlib import Path

import handouts

report = handouts.build("docs", "out", only="patients")
names: list[str] = [sheet.file for sheet in report.sheets if sheet.printed]
again: handouts.Report = handouts.read_report(Path("out", "report.json"))
found: list[handouts.Problem] = handouts.check_pdf(b"", handouts.Expected(language="en"))
version: str = handouts.__version__
"""


# What we import ourselves is no part of what others see; nothing that they see may be `Any`.
TYPES = """
[mypy]
strict = True
disallow_any_expr = True
follow_imports = silent
[mypy-babel.*,docutils.*,jinja2.*,myst_parser.*,pebble.*,PIL.*,pygments.*,sphinx.*,yaml.*]
follow_imports = skip
"""


def test_another_project_sees_the_types(tmp_path) -> None:
    (tmp_path / "caller.py").write_text(CALLER)
    (tmp_path / "mypy.ini").write_text(TYPES)
    command = [sys.executable, "-m", "mypy", "caller.py"]

    done = subprocess.run(
        command, check=False, cwd=tmp_path, capture_output=True, text=True, timeout=200
    )

    assert done.returncode == 0, done.stdout
