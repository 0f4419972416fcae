"""Areas of competence in the work, in our own words, against which somebody may keep a learning log.

They follow the field's own division of the work (Ryle & Kerr 2020; Parry, Bennett, Roth & Kellett
2021) and quote nothing from any measure: no items, no scales, only names to write under.
"""

from __future__ import annotations

from .kinds import Kind

AREAS = {
    row.name: row
    for row in (
        Kind("relating", "Being alongside", "making and mending a relationship that can bear being looked at"),
        Kind("making_sense", "Making sense together", "stories, letters and maps that the person recognises"),
        Kind("noticing", "Noticing as it happens", "seeing a pattern in the week, the room and the moment"),
        Kind("changing", "Finding ways out", "ways out that somebody has tried, kept, and made their own"),
        Kind("ending", "Endings", "what an ending brings up, said in good time"),
        Kind("my_part", "My own part", "pulls, what I did with them, and what they told us"),
        Kind("context", "Power, difference and context", "culture, harm by systems, what is in nobody"),
        Kind("teams", "Working with teams", "helping a team think where it was drawn in"),
        Kind("safety", "Safety and the record", "risk, limits, consent, and where each was written down"),
        Kind("learning", "Learning and teaching", "reading, supervision, teaching, asking if it helps"),
    )
}  # fmt: skip
"""The areas, in the order in which they are offered."""

SORTS = {
    row.name: row
    for row in (
        Kind("practised", "practised here"),
        Kind("direct", "direct work"),
        Kind("supervised", "supervision had"),
        Kind("supervising", "supervision given"),
        Kind("read", "reading or teaching"),
        Kind("observed", "watched or sat in"),
    )
}
"""What an entry tells of."""

UNITS = {
    row.name: row
    for row in (Kind("hours", "hours"), Kind("sessions", "sessions"), Kind("times", "times"))
}
"""What the number of an entry counts."""
