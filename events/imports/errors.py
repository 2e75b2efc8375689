"""What can be wrong with a file or a row."""

from collections.abc import Iterable

from events.imports.said import Text, joined


class ImportRefused(Exception):
    """Nothing can be read or loaded: one sentence per fault of the mapping or the file."""

    def __init__(self, *faults: str) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


class RowRejected(ValueError):
    """One row cannot become a visit; ``reasons`` says why."""

    def __init__(self, reasons: Iterable[Text]) -> None:
        self.reasons = list(reasons)
        super().__init__(joined(self.reasons))
