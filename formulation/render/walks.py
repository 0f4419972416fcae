"""Finding a way through a crowd: the shortest walk past the corners of everything that stands about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import routes
from .geometry import Cubic, Point, along, distance
from .routes import ACROSS, Course, Line, Offer, Port, Way

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

BY = 3.0
"""How far beyond the edge of what it keeps clear of a walk turns its corners; drawing units."""

BEFORE = 7.0
"""How far outside a port a walk begins or ends."""

TURNING = 10.0
"""What each corner costs, so that a straighter way is taken where it is hardly longer."""

REACH = 280.0
"""How far one looks at each corner for the next."""

MOST_LOOKED_AT = 160
"""From how many corners at most a walk is looked for."""


class _Town(NamedTuple):
    """Walls one cannot walk through, corners one may turn at, lines one would rather not cross."""

    walls: Numbers
    corners: Numbers
    lines: Numbers


@lru_cache(maxsize=2_000)
def walked(starts: tuple[Port, ...], ends: tuple[Port, ...], course: Course) -> tuple[Offer, ...]:
    """Lines along the shortest walk from some ports to others (A*; Hart et al. 1968), none where none is open.

    Every box of the course is a wall and its corners are where the walk may turn; crossing a line
    that is drawn costs as much as it does everywhere.
    """
    goals = [_outside(port) for port in ends]
    town = _town(course, goals)
    found = _walk(starts, ends, town)
    if found is None:
        return ()
    cost, first, through, last = found
    bent = routes.smoothed(cost, first, through, last, (0.45, 0.3, 0.2, 0.1))
    return (*bent, (cost + last.cost + 30.0, _cornered((first.point, *through, last.point))))


def _outside(port: Port) -> Point:
    return port.point[0] + port.out[0] * BEFORE, port.point[1] + port.out[1] * BEFORE


def _town(course: Course, goals: Sequence[Point]) -> _Town:
    walls: Numbers = np.array(course.solid, dtype=float).reshape(-1, 4)
    grown = walls + np.array((-BY, -BY, BY, BY))
    corners = np.concatenate([grown[:, (x, y)] for x in (0, 2) for y in (1, 3)])
    corners = corners[~_inside(corners, walls + np.array((-BY, -BY, BY, BY)) * 0.6).any(axis=1)]
    corners = np.concatenate([corners, np.array(goals, dtype=float).reshape(-1, 2)])
    lines = [(*a, *b) for one in course.lines for a, b in zip(one.line, one.line[1:], strict=False)]
    return _Town(walls, corners, np.array(lines, dtype=float).reshape(-1, 4))


def _inside(points: Numbers, walls: Numbers) -> Truths:
    """For each point and each wall, whether the point is inside it."""
    x, y = points[:, 0, None], points[:, 1, None]
    return (x > walls[:, 0]) & (x < walls[:, 2]) & (y > walls[:, 1]) & (y < walls[:, 3])


def _walk(
    starts: Sequence[Port], ends: Sequence[Port], town: _Town
) -> tuple[float, Port, list[Point], Port] | None:
    """The cheapest walk: what it costs, the port it leaves, the points it turns at, the port it reaches."""
    first_goal = len(town.corners) - len(ends)
    left = np.array([min(distance((x, y), _outside(end)) for end in ends) for x, y in town.corners])
    waiting: list[tuple[float, float, int, Point, tuple[Point, ...], Port]] = []
    for port in starts:
        here = _outside(port)
        near = min(distance(here, _outside(end)) for end in ends)
        waiting.append((port.cost + near, port.cost, -1, here, (), port))
    heapify(waiting)
    least: dict[int, float] = {}
    looked_at: set[int | Point] = set()
    while waiting and len(looked_at) < MOST_LOOKED_AT:
        _, cost, number, here, path, port = heappop(waiting)
        if (number if number >= 0 else here) in looked_at:
            continue
        looked_at.add(number if number >= 0 else here)
        if number >= first_goal:
            return cost, port, [*path, here], ends[number - first_goal]
        for there, further in _steps(here, town):
            whole = cost + further + (ends[there - first_goal].cost if there >= first_goal else 0)
            if whole < least.get(there, 1e12):
                least[there] = whole
                x, y = town.corners[there].tolist()
                heappush(waiting, (whole + left[there], whole, there, (x, y), (*path, here), port))
    return None


def _steps(here: Point, town: _Town) -> list[tuple[int, float]]:
    """The corners nearby that one can walk straight to, and what that costs."""
    x, y = here
    around = np.abs(town.corners - np.array(here)).max(axis=1) < REACH
    seen = np.flatnonzero(around)
    window = (x - REACH, y - REACH, x + REACH, y + REACH)
    seen = seen[_open(here, town.corners[seen], _within(town.walls, window))]
    there = town.corners[seen]
    far = np.hypot(there[:, 0] - x, there[:, 1] - y)
    cost = far + TURNING + ACROSS * _crossed(here, there, _within(town.lines, window))
    return list(zip(seen.tolist(), cost.tolist(), strict=True))


def _within(things: Numbers, window: tuple[float, float, float, float]) -> Numbers:
    """The boxes, or the stretches of lines, that may lie in a window."""
    left, top, right, bottom = window
    low_x, high_x = np.minimum(things[:, 0], things[:, 2]), np.maximum(things[:, 0], things[:, 2])
    low_y, high_y = np.minimum(things[:, 1], things[:, 3]), np.maximum(things[:, 1], things[:, 3])
    found: Numbers = things[(low_x < right) & (high_x > left) & (low_y < bottom) & (high_y > top)]
    return found


def _open(here: Point, there: Numbers, walls: Numbers) -> Truths:
    """To which points one can walk straight; a wall one stands in is no wall (Liang & Barsky 1984)."""
    if not len(walls):
        return np.ones(len(there), dtype=bool)
    x, y = here
    walls = walls[~_inside(np.array([here]), walls)[0]]
    dx, dy = (np.where(np.abs(d) < 1e-9, 1e-9, d)[:, None] for d in (there - np.array(here)).T)
    across, over = (walls[:, 0] - x) / dx, (walls[:, 2] - x) / dx
    down, under = (walls[:, 1] - y) / dy, (walls[:, 3] - y) / dy
    enter = np.maximum(np.minimum(across, over), np.minimum(down, under))
    leave = np.minimum(np.maximum(across, over), np.maximum(down, under))
    blocked = (enter < leave) & (leave > 1e-6) & (enter < 1 - 1e-6) & ~_inside(there, walls)
    found: Truths = np.logical_not(blocked.any(axis=1))
    return found


def _crossed(here: Point, there: Numbers, lines: Numbers) -> Any:
    """How many stretches of drawn lines lie across the way to each point."""
    if not len(lines) or not len(there):
        return np.zeros(len(there))
    ax, ay = here
    bx, by = (there[:, at, None] - here[at] for at in (0, 1))
    cx, cy, dx, dy = (lines[:, at] for at in range(4))
    one = bx * (cy - ay) - by * (cx - ax)
    other = bx * (dy - ay) - by * (dx - ax)
    lx, ly = dx - cx, dy - cy
    mine = lx * (ay - cy) - ly * (ax - cx)
    theirs = lx * (there[:, 1, None] - cy) - ly * (there[:, 0, None] - cx)
    return ((one * other < 0) & (mine * theirs < 0)).sum(axis=1)


def _cornered(points: Line) -> Way:
    """A walk as straight stretches with its corners taken off."""
    curves: list[Cubic] = []
    here = points[0]
    for at, corner in enumerate(points[1:-1], start=1):
        before = _towards(corner, points[at - 1])
        after = _towards(corner, points[at + 1])
        curves.append(_straight(here, before))
        curves.append((before, along(before, corner, 0.6), along(after, corner, 0.6), after))
        here = after
    return (*curves, _straight(here, points[-1]))


def _towards(corner: Point, other: Point) -> Point:
    """The point where a bend round a corner begins."""
    far = distance(corner, other)
    return along(corner, other, min(12.0, 0.45 * far) / far) if far > 1e-6 else corner


def _straight(one: Point, other: Point) -> Cubic:
    return one, along(one, other, 1 / 3), along(one, other, 2 / 3), other
