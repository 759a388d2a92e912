"""签字件: whether a file can be the scan of a signed paper at all, by its first bytes and its size."""

from zengshou.concepts.problem import Problem

# ISO 32000-2, 7.5.2; ITU-T T.81, B.2.1 (SOI and the next marker); W3C PNG, 5.2.
BEGINNINGS = {"PDF": b"%PDF-", "JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}
SMALLEST = 2_048  # bytes: a page that a pen signed does not fit into less in any of the three


def scan_fault(evidence: bytes) -> Problem | None:
    """What is wrong with a file as evidence; None where it may be one. What it shows, a second officer must see."""
    if not evidence:
        return Problem("没有附签字件。", "授权书", "请上传签字的授权书扫描件。")
    if not any(evidence.startswith(begins) for begins in BEGINNINGS.values()):
        kinds = "、".join(BEGINNINGS)
        return Problem(f"签字件不是{kinds}文件。", "授权书", "请上传扫描件或照片，不要改文件的扩展名。")
    if len(evidence) < SMALLEST:
        return Problem(f"签字件只有{len(evidence)}字节，不会是扫描件。", "授权书", "请上传完整的扫描件或照片。")
    return None
