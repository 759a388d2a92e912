"""A pdf as lines: its text layer line by line with indents, tables drawn with rules row by row."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import normalize

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from zengshou.store.plan_files.plan_text_row import Row, Rows, Unreadable, table_row

MOST_PAGES = 400
EDGE = 2.5  # characters that a full line may end before the right edge: no mark may begin the next one
MARGIN_SHARE = 0.15  # of the lines of a page
FEWEST_CHARACTERS = 20  # a page; below it the document is a scan with a stamp or a page number as text
BETWEEN_CHINESE = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’]) +(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’])"
)
# Some programs map characters to the code points of radicals; NFKC knows the first block, the table the second.
KANGXI = re.compile(r"[\u2f00-\u2fd5]")
RADICALS = str.maketrans(
    "⺁⺇⺈⺊⺋⺌⺍⺎⺏⺐⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺧⺨⺩⺫⺬⺭⺮⺯⺱⺲⺳⺶⺷⺸⺹⺺⺼⺽⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "厂几刀卜㔾小小兀尣尢幺彑彐忄心手攵旡日月歺母民氵水灬爪爫牛犭王罒示礻竹糸罓罒网羊羊羊老聿月臼虎衤覀西见角角讠贝足车辶辶辶邑钅长镸长门阜阝雨青韦页风飞食飠飠饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)

UNMAPPED = re.compile(r"\(cid:\d+\)")
CURE = "请用原来的软件重新导出，或另存为 .txt。"
OCR = "请先做文字识别（OCR），再存为 .txt 或 .docx。"


def pdf_lines(path: str) -> Rows:
    """The lines of every page.

    Raises  Unreadable: no pdf, a password, damaged, too many pages, no text layer, characters that map to no text
    """
    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > MOST_PAGES:
                raise Unreadable(f"共 {len(document.pages)} 页，超过上限 {MOST_PAGES} 页。", "请只留方案正文。")
            rows: list[Row] = []
            pictures = 0
            for number, page in enumerate(document.pages, 1):
                pictures += len(page.images)
                rows += _page(page, number)
                page.close()
            pages = len(document.pages)
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (*error.args, error.__cause__)):
            raise Unreadable("这个 pdf 有打开密码。", "请取消密码后再试。") from error
        raise Unreadable("pdf 无法读取，文件可能已损坏。", CURE) from error
    except Unreadable:
        raise
    except Exception as error:  # pdfminer raises whatever a damaged object trips over; the child may say so and end
        raise Unreadable(f"pdf 无法读取（{type(error).__name__}），文件可能已损坏。", CURE) from error
    _check(rows, pages, pictures)
    return Rows(rows, [f"{pictures}个图形或图片未读，其中如有文字请自行核对"] if pictures else [])


def _check(rows: Sequence[Row], pages: int, pictures: int) -> None:
    text = "".join(row.text for row in rows)
    unmapped = len(UNMAPPED.findall(text))
    if len(text.strip()) < FEWEST_CHARACTERS * max(pages, 1):
        why = "每页是一张图片" if pictures else "几乎没有文字"
        raise Unreadable(f"这个 pdf 没有文字层（{pages} 页，{why}），像是扫描件。", OCR)
    if unmapped > 0.05 * len(text) / 4:
        raise Unreadable("这个 pdf 的字体没有文字对照表，读出来是乱码。", OCR)


def _page(page: Any, number: int) -> Iterator[Row]:
    """Lines and rows of one page, from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 2]
    found: list[tuple[float, Row]] = []
    for order, table in enumerate(tables, 1):
        for index, cells in enumerate(table.extract()):
            texts = [_tidy((cell or "").replace("\n", "")) for cell in cells]
            place = f"第{number}页表{order}第{index + 1}行"
            found.append((table.rows[index].bbox[1], table_row(texts, place, number)))
    boxes = [table.bbox for table in tables]
    rest = page.filter(lambda mark: not any(_inside(mark, box) for box in boxes)) if boxes else page
    lines = rest.extract_text_lines(return_chars=True, strip=True) if rest.chars else []
    margin, edge, size = _margins(lines)
    for line in lines:
        indent = round((_left(line) - margin) / size) if size else 0
        text = "　" * min(max(indent, 0), 20) + _tidy(line["text"])
        found.append((line["top"], Row(text, f"第{number}页", number, is_full=line["x1"] >= edge - EDGE * size)))
    found.sort(key=lambda entry: entry[0])
    yield from (row for _, row in found)


def _left(line: Any) -> float:
    """Where the first character that is no blank begins."""
    return next((float(char["x0"]) for char in line["chars"] if char["text"].strip()), float(line["x0"]))


def _inside(mark: Any, box: tuple[float, float, float, float]) -> bool:
    """The middle of a mark lies in a box (x0, top, x1, bottom)."""
    across, down = (mark["x0"] + mark["x1"]) / 2, (mark["top"] + mark["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _margins(lines: Sequence[Any]) -> tuple[float, float, float]:
    """The leftmost edge that many lines share, the right edge of the widest, and the size of a character."""
    if not lines:
        return 0.0, 0.0, 0.0
    edges = Counter(round(_left(line)) for line in lines)
    sizes = Counter(round(line["chars"][0]["size"], 1) for line in lines if line.get("chars"))
    least = min(MARGIN_SHARE * len(lines), max(edges.values()))
    margin = float(min(edge for edge, count in edges.items() if count >= least))
    return margin, max(float(line["x1"]) for line in lines), float(sizes.most_common(1)[0][0]) if sizes else 0.0


def _tidy(text: str) -> str:
    """Characters by their own code points; spaces that justified setting puts between Chinese characters are none."""
    plain = KANGXI.sub(lambda match: normalize("NFKC", match.group()), text).translate(RADICALS)
    return BETWEEN_CHINESE.sub("", plain)
