"""A million rows of one file: read within ten seconds of CPU and one gibibyte, in either encoding."""

from pathlib import Path

import pytest

from tests.store.register.delivered import WORDS
from zengshou.store.register.parsing.parse import parse

resource = pytest.importorskip("resource")
ROWS = 1_000_000
CPU_SECONDS = 10


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_million_rows_are_read_within_ten_seconds_of_cpu(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "million.csv"
    line = "S{0:07d},合成数据,44170219800506002X,工资薪金,2025-03,2025-03,{0}.25,0.00,651.00,12.30\n"
    with file.open("w", encoding=encoding) as stream:
        stream.write("流水号,姓名,证件号码,所得项目,所属期起,所属期止,收入额,免税收入,专项扣除,税额\n")
        stream.writelines(line.format(number) for number in range(ROWS))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    text = parse(file, WORDS)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert text.rows_read == text.frame.height == ROWS and text.frame["row"][-1] == ROWS + 1
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < CPU_SECONDS
