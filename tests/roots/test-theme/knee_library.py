"""Functions for knees."""


class Knee:
    """A knee."""

    #: Whether it hurts.
    sore: bool = True

    def __init__(self, side: str, *, load_in_kilograms: float | None = None) -> None:
        """Begin."""

    def a_method_with_a_very_long_name_that_goes_on(self, degrees: float, /) -> float:
        """Bend it.

        :param degrees: how far
        :returns: how far it went
        :raises ValueError: if it hurts

        .. deprecated:: 3.0
           Use another.
        """
