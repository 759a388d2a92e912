"""What a page shows of a delivered cell: amounts, months and codes as they came, whatever names a person masked."""

from zengshou.records.channels.channel import Field, FieldKind
from zengshou.records.identity.mask import STAR, masked_name, masked_number, masked_phone

NUMBERS = frozenset({FieldKind.ID_NUMBER})
OPEN_KINDS = frozenset(
    {
        *(FieldKind.ID_KIND, FieldKind.USCC, FieldKind.AMOUNT, FieldKind.MONTH, FieldKind.DATE, FieldKind.CODE),
        *(FieldKind.NUMBER, FieldKind.SHARE),
    }
)
SHOWN_OF_ADDRESS = 6
MOST_OPEN_DIGITS = 12  # an amount has no more; a longer run of digits in its place may be somebody's number
LONGEST = 40


def masked_cell(text: str, field: Field | None) -> str:
    """A cell as it may stand on a page. field  None for a column that no field claims: nothing of it is shown"""
    plain = text.strip()
    if not plain:
        return ""
    if field is None:
        return STAR * min(len(plain), SHOWN_OF_ADDRESS)
    if field.is_sealed or field.kind in NUMBERS:
        return masked_number(plain)[:LONGEST]
    if field.kind is FieldKind.PERSON_NAME:
        return masked_name(plain)[:LONGEST]
    if field.kind is FieldKind.PHONE:
        return masked_phone(plain)[:LONGEST]
    if field.kind in OPEN_KINDS:
        digits = sum(sign.isdigit() for sign in plain)
        is_long = digits > MOST_OPEN_DIGITS and field.kind is not FieldKind.USCC
        return (masked_number(plain) if is_long else plain)[:LONGEST]
    return plain[:SHOWN_OF_ADDRESS] + (STAR * 3 if len(plain) > SHOWN_OF_ADDRESS else "")
