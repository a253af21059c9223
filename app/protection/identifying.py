"""What in a text could show who somebody is. It only looks: nothing is blocked and no word is changed."""

import re
from enum import StrEnum


class Detail(StrEnum):
    PHONE = "phone number"
    POSTCODE = "postcode"
    EMAIL = "e-mail address"
    NHS_NUMBER = "NHS number"
    BIRTHDAY = "date of birth"


PATTERNS = {
    Detail.PHONE: re.compile(r"(?<!\d)(?:\+44|0044|0)[ -]?\d(?:[ -]?\d){8,9}(?!\d)"),
    Detail.POSTCODE: re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE),
    Detail.EMAIL: re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    Detail.BIRTHDAY: re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}\b"),
}
TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the NHS check digit (modulus 11, NHS Data Dictionary)."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])


def details_in(text: str) -> list[Detail]:
    """The kinds of detail this text seems to hold, in the order of the list above, each once."""
    found = [detail for detail, pattern in PATTERNS.items() if pattern.search(text)]
    if any(is_nhs_number(re.sub(r"\D", "", match)) for match in TEN_DIGITS.findall(text)):
        found.append(Detail.NHS_NUMBER)
    return found
