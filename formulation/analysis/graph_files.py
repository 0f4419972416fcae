"""A formulation as a graph in a file: GraphML, GEXF and node-link JSON, and the structure back again.

Every record and part is a node; fields are attributes, lists of words as JSON, and what is blank is
left out. What lives inside a record, and what points at what, are edges that name the field and the
place in it, so that the whole structure comes back exactly.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, is_dataclass
from typing import Any, Final, cast, get_args

from formulation.domain.formulation import Formulation
from formulation.domain.records import RECORD_KINDS, Part, Record, kind_of

from .graph import (
    bare_graph,
    gexf_of,
    graph_in_gexf,
    graph_in_graphml,
    graph_in_node_link,
    graphml_of,
    node_link_of,
)

INSIDE: Final = "inside"
POINTS_AT: Final = "points at"
KIND: Final = "thing"
CALLED: Final = "label"
_UNWRITABLE: Final = dict.fromkeys([*(n for n in range(32) if n not in (9, 10)), 0xFFFE, 0xFFFF])
_PARTS: Final = {part.prefix: part for part in get_args(Part)}


class NotThisGraph(ValueError):
    """A graph that was not written here, or has lost what it needs to come back."""


def graphml(formulation: Formulation) -> bytes:
    """The formulation as GraphML."""
    return graphml_of(_graph(formulation))


def gexf(formulation: Formulation) -> bytes:
    """The formulation as GEXF 1.2."""
    return gexf_of(_graph(formulation))


def node_link(formulation: Formulation) -> bytes:
    """The formulation as node-link JSON."""
    plain = node_link_of(_graph(formulation))
    return json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _graph(formulation: Formulation) -> Any:
    graph = bare_graph()
    for record in formulation.records.values():
        _put(graph, formulation, record)
    for record in formulation.records.values():
        for number, (start, end, told) in enumerate(_edges(record)):
            if end in graph:
                graph.add_edge(start, end, key=f"{start} {number}", **told)
    return graph


def _put(graph: Any, formulation: Formulation, thing: Record | Part) -> None:
    graph.add_node(thing.id, **{KIND: thing.prefix, CALLED: _clean(formulation.name_of(thing.id))})
    graph.nodes[thing.id].update(_flat(thing))
    for part in _parts_in(thing):
        _put(graph, formulation, part[2])


def _parts_in(thing: Any) -> Iterator[tuple[str, int, Any]]:
    """What lives inside a thing: the field, the place in it, and the part."""
    for one in fields(thing):
        value = getattr(thing, one.name)
        for at, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if is_dataclass(item) and hasattr(item, "prefix"):
                yield one.name, at, item


def _flat(thing: Any) -> Iterator[tuple[str, str | int | float | bool]]:
    for one in fields(thing):
        value = getattr(thing, one.name)
        if one.name == "id" or "points_at" in one.metadata or _holds_parts(value):
            continue
        if is_dataclass(value) and not isinstance(value, type):
            for name, inner in asdict(value).items():
                if inner not in ("", None, ()):
                    yield f"{one.name}.{name}", _clean(inner)
        elif isinstance(value, tuple):
            if value:
                plain = [asdict(cast(Any, item)) if is_dataclass(item) else item for item in value]
                yield one.name, _clean(json.dumps(plain, ensure_ascii=False))
        elif value is not None and value not in (one.default, ""):
            yield one.name, _clean(value)


def _holds_parts(value: Any) -> bool:
    first = value[0] if isinstance(value, tuple) and value else value
    return is_dataclass(first) and hasattr(first, "prefix")


def _clean(value: Any) -> Any:
    return value.translate(_UNWRITABLE) if isinstance(value, str) else value


def _edges(thing: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, at, part in _parts_in(thing):
        yield thing.id, part.id, {"why": INSIDE, "field": name, "at": at}
        yield from _edges(part)
    for one in fields(thing):
        if "points_at" in one.metadata:
            value = getattr(thing, one.name)
            for at, some_id in enumerate(value if isinstance(value, tuple) else (value,)):
                if some_id:
                    yield thing.id, some_id, {"why": POINTS_AT, "field": one.name, "at": at}


# And back again


def _read(reader: Callable[[Any], Any], given: Any, otherwise: str) -> list[dict[str, Any]]:
    """The records in what a reader makes of something; whatever it stumbles over is said in one way."""
    try:
        return _records(reader(given))
    except NotThisGraph:
        raise
    except Exception as wrong:
        raise NotThisGraph(otherwise) from wrong


def records_from_graphml(data: bytes) -> list[dict[str, Any]]:
    """Records as plain data from GraphML that was written here. Raises NotThisGraph.

    The XML must have been looked through for what is hostile before it comes here.
    """
    return _read(graph_in_graphml, data, "not GraphML")


def records_from_gexf(data: bytes) -> list[dict[str, Any]]:
    """Records as plain data from GEXF that was written here. Raises NotThisGraph."""
    return _read(graph_in_gexf, data, "not GEXF")


def records_from_node_link(plain: Any) -> list[dict[str, Any]]:
    """Records as plain data from node-link JSON that was written here. Raises NotThisGraph."""
    return _read(graph_in_node_link, plain, "not a node-link graph")


def _records(graph: Any) -> list[dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for some_id, told in graph.nodes(data=True):
        if not isinstance(some_id, str) or kind_of(some_id) != told.get(KIND):
            raise NotThisGraph("a node that is not ours")
        made[some_id] = _plain(some_id, told)
    within: set[str] = set()
    for start, end, told in sorted(
        graph.edges(data=True),
        key=lambda one: (one[0], str(one[2].get("field")), int(one[2]["at"])),
    ):
        _join(made, start, end, told, within)
    return [plain for some_id, plain in made.items() if some_id not in within]


def _plain(some_id: str, told: dict[str, Any]) -> dict[str, Any]:
    kind = _class_of(some_id)
    known = {one.name: one for one in fields(kind)}
    plain: dict[str, Any] = {"id": some_id}
    for name, value in told.items():
        outer, _, inner = name.partition(".")
        if name in (KIND, CALLED):
            continue
        if outer not in known or outer == "id":
            raise NotThisGraph("a field that is not ours")
        if inner:
            plain.setdefault(outer, {})[inner] = value
        else:
            plain[outer] = json.loads(value) if known[outer].default == () else value
    return plain


def _class_of(some_id: str) -> Any:
    prefix = kind_of(some_id)
    if prefix in _PARTS:
        return _PARTS[prefix]
    if prefix in RECORD_KINDS:
        return RECORD_KINDS[prefix].record
    raise NotThisGraph("a kind that is not ours")


def _join(
    made: dict[str, dict[str, Any]], start: str, end: str, told: dict[str, Any], within: set[str]
) -> None:
    known = {one.name: one for one in fields(_class_of(start))}
    name = told.get("field")
    if name not in known or told.get("why") not in (INSIDE, POINTS_AT):
        raise NotThisGraph("an edge that is not ours")
    inside = told["why"] == INSIDE
    if inside and (end in within or kind_of(end) not in _PARTS):
        raise NotThisGraph("a part that lives in two places")
    value = made[end] if inside else end
    if inside:
        within.add(end)
    if known[name].default == ():
        made[start].setdefault(name, []).append(value)
    else:
        made[start][name] = value
