"""Print one accessible page for each audience from the pages of a Sphinx project."""

from __future__ import annotations

import importlib
import importlib.metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from handouts.api import build, check_pdf
    from handouts.audit.facts import HandoutFacts
    from handouts.jobs import TypeSetting
    from handouts.pipeline.report import Report, ReportError, SheetResult, read_report
    from handouts.preflight.gate import Expected
    from handouts.problems import Place, Problem

__version__ = importlib.metadata.version("handouts")
__all__ = (
    "Expected",
    "HandoutFacts",
    "Place",
    "Problem",
    "Report",
    "ReportError",
    "SheetResult",
    "TypeSetting",
    "__version__",
    "build",
    "check_pdf",
    "read_report",
    "setup",
)
_HOMES = {
    "Expected": "preflight.gate",
    "HandoutFacts": "audit.facts",
    "Place": "problems",
    "Problem": "problems",
    "Report": "pipeline.report",
    "ReportError": "pipeline.report",
    "SheetResult": "pipeline.report",
    "TypeSetting": "jobs",
    "build": "api",
    "check_pdf": "api",
    "read_report": "pipeline.report",
}
"""The module of each public name, imported when somebody asks for the name."""


def __getattr__(name: str) -> Any:
    # A worker process imports this package, and must start without Sphinx.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"handouts.{_HOMES[name]}"), name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every package with Sphinx, in the order of the flow."""
    app.require_sphinx("9.0")  # First, so that an older one is named and nothing else fails.
    # Imported here, so that a worker process, which needs none of it, starts quickly.
    from handouts import (
        audit,
        builder,
        claims,
        collect,
        compose,
        config,
        pipeline,
        releases,
        website,
    )
    from handouts.files import package_digest

    builder.register(app)
    for package in (config, collect, claims, releases, audit, compose, pipeline, website):
        package.setup(app)
    return {
        "version": __version__,
        # Pages read by another version of this code are read again.
        "env_version": int(package_digest()[:12], 16),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
