"""The band itself: whose notebook it is and when it was saved, as words and as HTML."""

from __future__ import annotations

from datetime import datetime
from html import escape

from formulation.domain.kinds import PATHWAY_STAGES
from formulation.domain.records import Cover

from .emblems import COLOURS, emblem_picture, in_words


def saved_words(saved_at: datetime | None, *, read_only: bool = False) -> str:
    """When it was saved, as read back from disk; an example is never saved."""
    if read_only:
        return "an example, only to read"
    if saved_at is None:
        return "not saved yet"
    return f"saved {saved_at.astimezone():%H:%M:%S}"


def stage_words(stage: str) -> str:
    """A pathway stage in words."""
    row = PATHWAY_STAGES.get(stage)
    return row.label if row else stage.replace("_", " ")


def banner_html(cover: Cover, saved: str) -> str:
    """The band as HTML; every word a person typed is escaped."""
    deep, _ = COLOURS.get(cover.colour, COLOURS["slate"])
    name = escape(cover.pseudonym or "no name yet")
    about = escape(" · ".join(filter(None, (cover.setting, stage_words(cover.stage)))))
    fiction = '<span class="fn-tag">fictional</span>' if cover.fictional else ""
    fiction += '<span class="fn-tag">practice</span>' if cover.practice else ""
    return (
        f'<div class="fn-banner" style="--fn-deep:{deep}" role="group" '
        f'aria-label="Open: {name}, {in_words(cover.emblem, cover.colour)}">'
        f'<span class="fn-emblem">{emblem_picture(cover.emblem, cover.colour)}</span>'
        f'<span class="fn-whose"><strong>{name}</strong>{fiction}<small>{about}</small></span>'
        f'<span class="fn-saved">{escape(saved)}</span></div>'
    )
