"""What the table of observations and hypotheses shows, as plain data in plain words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from formulation.analysis.evidence import TOGETHER, Cell, Column, Evidence
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import EVIDENCE_MARKS, HYPOTHESIS_STANDINGS
from formulation.domain.records import Hypothesis, Observation

ALL_OF_US = "all of us together"
FEW = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def table_shown(
    formulation: Formulation,
    evidence: Evidence,
    *,
    whole: Evidence,
    eyes: str,
    due: Collection[str],
    read_only: bool,
) -> dict[str, Any]:
    """The table: `evidence` gives the order, `whole` holds what was left out for the moment too."""
    left_out = {one.id for one in whole.observations} - {one.id for one in evidence.observations}
    return {
        "hypotheses": [_hypothesis(one, due) for one in evidence.columns],
        "observations": [
            _observation(formulation, one, evidence, one.id in left_out)
            for one in whole.observations
        ],
        "cells": {
            seen.id: {
                one.hypothesis.id: _cell(whole.cell(seen.id, one.hypothesis.id), eyes)
                for one in evidence.columns
            }
            for seen in whole.observations
        },
        "eyes": eyes or ALL_OF_US,
        "readOnly": read_only,
    }


def _hypothesis(column: Column, due: Collection[str]) -> dict[str, Any]:
    one = column.hypothesis
    standing = HYPOTHESIS_STANDINGS[one.status].label if one.status != "open" else ""
    aged = "due a look" if one.id in due else ""
    said = [standing, against_in_words(column), aged]
    return {
        "id": one.id,
        "words": words_of(one),
        "under": " · ".join(filter(None, said)),
        "due": one.id in due,
    }


def words_of(hypothesis: Hypothesis) -> str:
    """What a hypothesis says, or that nobody has said it yet."""
    return hypothesis.words or "We wonder… (no words yet)"


def against_in_words(column: Column) -> str:
    """What speaks against an idea, in words; never a number to rank truth by."""
    if not column.considered:
        return "nobody has considered it yet"
    parts = []
    if column.strongly_against:
        parts.append(f"{few(column.strongly_against)} strongly against")
    if column.against:
        parts.append(f"{few(column.against)} against")
    said = ", ".join(parts) if parts else "nothing against it so far"
    if column.not_considered:
        said += f"; {few(column.not_considered)} not considered yet"
    return said


def few(things: Collection[object]) -> str:
    """How many, in a word where there is one."""
    return FEW[len(things)] if len(things) < len(FEW) else str(len(things))


def _observation(
    formulation: Formulation, one: Observation, evidence: Evidence, out: bool
) -> dict[str, Any]:
    note = formulation.get(one.note)
    when = one.seen_on or getattr(note, "date", "")
    separates = not out and evidence.separates(one.id)
    said = [when, "left out for the moment" if out else "", "tells them apart" if separates else ""]
    return {
        "id": one.id,
        "words": one.words or "(no words yet)",
        "under": " · ".join(filter(None, said)),
        "separates": separates,
        "out": out,
    }


def _cell(cell: Cell, eyes: str) -> Mapping[str, Any]:
    others = [by for by in cell.marks if by != eyes]
    said = [f"{by or 'together'}: {EVIDENCE_MARKS[cell.marks[by]].label}" for by in others]
    return {
        "mine": cell.marks.get(eyes, ""),
        "counted": cell.counted,
        "differs": cell.differs,
        "under": " · ".join(said),
    }


__all__ = ["ALL_OF_US", "TOGETHER", "against_in_words", "few", "table_shown", "words_of"]
