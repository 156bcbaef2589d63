"""A sheet is resolved without transforms that would find nothing to do."""

from __future__ import annotations

import importlib

import pytest
from docutils.utils import new_document
from sphinx.transforms.post_transforms import OnlyNodeTransform, SphinxPostTransform
from sphinx_design.shared import create_component

from handouts.compose.resolve import COMPONENT_OF, transforms_for


@pytest.mark.parametrize(("module", "component"), COMPONENT_OF.items())
def test_the_transform_of_a_component_runs_only_where_there_is_one(
    module: str, component: str
) -> None:
    found = vars(importlib.import_module(module)).values()
    classes = [one for one in found if isinstance(one, type) and one.__module__ == module]
    (transform,) = (one for one in classes if issubclass(one, SphinxPostTransform))
    document = new_document("sheet")

    assert transforms_for(document, [OnlyNodeTransform, transform]) == [OnlyNodeTransform]
    document += create_component(component)
    assert transforms_for(document, [OnlyNodeTransform, transform]) == [
        OnlyNodeTransform,
        transform,
    ]
