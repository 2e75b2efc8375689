"""What a caller asked that statistics cannot answer."""

from collections.abc import Iterable


class InvalidStatistics(ValueError):
    """A dimension, measure or combination that makes no sense.

    ``parameter`` names the request's parameter, ``valid`` lists what it may be (may be empty).
    """

    def __init__(self, parameter: str, detail: str, valid: Iterable[str] = ()) -> None:
        self.parameter, self.detail, self.valid = parameter, str(detail), tuple(valid)
        super().__init__(self.detail)
