"""A sheet is resolved without transforms that would find nothing to do."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.domains.c import AliasNode
from sphinx.domains.c import AliasTransform as OfC
from sphinx.domains.cpp import AliasNode as AliasNodeOfCpp
from sphinx.domains.cpp import AliasTransform as OfCpp
from sphinx.transforms.post_transforms import OnlyNodeTransform, SphinxPostTransform
from sphinx.transforms.post_transforms.code import (
    HighlightLanguageTransform,
    TrimDoctestFlagsTransform,
)
from sphinx_design.shared import create_component

from handouts.compose.resolve import NEEDED, transforms_for

if TYPE_CHECKING:
    from docutils.transforms import Transform


def of_design(module: str) -> type[Transform]:
    """Return the transform of a module of sphinx-design."""
    found = vars(importlib.import_module(module)).values()
    classes = [one for one in found if isinstance(one, type) and one.__module__ == module]
    (transform,) = (one for one in classes if issubclass(one, SphinxPostTransform))
    return transform


class python_block(nodes.literal_block):  # noqa: N801
    """A block of code of another extension."""


CODE = HighlightLanguageTransform, TrimDoctestFlagsTransform
CASES = [
    *((of_design(name), create_component(NEEDED[name][0])) for name in NEEDED if "_d" in name),
    (OfC, AliasNode("", {}, None, parentKey=())),
    (OfCpp, AliasNodeOfCpp("", {}, None, parentKey=())),
    *((one, nodes.literal_block()) for one in CODE),
    *((one, nodes.doctest_block()) for one in CODE),
    *((one, python_block()) for one in CODE),
    *((one, addnodes.highlightlang()) for one in CODE),
]


@pytest.mark.parametrize(("transform", "changed"), CASES)
def test_a_transform_runs_only_where_there_is_what_it_changes(
    transform: type[Transform], changed: nodes.Element
) -> None:
    document = new_document("sheet")

    assert transforms_for(document, [OnlyNodeTransform, transform]) == [OnlyNodeTransform]
    document += changed
    assert transforms_for(document, [OnlyNodeTransform, transform]) == [
        OnlyNodeTransform,
        transform,
    ]


def test_all_transforms_run_where_a_project_has_its_own() -> None:
    """One of a project may make what those of Sphinx and sphinx-design change."""
    own = type("Own", (SphinxPostTransform,), {"__module__": "conf"})
    every = [own, *CODE]

    assert transforms_for(new_document("sheet"), every) == every
