"""Plain patterns of words that may tell who somebody is; what a question hangs on, never a judgement.

The check while writing (with the team's own names) is made elsewhere; these are the patterns that
need no list: postcodes, full dates, NHS numbers, telephone numbers, addresses of e-mail (ICO; NHS
Data Dictionary for the NHS number's check digit).
"""

from __future__ import annotations

import re
from typing import Final

_POSTCODE: Final = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?) ?\d[ABD-HJLNP-UW-Z]{2}\b")
_DATE: Final = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b")
_BORN: Final = re.compile(r"\b(?:d\.?o\.?b\.?|born on|date of birth)\b", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE: Final = re.compile(r"(?<!\d)(?:\+44 ?|0)(?:\d[ -]?){9,10}(?!\d)")
_TEN: Final = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")


def looks_identifying(text: str) -> bool:
    """Whether some words look as if they would tell who somebody is."""
    plain = (_POSTCODE, _DATE, _BORN, _MAIL, _PHONE)
    return any(one.search(text) for one in plain) or any(
        is_nhs_number("".join(found)) for found in _TEN.findall(text)
    )


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number (weights 10 to 2, modulo 11)."""
    total = sum(int(one) * weight for one, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])
