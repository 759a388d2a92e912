"""A city and its counties, as the country package declares them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class County:
    """id is the last part of its area code; `code` is the official six-digit one."""

    id: str
    name_zh: str
    code: str


@dataclass(frozen=True)
class City:
    """One city.

    key       its folder name
    area      dotted code, nation.province.city
    counties  in the order that the households' `area` column counts them
    is_invented  the example city: nothing of it exists
    """

    key: str
    name_zh: str
    name_en: str
    area: str
    province: str
    code: str
    counties: tuple[County, ...]
    is_invented: bool = False

    @property
    def province_area(self) -> str:
        """The area code of its province."""
        return self.area.rpartition(".")[0]
