"""Emblems and colours: each drawn, no two alike, silent beside the name they stand for."""

from __future__ import annotations

from xml.etree import ElementTree

from formulation.domain.kinds import COLOURS, EMBLEMS
from formulation.ui import emblems


def test_every_emblem_and_colour_has_a_drawing_of_its_own() -> None:
    drawn = {
        (emblem, colour): emblems.emblem_svg(emblem, colour)
        for emblem in EMBLEMS
        for colour in COLOURS
    }
    assert len(set(drawn.values())) == len(EMBLEMS) * len(COLOURS)
    for svg in drawn.values():
        ElementTree.fromstring(svg)  # noqa: S314 (our own)


def test_the_picture_holds_everything_it_shows_and_says_nothing_itself() -> None:
    picture = emblems.emblem_picture("lamp", "ochre")
    assert 'alt=""' in picture
    assert 'src="data:image/svg+xml;base64,' in picture
    assert "http" not in picture


def test_an_emblem_or_colour_nobody_knows_is_drawn_as_the_usual_one() -> None:
    assert emblems.emblem_svg("owl", "pink") == emblems.emblem_svg("leaf", "slate")


def test_it_is_said_aloud_by_colour_and_emblem() -> None:
    assert emblems.in_words("lamp", "ochre") == "ochre lamp"
