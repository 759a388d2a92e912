"""Colours that stay apart for colour-blind readers and on a grey printer; colour is never the only signal."""

from enum import Enum


class Colour(Enum):
    """A role and its ink. Blue, orange, teal and plum differ in lightness as well as in hue."""

    BLUE = "#1f5fa8"
    ORANGE = "#d97706"
    TEAL = "#0f8b78"
    PLUM = "#9c4a86"
    GOLD = "#c9a227"
    SKY = "#6fb1e0"
    VERMILION = "#c2452d"
    GREY = "#8a94a0"
    INK = "#1d2733"

    @property
    def dash(self) -> tuple[int, ...]:
        """The dashes of a line in this colour, so that two lines differ without their colours."""
        return {"ORANGE": (7, 4), "TEAL": (2, 3), "PLUM": (9, 3, 2, 3), "GREY": (4, 4)}.get(self.name, ())

    @property
    def label(self) -> str:
        """The ink of a number written on a bar of this colour, readable at 4.5 to 1."""
        return "#1d2733" if self.name in {"ORANGE", "GOLD", "SKY", "GREY"} else "#ffffff"


GRID = "#e3e8ed"
AXIS = "#8a94a0"
TEXT = "#3d4a57"
FONT = '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif'
