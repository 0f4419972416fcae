"""The identifier check: words in a note that might say who somebody is. It marks; people decide.

Kinds: names from the team's own list and names after a title, dates of birth, postcodes, NHS
numbers (with their check digit), prison and police numbers, telephone numbers, e-mail addresses.
What it cannot know: nicknames, places, offences, a job that only one person has. Nothing found is
not a promise; tests/security/test_identifiers.py measures what it misses and where it is wrong.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import phonenumbers

KINDS: Final = {
    "name": "a name",
    "born": "a date of birth",
    "postcode": "a postcode",
    "nhs": "an NHS number",
    "prison": "a prison or police number",
    "phone": "a telephone number",
    "email": "an e-mail address",
}
"""Each kind, and what it is called on screen."""

INSTEAD: Final = {
    "born": "their age",
    "postcode": "the area",
    "nhs": "(number in the clinical record)",
    "prison": "(number in the clinical record)",
    "phone": "(number in the clinical record)",
    "email": "(address in the clinical record)",
}
"""What is offered in its place, where the team's list has nothing better."""

OLD_ENOUGH: Final = 10
"""A whole date at least so many years ago may be somebody's birthday; a later one is a meeting."""

LONGEST_NAME: Final = 4
"""Words in one name of the team's list."""


@dataclass(frozen=True, order=True)
class Identifier:
    """Words that might say who somebody is, where they stand (characters), and what to say instead."""

    start: int
    end: int
    words: str
    kind: str
    instead: str = ""


@dataclass(frozen=True)
class Names:
    """The team's own list of names, kept so that nobody can read it: keyed digests, not words.

    A short list of common names could still be guessed by somebody who has the key, so it stays on
    this computer with the key beside it. `digests`: digest of a name → what to say instead.
    """

    key: bytes = b""
    digests: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.digests)

    def digest(self, name: str) -> str:
        """The digest under which a name is kept (HMAC-SHA-256 of its plain letters)."""
        return hmac.new(self.key, _plain_letters(name).encode(), hashlib.sha256).hexdigest()

    def adding(self, name: str, instead: str = "") -> Names:
        """The list with one more name; a name of several words is watched for whole, and by its last word."""
        words = _WORD.findall(name)[:LONGEST_NAME]
        watched = {" ".join(words), words[-1]} if len(words) > 1 else set(words)
        new = {self.digest(one): instead for one in watched if len(one) > 1}
        return Names(self.key, {**self.digests, **new})

    def without(self, name: str) -> Names:
        """The list without a name."""
        words = _WORD.findall(name)[:LONGEST_NAME]
        gone = {self.digest(one) for one in (" ".join(words), *words[-1:])}
        return Names(self.key, {one: say for one, say in self.digests.items() if one not in gone})


_WORD: Final = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def _plain_letters(name: str) -> str:
    """A name without accents, capitals, and the s of possession."""
    flat = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    flat = "".join(one for one in flat if not unicodedata.combining(one))
    return re.sub(r"'s?\b", "", flat).strip()


def identifiers_in(
    text: str, *, names: Names | None = None, today: datetime.date | None = None
) -> tuple[Identifier, ...]:
    """Everything in a text that might say who somebody is, in order, none over another."""
    day = today or datetime.date.today()
    found = [
        *_pattern(text, _EMAIL, "email"),
        *_nhs_numbers(text),
        *_pattern(text, _PRISON, "prison"),
        *_pattern(text, _POLICE, "prison"),
        *_postcodes(text),
        *_birth_dates(text, day),
        *_phones(text),
        *_listed(text, names),
        *_after_titles(text),
    ]
    return tuple(_none_over_another(found))


def _none_over_another(found: Iterable[Identifier]) -> Iterator[Identifier]:
    """Earlier kinds win over later ones where two lie over each other."""
    taken: list[Identifier] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    yield from sorted(taken)


def _pattern(text: str, pattern: re.Pattern[str], kind: str) -> Iterator[Identifier]:
    for one in pattern.finditer(text):
        yield Identifier(one.start(), one.end(), one.group(), kind, INSTEAD.get(kind, ""))


_EMAIL: Final = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")

_PRISON: Final = re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b", re.IGNORECASE)
"""The prison number of England and Wales: a letter, four digits, two letters."""

