"""YAML files, read with their problems in words: where the file breaks, which key stands twice."""

from collections.abc import Hashable
from pathlib import Path

import yaml

from zengshou.concepts.problem import refuse
from zengshou.store.text import decode_text


class _Loader(yaml.CSafeLoader):
    """The safe loader, but a key that stands twice is an error instead of silently the last one."""


def _unique_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, object]:
    mapping: dict[Hashable, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in mapping:
            raise yaml.constructor.ConstructorError(None, None, f"键“{key}”写了两次", key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def parse_yaml(text: str, where: str) -> object:
    """The parsed document; a broken file is refused with line and column."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{where} 第{mark.line + 1}行第{mark.column + 1}列" if mark else where
        raise refuse(f"不是有效的 YAML：{error.problem}。", place, "请检查缩进、冒号和引号。") from None
    except yaml.YAMLError as error:
        raise refuse(f"不是有效的 YAML：{error}。", where) from None


def read_yaml_file(path: Path) -> object:
    """Read a user's YAML file (UTF-8 or GB18030); missing, empty and broken files are refused in words."""
    if not path.is_file():
        raise refuse(f"找不到文件“{path}”。", "", "请检查路径。")
    text = decode_text(path.read_bytes(), str(path))
    if not text.strip():
        raise refuse("文件是空的。", str(path), "请填写内容，或用 --template 取得模板。")
    return parse_yaml(text, str(path))
