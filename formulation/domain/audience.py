"""Copies made for somebody: a formulation from which everything that is not theirs has been removed.

Nothing is hidden: a copy is a smaller formulation, and whatever draws, writes or exports is given
that one. What may stay is written down kind by kind and field by field; what nobody has written
down here, such as a record or field added later, stays behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, Final, cast

from .errors import Fault, FormulationError, NotUnderstood
from .formulation import COVER, Formulation, ids_of, in_order, references_in
from .kinds import DRAWING_KINDS, READERS, Kind
from .records import RECORD_KINDS, Drawing, Record, kind_of, label_of

Allowed = Mapping[str, frozenset[str] | None]
"""What may stay: by the name of a class, the fields that do; None for every field."""


def _only(**classes: str) -> Allowed:
    return MappingProxyType({name: frozenset(said.split()) for name, said in classes.items()})


_DRAWN: Final = _only(
    Cover="pseudonym emblem colour fictional",
    Phrase="words whose held",
    ReciprocalRole="top bottom tone held",
    Pole="words whose",
    CorePain="words whose under held",
    TargetProblem="words whose held",
    Observer="words whose held",
    Group="words held",
    SelfState="name kind poles feels body sees_others_as unstable whose held",
    Shift="from_state to_state kind speed trigger early_sign remembered held",
    Procedure="name kind serves starts_at steps horns returns_to wants forbidden_by held",
    Step="words part at who",
    Horn="name steps returns_to",
    Exit="words stage leaves arrives whose held",
    Link="from_id to_id kind words held",
    Drawing="kind",
    Placement="drawing record x y",
    Held="standing",
)
"""The drawing and its words: no dates, no examples of when, nobody who helps by name."""

_SHAPE: Final = _only(
    Cover="emblem colour",
    ReciprocalRole="top bottom tone",
    Pole="",
    CorePain="under",
    TargetProblem="",
    Observer="",
    Group="",
    SelfState="poles unstable",
    Shift="from_state to_state kind speed",
    Procedure="kind serves starts_at steps horns returns_to forbidden_by",
    Step="part at who",
    Horn="steps returns_to",
    Exit="stage leaves arrives",
    Link="from_id to_id kind",
    Drawing="kind",
    Placement="drawing record x y",
)
"""The shape of a map without a single word of anybody's."""

_WHOLE: Final[Allowed] = MappingProxyType(
    dict.fromkeys(
        (
            *_DRAWN,
            *("Seen", "PathwayStage", "SupervisionNote", "Action", "Addendum", "Phase", "LetStand"),
            *(
                "Passage",
                "Hypothesis",
                "Stood",
                "Observation",
                "Mark",
                "Pull",
                "Voice",
                "Asked",
                "Copy",
                "Comment",
                "Reply",
            ),
        )
    )
)
"""Every field of every kind that we have thought about."""


@dataclass(frozen=True)
class Audience(Kind):
    """Somebody a copy is made for: what they may read, what stays of it, whether ids are made new."""

    readers: frozenset[str] = frozenset(READERS)
    allowed: Allowed = field(default_factory=lambda: _WHOLE)
    renumbered: bool = False
    leaves: str = ""
    """What is left of what stays, in a sentence; where there is none, the fields are listed."""


AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {
        one.name: one
        for one in (
            Audience(
                "person",
                "the person",
                "the drawing and its words; never pulls, hypotheses, notes, dates, or who helps by name",
                frozenset({"person"}),
                _DRAWN,
                renumbered=True,
            ),
            Audience(
                "team",
                "the team",
                "everything except what is kept for supervision",
                frozenset({"person", "team"}),
            ),
            Audience("supervision", "supervision", "everything, thinking and pulls included"),
            Audience(
                "subject_access",
                "a subject access request",
                "everything held about the person, who was given copies included; "
                "read it through first for what is about somebody else, or would do serious harm",
            ),
            Audience(
                "practice",
                "practice",
                "the shape of the map without a word of the person's, to practise on",
                frozenset({"person"}),
                _SHAPE,
                renumbered=True,
                leaves="Every word that anybody wrote.",
            ),
        )
    }
)
"""Everybody a copy can be made for."""