_POLICE: Final = re.compile(r"\b(?:19|20)?\d{2}/\d{5,7}[A-Z]\b", re.IGNORECASE)
"""The police national computer's number: year, stroke, up to seven digits, a letter."""

_NHS: Final = re.compile(r"(?<![\d+])(?<!\d[ -])\d{3}[ -]?\d{3}[ -]?\d{4}(?![ -]?\d)")


def _nhs_numbers(text: str) -> Iterator[Identifier]:
    for one in _pattern(text, _NHS, "nhs"):
        if has_check_digit(one.words):
            yield one


def has_check_digit(said: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number (modulus 11, NHS Data Dictionary)."""
    digits = [int(one) for one in said if one.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = 11 - sum(digit * (10 - at) for at, digit in enumerate(digits[:9])) % 11
    return rest != 10 and rest % 11 == digits[9]


_AREAS: Final = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC "
    "EH EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU "
    "M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR "
    "SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE: Final = re.compile(
    rf"\b(?:{'|'.join(_AREAS.split())})\d[\dA-HJKPSTUW]?\s?\d[ABD-HJLNP-UW-Z]{{2}}\b", re.IGNORECASE
)


def _postcodes(text: str) -> Iterator[Identifier]:
    for one in _pattern(text, _POSTCODE, "postcode"):
        if one.words.isupper() or one.words.islower():
            yield one


_MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WHOLE_DATE: Final = re.compile(
    r"\b(?:"
    r"(?P<iso>(?:19|20)\d\d)-\d{1,2}-\d{1,2}"
    r"|\d{1,2}[/.\-]\d{1,2}[/.\-](?P<numeric>(?:19|20)?\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\.?,?\s+(?P<spelt>(?:19|20)\d\d)"
    rf"|(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?P<american>(?:19|20)\d\d)"
    r")\b",
    re.IGNORECASE,
)
_BORN: Final = re.compile(
    r"\b(?:born|d\.?o\.?b\.?|date of birth|birthday|birth date)\b[\s:,]*(?:is|was|on|in)?\s*(?:the\s+)?"
    r"(?P<day>(?:"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})(?:,?\s+\d{{4}})?"
    rf"|(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    r"|\d{1,4}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?|(?:19|20)\d\d)\b)",
    re.IGNORECASE,
)


def _birth_dates(text: str, today: datetime.date) -> Iterator[Identifier]:
    for one in _BORN.finditer(text):
        yield Identifier(
            one.start("day"), one.end("day"), one.group("day"), "born", INSTEAD["born"]
        )
    for one in _WHOLE_DATE.finditer(text):
        year = next(int(said) for said in one.groups() if said)
        if year < 100:
            year += 2000 if year <= today.year % 100 + 1 else 1900
        if OLD_ENOUGH <= today.year - year <= 120:
            yield Identifier(one.start(), one.end(), one.group(), "born", INSTEAD["born"])


def _phones(text: str) -> Iterator[Identifier]:
    leniency = phonenumbers.Leniency.POSSIBLE
    for one in phonenumbers.PhoneNumberMatcher(text, "GB", leniency=leniency):
        digits = sum(letter.isdigit() for letter in one.raw_string)
        if digits >= 9 and one.raw_string.lstrip("( ").startswith(("0", "+")):
            yield Identifier(one.start, one.end, one.raw_string, "phone", INSTEAD["phone"])


def _listed(text: str, names: Names | None) -> Iterator[Identifier]:
    """Names of the team's list: the longest first, so that a whole name is marked as one."""
    if not names:
        return
    words = list(_WORD.finditer(text))
    for size in range(LONGEST_NAME, 0, -1):
        for at in range(len(words) - size + 1):
            first, last = words[at], words[at + size - 1]
            said = text[first.start() : last.end()]
            instead = names.digests.get(
                names.digest(" ".join(one.group() for one in words[at : at + size]))
            )
            if instead is not None and (said[0].isupper() or size > 1):
                yield Identifier(first.start(), last.end(), said, "name", instead)


_TITLED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sgt|Rev|PC|PO|SO)\.?\s+"
    r"(?P<name>[A-Z][^\W\d_]+(?:['’\-][A-Z]?[^\W\d_]+)*(?:\s+[A-Z][^\W\d_]+)?)"
)


def _after_titles(text: str) -> Iterator[Identifier]:
    for one in _TITLED.finditer(text):
        yield Identifier(one.start("name"), one.end("name"), one.group("name"), "name")
