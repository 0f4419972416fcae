"""A picture that carries its own letters."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO

from fontTools.ttLib import TTFont

from formulation.domain.records import Phrase
from formulation.render.embedded import as_image, standalone
from formulation.render.scene import scene_of

from .growing import MAP, formulation_of, hostile, role


def faces_in(svg: str) -> list[TTFont]:
    return [
        TTFont(BytesIO(b64decode(found)))
        for found in re.findall(r"font/woff;base64,([^)]+)\)", svg)
    ]


def test_every_letter_of_every_word_is_carried():
    scene = scene_of(formulation_of(role("a", "Łódź ŵ", "naïve"), Phrase("phrase:a", "ğ“…”")), MAP)
    carried = set().union(
        *(set(map(chr, font.getBestCmap())) for font in faces_in(standalone(scene)))
    )
    assert set("Łódź ŵnaïveğ“…”") <= carried


def test_only_faces_that_are_used_are_carried():
    few = scene_of(formulation_of(Phrase("phrase:a", "plain")), MAP)
    many = scene_of(formulation_of(role("a"), Phrase("phrase:a", "plain")), MAP)
    assert len(faces_in(standalone(few))) == 1 < len(faces_in(standalone(many)))


def test_nothing_is_asked_for_from_outside_and_no_word_gets_out_of_its_place():
    svg = standalone(scene_of(hostile(), MAP))
    assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "<script" not in svg
    assert as_image(svg).startswith("data:image/svg+xml;base64,")
    assert b64decode(as_image(svg).partition(",")[2]).decode() == svg
