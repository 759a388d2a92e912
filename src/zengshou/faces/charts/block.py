"""The numbers of an office chart on a worksheet, each column with the cache that the chart carries."""

from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet


class Block:
    """A run of columns on a data sheet: each call of `numbers` or `names` writes one and answers its reference."""

    def __init__(self, sheet: Worksheet, column: int = 1) -> None:
        self.sheet = sheet
        self.column = column

    def _write(self, head: str, values: tuple[float | str | None, ...]) -> tuple[str, str]:
        column, letter = self.column, get_column_letter(self.column)
        self.column += 1
        for row, value in enumerate((head, *values), start=1):
            cell = self.sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a name that begins with = is a name, not a formula
        place = f"{quote_sheetname(self.sheet.title)}!${letter}$"
        return f"{place}1", f"{place}2:${letter}${len(values) + 1}"

    def numbers(self, head: str, values: tuple[float | None, ...]) -> tuple[str, NumDataSource]:
        """(reference of the head, source of the numbers)."""
        head_reference, body = self._write(head, values)
        points = [NumVal(idx=index, v=value) for index, value in enumerate(values) if value is not None]
        cache = NumData(formatCode="General", ptCount=len(values), pt=points)
        return head_reference, NumDataSource(numRef=NumRef(f=body, numCache=cache))

    def names(self, head: str, values: tuple[str, ...]) -> AxDataSource:
        _, body = self._write(head, values)
        return AxDataSource(strRef=StrRef(f=body, strCache=self.strings(values)))

    def strings(self, values: tuple[str, ...]) -> StrData:
        """The cache of a column of names."""
        return StrData(ptCount=len(values), pt=[StrVal(idx=index, v=value) for index, value in enumerate(values)])
