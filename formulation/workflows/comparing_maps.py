"""Two maps of the same person, by two people: where they agree and where they differ, each as a question.

Nobody's is the right one. Maps that one may see are those on one's shelf and the examples.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from string import ascii_uppercase
from typing import Final

from formulation.analysis.comparing import (
    Comparison,
    Found,
    arrives_at_other_horn,
    compared,
    lines_of,
    nearest,
    wondered,
)
from formulation.analysis.likeness import Likeness
from formulation.domain.errors import FormulationError
from formulation.domain.formulation import Formulation
from formulation.domain.records import Drawing, Exit, Procedure, kind_of
from formulation.render.beside import Sign, signed
from formulation.render.elements import Scene
from formulation.render.scene import scene_of
from formulation.store import library, other_maps
from formulation.store.learning import pairs

from .notebooks import open_formulation
from .visit import Visit

SMALL: Final = ("step", "shift")
"""Kinds that are only spoken of where they are told another way, so that a list stays readable."""

OPEN_LOOP: Final = "This does not come home yet. Where does it leave the person, again?"
SEEN_ELSEWHERE: Final = "Another good map of the same person has this, too."
OTHER_HORN: Final = wondered("other_horn")
_SAME: Final = "both"
_ALONE: Final = ("only_mine", "only_other")


@dataclass(frozen=True)
class Told:
    """One thing worth saying about two maps: its sign, its places on the one and the other, a question."""

    sign: str
    pattern: str
    kind: str
    mine: str | None
    other: str | None
    words: str
    asks: str


@dataclass(frozen=True)
class Names:
    """What two maps are called in a question about both."""

    one: str = "yours"
    other: str = "the other"


@dataclass(frozen=True)
class Beside:
    """Two maps side by side, and what may be wondered about them, in reading order."""

    mine: Formulation
    other: Formulation
    told: tuple[Told, ...]
    looked_at_all: bool
    names: Names = Names()

    def of(self, *patterns: str) -> tuple[Told, ...]:
        """What is told of these patterns."""
        return tuple(one for one in self.told if one.pattern in patterns)


@cache
def likeness() -> Likeness:
    """The likeness that knows the library of roles."""
    return Likeness.knowing(pairs())


def names_of(mine: Formulation, other: Formulation) -> Names:
    """Two maps by their titles in quotation marks, shorter where both are of one person; never the same."""
    one, another = (_title(each) for each in (mine, other))
    who, what = one.partition(": ")[::2]
    whose, else_what = another.partition(": ")[::2]
    if who == whose and what and else_what:
        one, another = what, else_what
    if one == another or not one or not another:
        return Names("the map on the left", "the map on the right")
    return Names(f"“{one}”", f"“{another}”")


def _title(formulation: Formulation) -> str:
    return formulation.cover.title or formulation.cover.pseudonym


def beside(mine: Formulation, other: Formulation, names: Names | None = None) -> Beside:
    """Two maps compared, each finding with a letter that both maps carry, or a number that one does.

    Questions call the maps by their names, unless others are given.
    """
    called = names or names_of(mine, other)
    return _beside(mine, other, compared(mine, other, likeness()), called)


def beside_good_maps(mine: Formulation, key: str) -> Beside:
    """A map beside the good map of an example that it is most like; what any other good map sees counts too.

    Raises NotInLibrary.
    """
    others = good_maps(key)
    comparison = nearest(mine, others, likeness())
    each = [compared(mine, one, likeness()) for one in others]
    best = max(range(len(others)), key=lambda at: len(each[at].of_kind(_SAME)))
    there = {some_id for one in each for some_id in one.same} - set(comparison.same)
    elsewhere = [
        Found("seen_elsewhere", one.mine, None) for one in each[best].found if one.mine in there
    ]
    return _beside(mine, others[best], comparison, Names(), tuple(elsewhere))


def good_maps(key: str) -> tuple[Formulation, ...]:
    """Every good map of an example: its own, and others' where there are any. Raises NotInLibrary."""
    return (library.example(key).formulation, *other_maps.of(key))


def _beside(
    mine: Formulation, other: Formulation, comparison: Comparison, names: Names,
    elsewhere: tuple[Found, ...] = (),
) -> Beside:  # fmt: skip
    found = [*_worth_telling(comparison, names), *_about_mine(mine, other, comparison)]
    found += [(one, SEEN_ELSEWHERE) for one in elsewhere if kind_of(one.mine or "") not in SMALL]
    told = tuple(_lettered(mine, other, found))
    return Beside(mine, other, told, comparison.looked_at_all, names)


def _worth_telling(comparison: Comparison, names: Names) -> Iterator[tuple[Found, str]]:
    for one in comparison.found:
        small = kind_of(one.mine or one.other or "") in SMALL
        if not small or one.kind not in (_SAME, *_ALONE):
            yield one, wondered(one.kind, names.one, names.other)


