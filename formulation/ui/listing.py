"""Choosing one record among several of a kind, those of the note that lies open first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from formulation.domain.records import Hypothesis, Pull, SupervisionNote
from formulation.workflows.notebooks import Opened, freshly
from formulation.workflows.visit import Visit

from . import remembered
from .choices import one_remembered
from .notices import told_afterwards

R = TypeVar("R", Hypothesis, Pull)


def belonging(records: tuple[R, ...], note: SupervisionNote | None) -> list[R]:
    """Those of this note first, then the others."""
    here = note.id if note else None
    return sorted(records, key=lambda one: one.note != here)


def choose(key: str, records: dict[str, R], name: Callable[[R], str]) -> str | None:
    """Which one is being written; None where there are none."""
    if not records:
        return None
    return one_remembered(
        "Which one?", key, list(records), lambda one: name(records[one]),
        label_visibility="collapsed",
    )  # fmt: skip


def remember_new(
    key: str, visit: Visit, formulation_id: str, act: Callable[[Opened], tuple[Opened, str]]
) -> None:
    """Begin a record and let it be the one that is being written."""
    with told_afterwards():
        _, new_id = freshly(visit, formulation_id, act)
        remembered.keep(key, new_id)


def open_note(opened: Opened) -> str | None:
    """The note that was last being written, while it is a draft: new thoughts belong to it."""
    note = opened.formulation.get(remembered.get(remembered.NOTE))
    return note.id if isinstance(note, SupervisionNote) and note.standing == "draft" else None
