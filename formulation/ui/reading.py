"""The map as words, and what is behind a part of it: read-only text beside the drawing."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from formulation.domain.formulation import Formulation
from formulation.domain.kinds import ACTED_ON, HYPOTHESIS_STANDINGS, NOTE_FORMATS, PULL_KINDS
from formulation.domain.records import Hypothesis, Pull, SupervisionNote, Voice
from formulation.render.behind import behind
from formulation.render.sentences import in_words

from .terms import explained


def show_in_words(formulation: Formulation) -> None:
    """The whole map as plain sentences, in reading order."""
    st.html(in_words_html(formulation))


def in_words_html(formulation: Formulation) -> str:
    """The sentences as HTML, every word escaped."""
    pieces = ['<div class="fn-words">']
    for passage in in_words(formulation):
        pieces.append(f"<h4>{explained(passage.heading)}</h4>")
        pieces.extend(f"<p>{escape(sentence.text)}</p>" for sentence in passage.sentences)
    if len(pieces) == 1:
        pieces.append(
            '<p class="fn-quiet">Nothing is on the map yet. The first words put down here '
            "will also be read out here.</p>"
        )
    return "".join([*pieces, "</div>"])


def show_behind(formulation: Formulation, some_id: str | None) -> None:
    """Every note, hypothesis, pull and voice that points at what is selected."""
    if some_id is None or some_id not in formulation:
        st.caption(
            "Select something on the drawing to see which notes, hypotheses and pulls are about it."
        )
        return
    st.html(behind_html(formulation, some_id))


def behind_html(formulation: Formulation, some_id: str) -> str:
    """What is behind one thing, as HTML, every word escaped."""
    found = behind(formulation, some_id)
    name = escape(formulation.name_of(some_id))
    pieces = [f'<div class="fn-words"><h4>Behind “{name}”</h4>']
    groups = (found.notes, found.hypotheses, found.pulls, found.voices)
    for group in groups:
        pieces.extend(_one_behind(one.record, one.reason, one.quotes, one.day) for one in group)
    if not any(groups):
        pieces.append('<p class="fn-quiet">Nothing behind this yet.</p>')
    return "".join([*pieces, "</div>"])


def _one_behind(
    record: SupervisionNote | Hypothesis | Pull | Voice,
    reason: str,
    quotes: tuple[str, ...] = (),
    day: str = "",
) -> str:
    title, detail = _said_of(record)
    if day and not isinstance(record, SupervisionNote):  # a note's name holds its day
        title = f"{title}, {_day(day)}"
    if quotes and isinstance(record, SupervisionNote):  # the very words, not the whole note
        detail = (record.question, *(f"“{quote}”" for quote in quotes))
    return (
        f'<div class="fn-behind"><small>{escape(title)} · {escape(reason)}</small>'
        + "".join(f"<p>{escape(line)}</p>" for line in detail if line)
        + "</div>"
    )


def _said_of(record: SupervisionNote | Hypothesis | Pull | Voice) -> tuple[str, tuple[str, ...]]:
    if isinstance(record, SupervisionNote):
        kind = NOTE_FORMATS[record.format].label
        return f"Note of {_day(record.date)}, {kind}", (record.question, record.text)
    if isinstance(record, Hypothesis):
        standing = HYPOTHESIS_STANDINGS[record.status].label
        return f"Hypothesis, {standing}", (record.words,)
    if isinstance(record, Pull):
        kind = PULL_KINDS[record.kind].label
        acted = ACTED_ON[record.acted_on].label if record.acted_on else ""
        felt = f"{record.felt_by}: {record.feeling}" if record.felt_by else record.feeling
        return "Pull, " + ", ".join(filter(None, (kind, acted))), (felt, record.urge)
    return "In their words", (record.words,)


def _day(written: str) -> str:
    """A date as it is read: 5 March 2026."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return written or "no date yet"
    return f"{day.day} {day:%B %Y}"
