"""A handout's web page says what its sheet says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from twins import assert_same_words

if TYPE_CHECKING:
    from projects import Built


@pytest.mark.parametrize("edition", ["a4", "letter", "large-print"])
@pytest.mark.parametrize("handout", ["sheets/patients", "sheets/referrers"])
def test_a_sheet_has_the_words_of_its_twin(
    everything_printed: Built, everything_site: Built, handout: str, edition: str
) -> None:
    assert_same_words(everything_printed, everything_site, edition, handout, f"{handout}.html")
