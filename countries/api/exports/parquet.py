"""Apache Parquet by arro3: a fifth of pyarrow's size, and 12 MB in memory instead of 60."""

import datetime
import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
from arro3.io import write_parquet as arro3_write_parquet

from countries.api.exports.tables import ExportColumn, ExportTable

BATCH, ROW_GROUP = 5_000, 50_000  # rows held as Python objects, and in one group of the file
IN_MEMORY = 4 * 1024 * 1024  # bytes; beyond, the file is on disk while it is made
CHUNK = 256 * 1024
TYPES: dict[str, DataType] = {
    "string": DataType.utf8(),
    "integer": DataType.int64(),
    "number": DataType.float64(),
    "boolean": DataType.bool(),
    "datetime": DataType.timestamp("us", tz="UTC"),
}
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)


def write_parquet(table: ExportTable) -> Iterator[bytes]:
    """The same cells as CSV, typed; empty is null. The file has its index at the end."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        parquet_file(table, file)
        file.seek(0)
        while data := file.read(CHUNK):
            yield data


def parquet_file(table: ExportTable, file: Any) -> None:
    """Write the table into a binary file."""
    schema = Schema([Field(column.key, TYPES[column.kind]) for column in table.columns])
    reader = RecordBatchReader.from_batches(schema, _batches(table, schema))
    arro3_write_parquet(
        reader, file, compression="zstd(3)", max_row_group_size=ROW_GROUP, created_by="diplotrack"
    )


def _batches(table: ExportTable, schema: Schema) -> Iterator[RecordBatch]:
    cells = table.cells()
    while rows := list(islice(cells, BATCH)):
        arrays = [
            _array(column, list(values))
            for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)
        ]
        yield RecordBatch.from_arrays(arrays, schema=schema)


def _array(column: ExportColumn, values: list[Any]) -> Any:
    if column.kind == "datetime":
        whole = [None if v is None else (v - EPOCH) // MICROSECOND for v in values]
        return Array(whole, type=DataType.int64()).cast(TYPES["datetime"])
    if column.kind == "string":
        values = [v if v is None or type(v) is str else _text(v) for v in values]
    return Array(values, type=TYPES[column.kind])


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
