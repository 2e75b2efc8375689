"""Downloads: the rows of a list or of an aggregate in every format, streamed from one moment.

``ExportTable`` says what is written, ``FORMATS`` how, ``export_response`` sends it.
"""

from countries.api.exports.answers import export_name, export_response, exported
from countries.api.exports.formats import EXPORT_RENDERERS, FORMATS
from countries.api.exports.tables import ExportColumn, ExportTable, columns_of, keyed_columns

__all__ = [
    "EXPORT_RENDERERS",
    "FORMATS",
    "ExportColumn",
    "ExportTable",
    "columns_of",
    "export_name",
    "export_response",
    "exported",
    "keyed_columns",
]