def _about_mine(
    mine: Formulation, other: Formulation, comparison: Comparison
) -> Iterator[tuple[Found, str]]:
    """What may be asked of a map by itself: of an open loop, unless it is as open on the other."""
    spoken = {(one.kind, one.mine) for one in comparison.found}
    for loop in mine.every(Procedure):
        twin = other.get(comparison.same.get(loop.id))
        as_open = isinstance(twin, Procedure) and not _comes_home(twin)
        if ("no_way_home", loop.id) not in spoken and not _comes_home(loop) and not as_open:
            yield Found("no_way_home", loop.id, twin.id if twin else None), OPEN_LOOP
    for way_out in mine.every(Exit):
        if ("other_horn", way_out.id) not in spoken and arrives_at_other_horn(mine, way_out):
            yield Found("other_horn", way_out.id, comparison.same.get(way_out.id)), OTHER_HORN


def _comes_home(loop: Procedure) -> bool:
    if loop.horns:
        return all(horn.returns_to for horn in loop.horns)
    return loop.returns_to is not None or not any(lines_of(loop))


def _lettered(
    mine: Formulation, other: Formulation, found: Iterable[tuple[Found, str]]
) -> Iterator[Told]:
    """Each finding with its sign; several findings about one pair share a letter."""
    given: dict[tuple[str | None, str | None], str] = {}
    letters, numbers = _letters(), map(str, count(1))
    differing = {(one.mine, one.other) for one, _ in found if one.kind != _SAME}
    for one, asks in sorted(found, key=lambda each: _place(each[0])):
        pair = (one.mine, one.other)
        alone = one.mine is None or one.other is None
        sign = given.setdefault(pair, "")
        if not sign:
            sign = given[pair] = next(numbers) if alone else next(letters)
        pattern = "alone" if alone else "otherwise" if pair in differing else "same"
        words = mine.name_of(one.mine) if one.mine else other.name_of(one.other or "")
        yield Told(sign, pattern, one.kind, one.mine, one.other, words, asks)


_IN_ORDER: Final = (
    "role",
    "pole",
    "pain",
    "problem",
    "state",
    "shift",
    "procedure",
    "step",
    "exit",
)


def _place(one: Found) -> tuple[bool, bool, int, str]:
    some_id = one.mine or one.other or ""
    kind = kind_of(some_id)
    at = _IN_ORDER.index(kind) if kind in _IN_ORDER else len(_IN_ORDER)
    return one.mine is None, one.other is None, at, some_id


def _letters() -> Iterator[str]:
    """A to Z, then AA, AB and so on."""
    for number in count():
        first, second = divmod(number, 26)
        yield (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[second]


# On the drawings


def scenes(
    pair: Beside, drawing_kind: str = "role_map", lit: Collection[str] = ()
) -> tuple[Scene | None, Scene | None]:
    """Both drawings with their signs; `lit` are ids, on either, that are pointed out."""
    mine = {one.mine: _sign(one) for one in reversed(pair.told) if one.mine}
    other = {one.other: _sign(one) for one in reversed(pair.told) if one.other}
    return (
        _signed(pair.mine, drawing_kind, mine, lit),
        _signed(pair.other, drawing_kind, other, lit),
    )


def _sign(one: Told) -> Sign:
    return Sign(one.sign, one.pattern, one.words)


def _signed(
    formulation: Formulation, drawing_kind: str, signs: Mapping[str, Sign], lit: Collection[str]
) -> Scene | None:
    drawing = next((one for one in formulation.every(Drawing) if one.kind == drawing_kind), None)
    if drawing is None:
        return None
    return signed(scene_of(formulation, drawing.id, pulls=False), signs, lit)


# What there is to compare


def maps_one_may_see(visit: Visit) -> dict[str, str]:
    """The maps somebody may lay side by side, by id, with their titles: their shelf first, then examples."""
    found = {
        one.id: one.cover.title or one.cover.pseudonym
        for one in visit.shelf.spines()
        if not one.trouble
    }
    for one in library.examples():
        found[one.key] = f"{one.formulation.cover.title} (example)"
        for at, map_of_another in enumerate(other_maps.of(one.key), 2):
            name = map_of_another.cover.title or one.formulation.cover.title
            found[f"{one.key}/{at}"] = f"{name} (another map of the same)"
    return found


def map_called(visit: Visit, some_id: str) -> Formulation:
    """One of the maps somebody may see. Raises NotOnShelf, Damaged or NotThere."""
    key, _, at = some_id.partition("/")
    if not at:
        return open_formulation(visit, some_id).formulation
    others = other_maps.of(key)
    number = int(at) - 2 if at.isascii() and at.isdigit() else -1
    if not 0 <= number < len(others):
        raise NotThere
    return others[number]


class NotThere(FormulationError):
    """A map was asked for that there is not, or no longer."""

    def __init__(self) -> None:
        super().__init__("That map is not there, or no longer. Choose another.")