class GivesAway(FormulationError):
    """A copy was not made, because something in it would show what it leaves out."""

    def __init__(self, reasons: Collection[str]) -> None:
        super().__init__("This copy was not made. " + " ".join(reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Copied:
    """A copy made for somebody, and in sentences what it leaves out."""

    formulation: Formulation
    audience: Audience
    withheld: tuple[str, ...]


def copy_for(
    formulation: Formulation, audience_name: str, *, without: Collection[str] = ()
) -> Copied:
    """The formulation as one audience may have it.

    `without`: ids of records that stay behind besides, whatever they say themselves.
    Raises GivesAway where something that stays would show what does not.
    """
    audience = AUDIENCES.get(audience_name)
    if audience is None:
        raise NotUnderstood([Fault("", "Choose first for whom this copy is.")])
    reasons = _left_behind(formulation, audience, frozenset(without))
    staying = {
        some_id: record for some_id, record in formulation.records.items() if some_id not in reasons
    }
    within = {some_id for record in staying.values() for some_id in ids_of(record)}
    _must_not_give_away(formulation, staying, within, audience, reasons)
    reduced = {
        some_id: _reduced(record, audience.allowed, within) for some_id, record in staying.items()
    }
    left_out = [audience.leaves] if audience.leaves else _fields_in_words(staying, audience.allowed)
    withheld = (*_records_in_words(reasons), *left_out)
    small = Formulation(formulation.id, reduced)
    if audience.renumbered:
        small = _renumbered(small)
    return Copied(small, audience, withheld)


# What stays behind

_NOT_THEIRS: Final = "not part of a copy like this one"
_NEW: Final = "of a kind that this copy does not know yet"
_CHOSEN: Final = "left out by choice"
_MISSING_ITS_END: Final = "joined to something left out"


def _left_behind(
    formulation: Formulation, audience: Audience, without: frozenset[str]
) -> dict[str, str]:
    """Why each record stays behind, by its id; what makes no sense without another goes with it."""
    reasons: dict[str, str] = {}
    for some_id, record in formulation.records.items():
        why = _CHOSEN if some_id in without else _why_not(record, audience)
        if why:
            reasons[some_id] = why
    behind = {one for some_id in reasons for one in ids_of(formulation.records[some_id])}
    waiting = list(behind)
    while waiting:
        for reference in formulation.pointing_at(waiting.pop()):
            if reference.goes_along and reference.owner_id not in reasons:
                reasons[reference.owner_id] = _MISSING_ITS_END
                waiting.extend(ids_of(formulation.records[reference.owner_id]))
    return reasons


def _why_not(record: Record, audience: Audience) -> str:
    if type(record).__name__ not in audience.allowed:
        known = type(record).__name__ in _WHOLE
        return _NOT_THEIRS if known else _NEW
    readers = getattr(getattr(record, "held", None), "readers", "person")
    if readers not in audience.readers:
        return f"kept for {READERS[readers].label}" if readers in READERS else _NOT_THEIRS
    return ""


# What would be given away

_SHOWS: Final = {
    ("procedure", "starts_at"): "begins at",
    ("procedure", "returns_to"): "comes back to",
    ("procedure", "forbidden_by"): "is forbidden by",
    ("horn", "returns_to"): "comes back to",
    ("step", "at"): "is lived from",
    ("step", "who"): "is taken by",
    ("exit", "leaves"): "leaves from",
    ("exit", "arrives"): "arrives at",
    ("state", "poles"): "holds",
    ("pain", "under"): "lies beneath",
}
"""Where the drawing, or the map in words, would be seen to lack its other end."""

_THINKING: Final = ("words", "name", "trigger", "question", "urge", "inferred", "top", "bottom")
_FEWEST_WORDS: Final = 3


def _must_not_give_away(
    formulation: Formulation,
    staying: Mapping[str, Record],
    within: Collection[str],
    audience: Audience,
    reasons: Mapping[str, str],
) -> None:
    said = [
        *_gaps(formulation, staying, within),
        *_quotes(formulation, staying, audience.allowed, reasons),
    ]
    if said:
        raise GivesAway(list(dict.fromkeys(said)))


def _gaps(
    formulation: Formulation, staying: Mapping[str, Record], within: Collection[str]
) -> Iterator[str]:
    for record in staying.values():
        for reference in references_in(record):
            how = _SHOWS.get((kind_of(reference.from_id), reference.field))
            if how is None or reference.to_id in within or reference.to_id not in formulation:
                continue
            owner = formulation.owner_of(reference.to_id)
            yield (
                f"The {label_of(record.id)} “{formulation.name_of(record.id)}” {how} "
                f"“{formulation.name_of(reference.to_id)}”, and that {label_of(owner.id)} stays "
                "behind: the gap would show. Let both be seen, or neither."
            )


def _quotes(
    formulation: Formulation,
    staying: Mapping[str, Record],
    allowed: Allowed,
    reasons: Mapping[str, str],
) -> Iterator[str]:
    """Visible words in which the words of something left behind stand as they are."""
    hidden = {
        _spelt(said): some_id
        for some_id, why in reasons.items()
        if why != _MISSING_ITS_END and kind_of(some_id) != "voice"
        for said in _thinking_in(formulation.records[some_id])
        if len(said.split()) >= _FEWEST_WORDS
    }
    for record in staying.values() if hidden else ():
        seen = [_spelt(one) for one in _texts(record, allowed)]
        for said, some_id in hidden.items():
            if any(f" {said} " in f" {one} " for one in seen):
                yield (
                    f"The {label_of(record.id)} “{formulation.name_of(record.id)}” says in the "
                    f"same words what stands in the {label_of(some_id)} that stays behind. Say one "
                    "of them in other words."
                )


def _spelt(said: str) -> str:
    return " ".join("".join(mark if mark.isalnum() else " " for mark in said.casefold()).split())


def _thinking_in(thing: Any) -> Iterator[str]:
    for one in fields(thing):
        value = getattr(thing, one.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                yield from _thinking_in(item)
            elif one.name in _THINKING and isinstance(item, str):
                yield item


def _texts(thing: Any, allowed: Allowed) -> Iterator[str]:
    """Every word that somebody typed and that stays."""
    for one in fields(thing):
        if not _stays(thing, one.name, allowed):
            continue
        value = getattr(thing, one.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                yield from _texts(item, allowed)
            elif isinstance(item, str) and "limit" in one.metadata:
                yield item


def words_in(formulation: Formulation) -> Iterator[str]:
    """Every word that somebody typed, wherever in a formulation it stands."""
    for record in formulation.records.values():
        yield from (said for said in _texts(record, _WHOLE) if said)


# The smaller formulation


def _stays(thing: Any, name: str, allowed: Allowed) -> bool:
    kept = allowed.get(type(thing).__name__, frozenset())
    return name == "id" or kept is None or name in kept


def _reduced(record: Record, allowed: Allowed, within: Collection[str]) -> Record:
    """A record with only the fields that stay, letting go of whatever is not in the copy."""
    small = cast(Record, _rebuilt(record, lambda thing, name: _stays(thing, name, allowed), within))
    if isinstance(small, Drawing) and not small.name and small.kind in DRAWING_KINDS:
        return replace(small, name=DRAWING_KINDS[small.kind].label)
    return small


def _rebuilt(thing: Any, stays: Callable[[Any, str], bool], within: Collection[str]) -> Any:
    values: dict[str, Any] = {}
    for one in fields(thing):
        value = getattr(thing, one.name)
        if is_dataclass(value) and (stays(thing, one.name) or hasattr(value, "prefix")):
            values[one.name] = _rebuilt(value, stays, within)
        elif not stays(thing, one.name):
            continue
        elif "points_at" in one.metadata:
            many = isinstance(value, tuple)
            kept = tuple(some_id for some_id in (value if many else (value,)) if some_id in within)
            values[one.name] = kept if many else next(iter(kept), None)
        elif isinstance(value, tuple):
            values[one.name] = tuple(
                _rebuilt(item, stays, within) if is_dataclass(item) else item for item in value
            )
        else:
            values[one.name] = value
    return type(thing)(**values)


def _renumbered(formulation: Formulation) -> Formulation:
    """The same formulation under ids that say nothing of when anything was made."""
    called: dict[str, str] = {COVER: COVER}
    counted: Counter[str] = Counter()
    for some_id in sorted(
        (one for record in formulation.records.values() for one in ids_of(record)), key=in_order
    ):
        if some_id not in called:
            counted[kind_of(some_id)] += 1
            called[some_id] = f"{kind_of(some_id)}:{counted[kind_of(some_id)]}"
    renamed = [_renamed(record, called) for record in formulation.records.values()]
    return Formulation("f-copy", {record.id: record for record in renamed})


def _renamed(thing: Any, called: Mapping[str, str]) -> Any:
    values: dict[str, Any] = {}
    for one in fields(thing):
        value = getattr(thing, one.name)
        if one.name == "id" or "points_at" in one.metadata:
            many = isinstance(value, tuple)
            named = [
                called[some_id] if some_id else some_id for some_id in (value if many else (value,))
            ]
            values[one.name] = tuple(named) if many else named[0]
        elif isinstance(value, tuple):
            values[one.name] = tuple(
                _renamed(item, called) if is_dataclass(item) else item for item in value
            )
        elif is_dataclass(value):
            values[one.name] = _renamed(value, called)
    return replace(thing, **values)


# What was left out, in words


def _records_in_words(reasons: Mapping[str, str]) -> Iterator[str]:
    told = Counter(
        (kind_of(some_id), why)
        for some_id, why in reasons.items()
        if kind_of(some_id) != "placement"
    )
    order = {prefix: at for at, prefix in enumerate(RECORD_KINDS)}
    for (prefix, why), count in sorted(told.items(), key=lambda one: order[one[0][0]]):
        row = RECORD_KINDS[prefix]
        yield f"{count} {row.label if count == 1 else row.plural}: {why}."


def _fields_in_words(staying: Mapping[str, Record], allowed: Allowed) -> Iterator[str]:
    told: Counter[tuple[str, str]] = Counter()
    for record in staying.values():
        for label in dict.fromkeys(_fields_left_out(record, allowed)):
            told[(record.prefix, label)] += 1
    for (prefix, label), count in told.items():
        row = RECORD_KINDS[prefix]
        whose = (
            "the cover"
            if prefix == "cover"
            else f"{count} {row.label if count == 1 else row.plural}"
        )
        yield f"“{label}” of {whose}."


def _fields_left_out(thing: Any, allowed: Allowed) -> Iterator[str]:
    for one in fields(thing):
        value = getattr(thing, one.name)
        stays = _stays(thing, one.name, allowed)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item) and (stays or hasattr(item, "prefix")):
                yield from _fields_left_out(item, allowed)
                continue
            if (
                not stays
                and one.name not in ("held", "readers")
                and item not in (None, "", one.default)
            ):
                yield one.metadata.get("label") or one.name.replace("_", " ")
