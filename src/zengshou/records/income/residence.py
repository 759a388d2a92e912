"""Residents and non-residents for tax, as withholding agents state them by month.

Days of presence (the 183 days) are in no feed: who is a resident is never worked out here, only taken over.
"""

from enum import StrEnum


class ResidenceStatus(StrEnum):
    """个人所得税法 第一条: who is taxed on all income and who on what arises in the country."""

    RESIDENT = "resident"
    NON_RESIDENT = "non_resident"

    @property
    def label(self) -> str:
        return {"resident": "居民个人", "non_resident": "非居民个人"}[self.value]
