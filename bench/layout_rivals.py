"""The same boxes and arrows laid out by networkx (straight lines) and by Graphviz dot (its own splines)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx

from bench.layout_judge import Arrow, Joined, Plan, Point
from formulation.render.geometry import Box, Cubic, box_around, edge_towards, hull, samples

Middles = dict[str, Point]

APART = 60.0
"""White between two pieces of a drawing that nothing joins, in drawing units."""


class NotApplicable(Exception):
    """This rival cannot draw this graph."""


@dataclass(frozen=True)
class Rival:
    """Somebody else's way to lay out a drawing."""

    name: str
    laid_out: Callable[[Mapping[str, Box], list[Joined]], Plan]


def rivals() -> tuple[Rival, ...]:
    """Everybody to compare with on this computer; dot only where Graphviz is installed."""
    found = [
        Rival("kamada_kawai", lambda boxes, arrows: _straight(boxes, arrows, _kamada_kawai)),
        Rival("planar", lambda boxes, arrows: _straight(boxes, arrows, _planar)),
    ]
    if dot_path():
        found.append(Rival("dot", dot))
    return tuple(found)


def dot_path() -> str | None:
    """Where Graphviz's `dot` is; None where it is not installed (Debian: `apt install graphviz`)."""
    return shutil.which("dot")


# networkx: points, joined by straight lines; grown until no box stands on another.


def _kamada_kawai(piece: networkx.Graph) -> Middles:
    """Kamada & Kawai (1989)."""
    return dict(networkx.kamada_kawai_layout(piece))


def _planar(piece: networkx.Graph) -> Middles:
    """Chrobak & Payne (1995), where a graph can be drawn without crossings at all."""
    if not networkx.check_planarity(piece)[0]:
        raise NotApplicable
    return dict(networkx.planar_layout(piece))


def _straight(
    boxes: Mapping[str, Box],
    arrows: list[Joined],
    laid_out: Callable[[networkx.Graph], Middles],
) -> Plan:
    graph = networkx.Graph()
    graph.add_nodes_from(boxes)
    graph.add_edges_from((one.one, one.other) for one in arrows)
    stands: dict[str, Box] = {}
    right = 0.0
    for ids in sorted(networkx.connected_components(graph), key=lambda ids: (-len(ids), min(ids))):
        piece = graph.subgraph(ids)
        middles = laid_out(piece) if len(ids) > 1 else dict.fromkeys(ids, (0.0, 0.0))
        placed = _grown({one: boxes[one] for one in sorted(ids)}, middles)
        span = hull(placed.values())
        for one, box in placed.items():
            stands[one] = box.moved(right - span.left, -span.top)
        right += span.width + APART
    return Plan(stands, tuple(_line(one, stands) for one in arrows))


def _grown(boxes: Mapping[str, Box], middles: Middles) -> dict[str, Box]:
    """Boxes at their middles, with everything drawn larger until none stands on another."""
    scale = 200.0
    while True:
        placed = {
            one: box_around(
                (middles[one][0] * scale, middles[one][1] * scale), box.width, box.height
            )
            for one, box in boxes.items()
        }
        every = list(placed.values())
        if scale > 1e5 or not any(
            box.meets(other, 6) for at, box in enumerate(every) for other in every[at + 1 :]
        ):
            return placed
        scale *= 1.12


def _line(one: Joined, stands: Mapping[str, Box]) -> Arrow:
    start, end = stands[one.one], stands[one.other]
    a, b = edge_towards(start, end.middle), edge_towards(end, start.middle)
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    caption = box_around(middle, *one.words) if one.words else None
    return Arrow(one.key, (one.one, one.other), (a, middle, b), caption)


# Graphviz dot: layers (Gansner et al. 1993), its own splines and places for words.


def dot(boxes: Mapping[str, Box], arrows: list[Joined]) -> Plan:
    """What `dot` makes of it, with boxes and words of the same size."""
    names = {some_id: f"n{at}" for at, some_id in enumerate(boxes)}
    told = json.loads(
        subprocess.run(
            [str(dot_path()), "-Tjson0"],
            input=_as_dot(boxes, arrows, names), capture_output=True, text=True, timeout=60, check=True,
        ).stdout
    )  # fmt: skip
    by_name = {name: some_id for some_id, name in names.items()}
    stands = {
        by_name[one["name"]]: box_around(_point(one["pos"]), boxes[by_name[one["name"]]].width,
                                         boxes[by_name[one["name"]]].height)
        for one in told["objects"]
    }  # fmt: skip
    return Plan(stands, tuple(_from_dot(arrows[int(one["comment"])], one) for one in told["edges"]))


def _as_dot(boxes: Mapping[str, Box], arrows: list[Joined], names: Mapping[str, str]) -> str:
    lines = [
        'digraph { graph [nodesep=0.25 ranksep=0.35]; node [shape=box fixedsize=true label=""];'
    ]
    for some_id, box in boxes.items():
        wide, tall = box.width / 72, box.height / 72
        lines.append(f"{names[some_id]} [width={wide:.4f} height={tall:.4f}];")
    for at, one in enumerate(arrows):
        words = ""
        if one.words:
            wide, tall = one.words
            words = (
                f' label=<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{wide:.0f}" HEIGHT="{tall:.0f}">'
                "<TR><TD></TD></TR></TABLE>>"
            )
        lines.append(f'{names[one.one]} -> {names[one.other]} [comment="{at}"{words}];')
    return "\n".join([*lines, "}"])


def _point(said: str) -> Point:
    x, y = said.split(",")[:2]
    return float(x), -float(y)


def _from_dot(one: Joined, told: Mapping[str, str]) -> Arrow:
    tail, head, points = [], [], []
    for part in told["pos"].split():
        if part.startswith("e,"):
            head = [_point(part[2:])]
        elif part.startswith("s,"):
            tail = [_point(part[2:])]
        else:
            points.append(_point(part))
    line = [*tail, points[0]]
    for at in range(0, len(points) - 3, 3):
        curve: Cubic = (points[at], points[at + 1], points[at + 2], points[at + 3])
        line += samples(curve, 24)[1:]
    caption = box_around(_point(told["lp"]), *one.words) if one.words and "lp" in told else None
    return Arrow(one.key, (one.one, one.other), (*line, *head), caption)
