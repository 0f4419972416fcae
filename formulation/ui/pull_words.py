"""Pulls as they are read: one at a time, over time by stage of the pathway, and where we are drawn apart."""

from __future__ import annotations

from html import escape

from formulation.analysis.pulls import Split, day_of, over_time, pole_words
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import ACTED_ON, PULL_KINDS
from formulation.domain.records import Pull, SupervisionNote

from .banner import stage_words
from .naming import shortened

SIGNS = ("enacted", "partly", "resisted", "noticed_later", "")
"""How a dot is drawn, by what was done: filled when acted on, hollow when resisted, as on the drawing."""


def card_html(formulation: Formulation, pull: Pull) -> str:
    """One pull in a few lines, every word escaped."""
    acted = ACTED_ON[pull.acted_on].label if pull.acted_on else ""
    head = [pull.felt_by, day_of(formulation, pull), PULL_KINDS[pull.kind].label, acted]
    felt = ", ".join(filter(None, (pull.feeling, pull.body)))
    lines = [
        f"{felt}." if felt else "",
        f"Wanted to: {pull.urge}" if pull.urge else "",
        f"Could also be: {pull.could_also_be}" if pull.could_also_be else "",
        f"Instead: {pull.instead}" if pull.instead else "",
        f"Repair: {pull.repair}" if pull.repair else "",
    ]
    said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    said = said or '<p class="fn-quiet">No words yet.</p>'
    return (
        f'<div class="fn-behind"><small>{escape(" · ".join(filter(None, head)))}</small>'
        f"{said}</div>"
    )


def over_time_html(formulation: Formulation) -> str:
    """Poles as rows, stages of the pathway as columns, and in each cell what was felt there then."""
    shown = over_time(formulation)
    head = "".join(f'<th scope="col">{escape(_stage(one))}</th>' for one in shown.stages)
    rows = "".join(
        f'<tr><th scope="row">{escape(pole_words(formulation, pole))}</th>'
        + "".join(f"<td>{_dots(shown.pulls.get((pole, one), ()))}</td>" for one in shown.stages)
        + "</tr>"
        for pole in shown.poles
    )
    used = {one.acted_on for some in shown.pulls.values() for one in some}
    legend = "".join(
        f"<span>{_dot(name)} {escape(ACTED_ON[name].label if name else 'not said what was done')}</span>"
        for name in SIGNS
        if name in used
    )
    return (
        '<div class="fn-wide"><table class="fn-times"><caption>Poles we were drawn to, by stage of '
        f"the pathway</caption><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f'</div><p class="fn-legend">{legend}</p>'
    )


def _stage(name: str) -> str:
    return stage_words(name) if name else "nobody has said when"


def _dot(acted_on: str) -> str:
    return f'<i class="fn-dot fn-dot-{acted_on or "unsaid"}" aria-hidden="true"></i>'


def _dots(pulls: tuple[Pull, ...]) -> str:
    return "".join(
        f"<p>{_dot(one.acted_on)} "
        f"{escape(shortened(one.urge or one.feeling or 'no words yet', 60))}"
        f'<span class="fn-aloud">, {escape(ACTED_ON[one.acted_on].label)}</span></p>'
        for one in pulls
    )


def split_html(formulation: Formulation, split: Split) -> str:
    """A split in words: where each was drawn, and what it may say; nobody is named."""
    note = formulation[split.note]
    day = getattr(note, "date", "") or "no date yet"
    question = getattr(note, "question", "")
    one, other = (formulation.name_of(pole) for pole in split.poles)
    where = "to both ends of one role" if split.opposite else "to the top of two different roles"
    between = note.parallel_process if isinstance(note, SupervisionNote) else ""
    pieces = [
        f"<h4>Drawn apart, {escape(where)}</h4>",
        f"<p>In the note of {escape(day)}{f', “{escape(question)}”' if question else ''}: one of us "
        f"was drawn to <strong>{escape(one)}</strong>, another to <strong>{escape(other)}</strong>.</p>",
        "<p>Perhaps these are both ends of one map, not one right colleague. What would each be "
        "saying for the person?</p>",
    ]
    if between:
        pieces.append(f'<p class="fn-quiet">Between us then: {escape(between)}</p>')
    return f'<div class="fn-words">{"".join(pieces)}</div>'
