"""A delivered Parquet file: every column as text, page checksums verified, batch by batch."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from zengshou.store.register.parsing.parse_child_output import Output
from zengshou.store.sheet_child import GIBIBYTE, Refused

TOO_MUCH = "文件展开后的文字过多，内存放不下；请分批报送。"
DAMAGED = "parquet 文件无法读取，可能已损坏。"
BATCH = 2**16
MAX_CELLS = 500_000_000
MAX_TEXT = 2 * GIBIBYTE  # of all cells: as much as a csv file may hold. One text may stand for a million rows


def read_parquet(source: Path, output: Output) -> None:
    """The columns of a file; rows are numbered from 1, for it has no header row.

    Raises  Refused: damaged, a column of lists or structures, rows other than told, too many cells, too much text
    """
    try:
        with parquet.ParquetFile(source, page_checksum_verification=True) as file:
            names = file.schema_arrow.names
            if file.metadata.num_rows * len(names) > MAX_CELLS:
                raise Refused(f"文件超过 {MAX_CELLS // 100_000_000} 亿个单元格，请分批报送。")
            nested = [field.name for field in file.schema_arrow if pa.types.is_nested(field.type)]
            if nested:
                raise Refused(f"列“{'”“'.join(nested)}”不是单个的值。")
            with output.rows(len(names)) as writer:
                text = 0
                for batch in file.iter_batches(batch_size=BATCH):
                    batch.validate(full=True)
                    numbers = np.arange(writer.written + 1, writer.written + 1 + batch.num_rows, dtype=np.int64)
                    columns = [as_text(column) for column in batch.columns]
                    text += sum(column.nbytes for column in columns)
                    if text > MAX_TEXT:
                        raise Refused(TOO_MUCH)
                    writer.write(numbers, columns)
            if writer.written != file.metadata.num_rows:
                told = f"文件自记 {file.metadata.num_rows} 行，实际 {writer.written} 行"
                raise Refused(f"{told}，可能已损坏。")
    except (pa.ArrowMemoryError, pa.ArrowCapacityError, MemoryError) as fault:
        raise Refused(TOO_MUCH) from fault
    except (pa.ArrowException, OSError, ValueError, RuntimeError) as fault:
        raise Refused(DAMAGED) from fault
    output.broken(())
    output.about(names, 0, "", (), ())


def as_text(column: pa.Array) -> pa.Array:
    """A column as text; null becomes empty."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        raise Refused("有一列是二进制内容，不是文字或数。")
    return pc.fill_null(pc.cast(column, pa.string()), "")
