"""What a page shows of a person in place of the whole: 441702********1233, 张*, 138****1234."""

STAR = "*"


def masked_number(number: str) -> str:
    """Area and last four of 15 or 18 signs; of anything else at most the two signs at each end."""
    if len(number) in (15, 18):
        return number[:6] + STAR * (len(number) - 10) + number[-4:]
    return _ends(number, 2, 2)


def masked_name(name: str) -> str:
    """The first sign, a star for each other; a name of one sign is hidden whole."""
    return STAR if len(name) == 1 else name[:1] + STAR * (len(name) - 1)


def masked_phone(phone: str) -> str:
    """The first three and last four of a mobile number."""
    return _ends(phone, 3, 4)


def _ends(text: str, first: int, last: int) -> str:
    """Both ends; nothing at all where they would leave less than four signs hidden."""
    if len(text) - first - last < 4:
        return STAR * len(text)
    return text[:first] + STAR * (len(text) - first - last) + text[-last:]
