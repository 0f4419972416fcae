"""The formulation as a graph: everything linked to everything, what hangs together, and where it goes round.

Nodes are poles, core pains, states and steps, joined by typed edges (field guide, section 4).
The words node and edge, and networkx itself, stay in this file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

import networkx as nx
from networkx.readwrite import json_graph

from formulation.domain.formulation import Formulation, Reference, ids_of, in_order, references_in
from formulation.domain.kinds import LINK_KINDS
from formulation.domain.records import (
    RECORD_KINDS,
    CorePain,
    Link,
    Mark,
    Procedure,
    ReciprocalRole,
    Record,
    SelfState,
    Shift,
    kind_of,
)

# Everything linked to everything


@dataclass(frozen=True)
class Thing:
    """One thing in the web: a record, or a part of one."""

    id: str
    kind: str
    label: str


@dataclass(frozen=True)
class Tie:
    """One line in the web, and why it is there, to be read between the two labels."""

    from_id: str
    to_id: str
    why: str


@dataclass(frozen=True)
class Web:
    """Everything linked to everything; no tie leads to a thing that is not in it."""

    things: tuple[Thing, ...]
    ties: tuple[Tie, ...]


_LEFT_OUT: Final = frozenset({"cover", "drawing", "placement", "mark", "asked", "copy", "comment"})
"""Whose notebook it is, where things stand, and marks, which are ties rather than things."""

_RIVAL: Final = "is a rival of"

_BEARS: Final[Mapping[str, str]] = {
    "strongly_for": "speaks strongly for",
    "for": "speaks for",
    "neither": "does not bear on",
    "against": "speaks against",
    "strongly_against": "speaks strongly against",
}
"""What a mark says between an observation and a hypothesis."""

_WHY: Final[Mapping[tuple[str, str], str]] = {
    ("pain", "under"): "lies beneath",
    ("state", "poles"): "holds",
    ("shift", "to_state"): "shifts to",
    ("procedure", "serves"): "keeps going",
    ("procedure", "forbidden_by"): "is forbidden by",
    ("procedure", "starts_at"): "starts at",
    ("procedure", "returns_to"): "comes back to",
    ("horn", "returns_to"): "comes back to",
    ("step", "at"): "is lived from",
    ("step", "who"): "is taken by",
    ("exit", "leaves"): "leaves from",
    ("exit", "arrives"): "arrives at",
    ("note", "about"): "is about",
    ("passage", "note"): "was written in",
    ("passage", "about"): "is about",
    ("hypothesis", "note"): "was written in",
    ("hypothesis", "links"): "wonders about",
    ("hypothesis", "alternative_to"): _RIVAL,
    ("observation", "note"): "was written in",
    ("pull", "note"): "was written in",
    ("pull", "invited_to"): "invites into",
    ("pull", "other_at"): "leaves the other at",
    ("pull", "exit"): "could be answered by",
    ("pull", "hypotheses"): "bears on",
    ("voice", "links"): "speaks of",
}
"""Why one thing points at another, by its kind and the field that points."""


def everything_linked(formulation: Formulation) -> Web:
    """Every record and part, except the cover and where things stand, and every tie between them.

    A link between two things is a tie; one that something points at, or that has an end missing,
    is a thing of its own. The order is the order of the records, so the same map gives the same web.
    """
    records = [record for record in _in_order(formulation) if record.prefix not in _LEFT_OUT]
    arrows = {record.id for record in records if _is_only_an_arrow(formulation, record)}
    things = {
        some_id: Thing(some_id, kind_of(some_id), formulation.name_of(some_id))
        for record in records
        if record.id not in arrows
        for some_id in ids_of(record)
    }
    ties = dict.fromkeys(
        tie
        for record in records
        for tie in (_ties_of_arrow(record) if record.id in arrows else _ties_of(record))
        if tie.from_id in things and tie.to_id in things
    )
    marked = (tie for tie in _ties_of_marks(formulation) if tie.to_id in things)
    return Web(tuple(things.values()), (*_said_once(ties), *dict.fromkeys(marked)))


def _ties_of_marks(formulation: Formulation) -> Iterator[Tie]:
    """How observations bear on hypotheses, each said once however many marked it so."""
    for mark in formulation.every(Mark):
        if mark.observation and mark.hypothesis and mark.bears:
            yield Tie(mark.observation, mark.hypothesis, _BEARS[mark.bears])


def _said_once(ties: Iterable[Tie]) -> Iterator[Tie]:
    """A rival is a rival both ways, and is said one way."""
    said: set[Tie] = set()
    for tie in ties:
        back = Tie(tie.to_id, tie.from_id, tie.why)
        if tie.why != _RIVAL or back not in said:
            yield tie
        said.add(tie)


def _in_order(formulation: Formulation) -> list[Record]:
    return [record for row in RECORD_KINDS.values() for record in formulation.every(row.record)]


def _is_only_an_arrow(formulation: Formulation, record: Record) -> bool:
    if not isinstance(record, Link) or formulation.pointing_at(record.id):
        return False
    ends = [formulation.get(end) for end in (record.from_id, record.to_id)]
    return all(end is not None and kind_of(end.id) not in _LEFT_OUT for end in ends)


def _ties_of_arrow(record: Record) -> Iterator[Tie]:
    if isinstance(record, Link) and record.from_id and record.to_id:
        kind = _link_label(record)
        yield Tie(record.from_id, record.to_id, f"{kind}: {record.words}" if record.words else kind)


def _link_label(link: Link) -> str:
    return LINK_KINDS[link.kind].label if link.kind in LINK_KINDS else link.kind


def _ties_of(record: Record) -> Iterator[Tie]:
    if isinstance(record, ReciprocalRole):
        yield Tie(record.top.id, record.id, "is one end of")
        yield Tie(record.bottom.id, record.id, "is the other end of")
    elif isinstance(record, Link):
        yield from _ties_of_linked_link(record)
    elif isinstance(record, Shift) and record.from_state:
        yield Tie(record.from_state, record.id, "can shift at")
    elif isinstance(record, Procedure):
        yield from _ties_within(record)
    yield from (_tie_for(one) for one in references_in(record) if _is_said_here(one))


def _ties_of_linked_link(link: Link) -> Iterator[Tie]:
    if link.from_id:
        yield Tie(link.from_id, link.id, _link_label(link))
    if link.to_id:
        yield Tie(link.id, link.to_id, _link_label(link))


def _is_said_here(reference: Reference) -> bool:
    # The ends of arrows and the rounds of procedures are said elsewhere, each in its own direction.
    return reference.field not in ("from_id", "to_id", "from_state", "starts_at", "returns_to")


def _tie_for(reference: Reference) -> Tie:
    why = _WHY.get((kind_of(reference.from_id), reference.field), "points at")
    return Tie(reference.from_id, reference.to_id, why)


def _ties_within(procedure: Procedure) -> Iterator[Tie]:
    """The steps of a procedure and its ways, and each way round as one goes along it."""
    for step in procedure.steps:
        yield Tie(procedure.id, step.id, "has the step")
    for horn in procedure.horns:
        yield Tie(procedure.id, horn.id, "has the way")
        for step in horn.steps:
            yield Tie(horn.id, step.id, "has the step")
    for one in rounds_of(procedure):
        if one.steps:
            yield from _ties_along(one)
        else:
            yield from _ties_of_bare_round(one)


def _ties_along(one: Round) -> Iterator[Tie]:
    if one.starts_at:
        yield Tie(one.starts_at, one.steps[0], "begins")
    for before, after in pairwise(one.steps):
        yield Tie(before, after, "leads to")
    if one.returns_to:
        yield Tie(one.steps[-1], one.returns_to, "comes back to")


def _ties_of_bare_round(one: Round) -> Iterator[Tie]:
    if one.starts_at:
        yield Tie(one.of, one.starts_at, "starts at")
    if one.returns_to:
        yield Tie(one.of, one.returns_to, "comes back to")


# Ways round


@dataclass(frozen=True)
class Round:
    """One way round a procedure: of which procedure or horn, where from, its steps, and home again."""

    of: str
    starts_at: str | None
    steps: tuple[str, ...]
    returns_to: str | None


def rounds_of(procedure: Procedure) -> tuple[Round, ...]:
    """Every way round a procedure: one for a trap or snag, one for each horn of a dilemma.

    Steps taken before the horns part are part of each way.
    """
    shared = tuple(step.id for step in procedure.steps)
    if not procedure.horns:
        return (Round(procedure.id, procedure.starts_at, shared, procedure.returns_to),)
    return tuple(
        Round(
            horn.id,
            procedure.starts_at,
            (*shared, *(step.id for step in horn.steps)),
            horn.returns_to or procedure.returns_to,
        )
        for horn in procedure.horns
    )


# What hangs together

_MAP: Final = ("role", "state", "procedure", "pain")
"""What a map in pieces is asked about; ways out only join (field guide, rule `map-in-pieces`)."""


def pieces(formulation: Formulation) -> tuple[tuple[str, ...], ...]:
    """The parts of the map that no arrow joins, by the ids of their records, the largest first.

    Roles, states, procedures, core pains and the ways out between them; notes, parties and
    target problems are left out, because they would join what the drawing does not.
    """
    graph = nx.Graph()
    kept = {*_MAP, "exit"}
    for record in _in_order(formulation):
        if record.prefix in kept:
            graph.add_node(record.id)
        if record.prefix in kept or isinstance(record, Shift | Link):
            graph.add_edges_from(pairwise(_joined_by(formulation, record, kept)))
    found = [tuple(sorted(piece, key=in_order)) for piece in nx.connected_components(graph)]
    drawn = [piece for piece in found if any(kind_of(one) in _MAP for one in piece)]
    return tuple(sorted(drawn, key=lambda piece: (-len(piece), in_order(piece[0]))))


def _joined_by(formulation: Formulation, record: Record, kept: set[str]) -> list[str]:
    own = [record.id] if record.prefix in kept else []
    owners = [
        formulation.owner_of(reference.to_id).id
        for reference in references_in(record)
        if reference.to_id in formulation
    ]
    return [*own, *(owner for owner in owners if kind_of(owner) in kept)]


# Where it goes round


@dataclass(frozen=True)
class Loop:
    """One closed way round the map: the ids along it, and the procedures it passes through."""

    ids: tuple[str, ...]
    procedures: tuple[str, ...]


_REACHES: Final = (8, 12, 16, 24, 40)
"""How long a loop may be, tried from short to long, so that a tangle gives its short loops first."""


def loops_found(formulation: Formulation, *, most: int = 200) -> tuple[Loop, ...]:
    """Closed ways round the map (elementary circuits), the shortest first, at most `most` of them.

    Along procedures, shifts, from a core pain up to the poles above it and from pole to pole within
    a role; a role alone, which goes to and fro by its nature, is not a loop.
    """
    graph, ids = _directed(formulation)
    loops = [_loop(formulation, ring) for ring in _rings(graph, ids, most)]
    return tuple(sorted(loops, key=lambda loop: (len(loop.ids), [in_order(i) for i in loop.ids])))


def _loop(formulation: Formulation, ring: list[str]) -> Loop:
    first = ring.index(min(ring, key=in_order))
    ids = (*ring[first:], *ring[:first])
    owners = dict.fromkeys(formulation.owner_of(some_id).id for some_id in ids)
    return Loop(ids, tuple(owner for owner in owners if kind_of(owner) == "procedure"))


def _directed(formulation: Formulation) -> tuple[Any, list[str]]:
    ways = list(dict.fromkeys(ways_on(formulation)))
    # Numbers rather than ids, because sets of text come in a different order in every process.
    ids = sorted({one for way in ways for one in way}, key=in_order)
    number = {some_id: place for place, some_id in enumerate(ids)}
    graph = nx.DiGraph()
    graph.add_edges_from((number[start], number[end]) for start, end in ways)
    return graph, ids


def ways_on(formulation: Formulation) -> Iterator[tuple[str, str]]:
    """Every way from one thing to the next: within roles, up from pain, along rounds, by shifts."""
    for role in formulation.every(ReciprocalRole):
        yield role.top.id, role.bottom.id
        yield role.bottom.id, role.top.id
    for pain in formulation.every(CorePain):
        yield from ((pain.id, pole_id) for pole_id in pain.under)
    for procedure in formulation.every(Procedure):
        for one in rounds_of(procedure):
            yield from pairwise(filter(None, (one.starts_at, *one.steps, one.returns_to)))
    for shift in formulation.every(Shift):
        if shift.from_state and shift.to_state:
            yield shift.from_state, shift.to_state


def reached_from(formulation: Formulation, some_id: str | None) -> frozenset[str]:
    """Everything one comes to from a thing, itself included, going on as one goes round the map.

    As in `loops_found`, and from a state to the poles it holds; a way out is left, not followed,
    because leaving is not coming home. Empty where there is nothing to start from.
    """
    if some_id is None or some_id not in formulation:
        return frozenset()
    graph = nx.DiGraph(ways_on(formulation))
    graph.add_node(some_id)
    for state in formulation.every(SelfState):
        graph.add_edges_from((state.id, pole_id) for pole_id in state.poles)
    return frozenset({some_id, *nx.descendants(graph, some_id)})


def _rings(graph: Any, ids: list[str], most: int) -> list[list[str]]:
    found: list[list[str]] = []
    for longest in (*_REACHES, len(ids)):
        rings = ([ids[one] for one in ring] for ring in nx.simple_cycles(graph, longest))
        found = list(islice((ring for ring in rings if not _is_one_role(ring)), most))
        if len(found) == most or longest >= len(ids):
            break
    return found


def _is_one_role(ring: list[str]) -> bool:
    return all(kind_of(some_id) == "pole" for some_id in ring)


# A graph as a file, in the library's own readers and writers.


def bare_graph() -> Any:
    """A graph with nothing in it, in which two things may be joined more than once."""
    return nx.MultiDiGraph()


def graphml_of(graph: Any) -> bytes:
    """A graph as GraphML."""
    return "\n".join(nx.generate_graphml(graph, named_key_ids=True)).encode()


def gexf_of(graph: Any) -> bytes:
    """A graph as GEXF 1.2."""
    out = io.BytesIO()
    nx.write_gexf(graph, out, version="1.2draft")
    return out.getvalue()


def node_link_of(graph: Any) -> Any:
    """A graph as plain data, things and links."""
    return json_graph.node_link_data(graph, edges="links")


def graph_in_graphml(data: bytes) -> Any:
    """The graph in some GraphML, which must have been looked through for what is hostile."""
    return nx.read_graphml(io.BytesIO(data), force_multigraph=True)


def graph_in_gexf(data: bytes) -> Any:
    """The graph in some GEXF, which must have been looked through for what is hostile."""
    return nx.read_gexf(io.BytesIO(data), version="1.2draft")


def graph_in_node_link(plain: Any) -> Any:
    """The graph in plain data of things and links."""
    return json_graph.node_link_graph(plain, edges="links")
