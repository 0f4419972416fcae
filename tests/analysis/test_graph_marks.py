"""How marks show in the web of everything: as what an observation says to a hypothesis."""

from __future__ import annotations

from dataclasses import replace

from formulation.analysis.graph import Tie, everything_linked

from ..examples import CHECKED_ON, QUIET_FITS, REALLY_COLD, WENT_QUIET, with_records


def test_a_mark_is_a_tie_between_an_observation_and_a_hypothesis() -> None:
    alone = replace(CHECKED_ON, note=None, links=(), alternative_to=())
    seen = replace(WENT_QUIET, note=None)
    other = replace(QUIET_FITS, id="mark:other", by="second counsellor")
    web = everything_linked(with_records(alone, seen, QUIET_FITS, other))
    assert {thing.id for thing in web.things} == {CHECKED_ON.id, WENT_QUIET.id}
    assert web.ties == (Tie(WENT_QUIET.id, CHECKED_ON.id, "speaks for"),)


def test_what_nobody_has_considered_yet_says_nothing() -> None:
    alone = replace(REALLY_COLD, note=None, links=(), alternative_to=())
    blank = replace(QUIET_FITS, hypothesis=REALLY_COLD.id, bears="")
    web = everything_linked(with_records(alone, replace(WENT_QUIET, note=None), blank))
    assert web.ties == ()
