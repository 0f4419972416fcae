"""What the table of observations and hypotheses says, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from formulation.analysis.evidence import Evidence, leans_on, weighed
from formulation.domain.formulation import Formulation

from .hypothesis_table import words_of
from .naming import shortened


def said_of(formulation: Formulation, evidence: Evidence, left_out: Collection[str] = ()) -> str:
    """What the table says, in sentences, every word escaped."""
    pieces = ['<div class="fn-words fn-two">']
    for heading, lines in (
        ("What has least against it", _least(formulation, evidence, left_out)),
        ("What tells them apart", _apart(evidence)),
        ("What it all leans on", _leans(formulation, left_out)),
        ("Seen differently", _differing(formulation, evidence)),
        ("What would change our mind", _would_change(evidence)),
    ):
        if lines:
            said = "".join(f"<p>{escape(line)}</p>" for line in lines)
            pieces.append(f"<section><h4>{escape(heading)}</h4>{said}</section>")
    return "".join([*pieces, "</div>"])


def _named(formulation: Formulation, ids: Sequence[str]) -> str:
    return " and ".join(f"“{shortened(formulation.name_of(one), 90)}”" for one in ids)


def _least(formulation: Formulation, evidence: Evidence, left_out: Collection[str]) -> list[str]:
    first, before = evidence.least_against, weighed(formulation).least_against
    said = ["Nothing has been considered yet, so nothing stands before anything."]
    if first:
        said = [
            f"For now, least speaks against {_named(formulation, first)}. "
            "That is not the same as being right."
        ]
    if left_out and before == first:
        said.append("It would be so with everything put back, too.")
    elif left_out and before:
        said.append(f"With everything put back, it would be {_named(formulation, before)}.")
    return said


def _apart(evidence: Evidence) -> list[str]:
    said = [f"“{one.words}”" for one in evidence.observations if evidence.separates(one.id)]
    if said or len(evidence.columns) < 2:
        return said
    return [
        "Nothing seen so far tells these ideas apart. What might? What would each lead us to see?"
    ]


def _leans(formulation: Formulation, left_out: Collection[str]) -> list[str]:
    return [
        f"Without “{formulation.name_of(seen)}”, least would speak against "
        f"{_named(formulation, then)}."
        if then
        else f"Without “{formulation.name_of(seen)}”, nothing would stand before anything."
        for seen, then in leans_on(formulation, without=left_out).items()
    ]


def _differing(formulation: Formulation, evidence: Evidence) -> list[str]:
    return [
        f"“{formulation.name_of(seen)}”, for “{shortened(formulation.name_of(idea), 60)}”: "
        "what does each see that the other does not?"
        for seen, idea in evidence.differing()
    ]


def _would_change(evidence: Evidence) -> list[str]:
    return [
        f"{shortened(words_of(one.hypothesis), 60)}: {one.hypothesis.would_change_our_mind}"
        for one in evidence.columns
        if one.hypothesis.would_change_our_mind
    ]
