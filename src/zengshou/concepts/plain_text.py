"""Text that others wrote, made safe to show: signs that nobody sees may steer a terminal or turn a line around."""

import re

# Controls of both kinds, joiners that are no part of words, turned writing, halves of characters, tags.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
STANDS_FOR = "\ufffd"
LONGEST_NAME = 200
NO_NAME = "未命名"


def shown_name(name: str) -> str:
    """The name of a sender's file as it is kept and shown: words, never a path.

    Its last part; each unseen sign as U+FFFD; the last 200 characters, since the ending tells most.
    """
    last = re.split(r"[/\\]", name)[-1]
    return UNSEEN.sub(STANDS_FOR, last).strip()[-LONGEST_NAME:].strip() or NO_NAME


def visible(text: str) -> str:
    """Text for a terminal: unseen signs as their codes; ends of lines stay."""
    return UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else _code(found[0]), text)


def _code(sign: str) -> str:
    """As JSON writes it, so that JSON may be made visible too."""
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))
