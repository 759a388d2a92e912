"""Does a parsed YAML document have the shape its schema declares: every departure a Problem in Chinese."""

import json
from functools import cache
from importlib import resources

import jsonschema
from jsonschema.protocols import Validator

from zengshou.concepts.problem import Problem

TYPE_WORDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "“键: 值”的映射",
}


@cache
def _validator(schema: str, room: str) -> Validator:
    text = resources.files(room).joinpath(schema).read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


def shape_problems(document: object, schema: str, where: str, room: str = "zengshou.plan") -> tuple[Problem, ...]:
    """Every departure of `document` from a schema that stands in `room` (`plan.schema.json`), in document order."""
    errors = sorted(
        _validator(schema, room).iter_errors(document), key=lambda error: [str(part) for part in error.path]
    )
    return tuple(_problem(error, where) for error in errors)


def _problem(error: jsonschema.ValidationError, where: str) -> Problem:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
    found, cure = _in_words(error)
    return Problem(found, f"{where}: {path}" if path else where, cure)


def _in_words(error: jsonschema.ValidationError) -> tuple[str, str]:
    """What was found and what to do, by the schema keyword that failed."""
    read = json.dumps(error.instance, ensure_ascii=False, default=str)
    read = read if len(read) <= 60 else read[:60] + "…"
    wanted = error.validator_value
    keyword = str(error.validator)
    if keyword == "required" and isinstance(error.instance, dict) and isinstance(wanted, list):
        missing = "、".join(name for name in wanted if name not in error.instance)
        return f"缺少字段“{missing}”。", "补上该字段。"
    if keyword == "additionalProperties" and isinstance(error.instance, dict):
        known = set(error.schema.get("properties", {})) if isinstance(error.schema, dict) else set()
        unknown = "、".join(str(name) for name in error.instance if name not in known)
        return f"不认识的字段“{unknown}”。", f"可用字段：{'、'.join(sorted(known))}。"
    if keyword == "enum" and isinstance(wanted, list):
        return f"读到 {read}，不在可选值之中。", f"可用：{'、'.join(map(str, wanted))}。"
    if keyword == "type":
        return f"读到 {read}，类型不对。", f"应为{TYPE_WORDS.get(str(wanted), str(wanted))}。"
    if keyword in {"minLength", "minItems"}:
        return "内容为空。", "补上内容。"
    if keyword == "maxLength":
        return f"“{error.instance}”超过{wanted}个字。", "改拟一个短标题。"
    if keyword == "pattern":
        return f"读到 {read}，写法不对。", f"应符合 {wanted}。"
    return f"读到 {read}，超出允许范围。", f"{keyword}：{wanted}。"
