"""The picture as SVG: well-formed, every word there and escaped, the same bytes for the same scene."""

import re
from dataclasses import fields, is_dataclass
from xml.etree import ElementTree

import pytest

from formulation.domain.records import Procedure, ReciprocalRole
from formulation.render import palette
from formulation.render.palette import NIGHT, PAPER, SCREEN
from formulation.render.scene import scene_of
from formulation.render.svg import picture, pieces
from formulation.store.library import example

from .growing import HOSTILE, MAP, STATES, TEAM, formulation_of, hostile, role
from .looking import every_drawing

DRAWINGS = every_drawing()
IDS = [name for name, _, _ in DRAWINGS]
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (our own)


def all_said(svg: str) -> str:
    """Every word of a picture, drawn or named aloud."""
    root = parsed(svg)
    texts = [" ".join(line.text or "" for line in one) for one in root.iter(f"{SVG}text")]
    names = [one.get("aria-label", "") for one in root.iter()]
    return re.sub(r"\s+", " ", " ¶ ".join([*texts, *names]))


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_pictures_are_well_formed_and_named(name, formulation, drawing):
    root = parsed(picture(scene_of(formulation, drawing)))
    assert root.get("role") == "graphics-document"
    assert root.find(f"{SVG}title").text == scene_of(formulation, drawing).title
    assert root.find(f"{SVG}desc").text


def strings_of(thing: object) -> list[str]:
    """Every text a person typed into a role, a procedure, an exit, a state…, its parts included."""
    found = []
    for one in fields(thing):
        value = getattr(thing, one.name)
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                found += strings_of(item)
            elif isinstance(item, str) and "limit" in one.metadata:
                found.append(item)
    return [words for words in found if words]


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_every_string_of_what_is_shown_is_in_the_picture(name, formulation, drawing):
    scene = scene_of(formulation, drawing)
    said = all_said(picture(scene))
    unseen = {"example"}
    for record in formulation.records.values():
        if record.id not in {one.id for one in scene.elements} or record.prefix in ("pull", "note"):
            continue
        for words in strings_of(record):
            if isinstance(record, ReciprocalRole) and words in {
                seen.example for seen in record.seen
            }:
                unseen.add(words)
                continue
            assert words in said, (record.id, words)


@pytest.mark.parametrize(("name", "formulation", "drawing"), DRAWINGS, ids=IDS)
def test_the_same_scene_gives_the_same_bytes(name, formulation, drawing):
    assert picture(scene_of(formulation, drawing)) == picture(scene_of(formulation, drawing))


@pytest.mark.parametrize("drawing", [MAP, STATES, TEAM])
def test_hostile_words_are_words(drawing):
    svg = picture(scene_of(hostile(), drawing), title=HOSTILE)
    root = parsed(svg)
    assert "<script" not in svg and "</script" not in svg and "{{" not in svg and "<!--" not in svg
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "g", "path", "text", "tspan"}
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    for key, piece in pieces(scene_of(hostile(), drawing)).items():
        assert "<script" not in piece and "{{" not in piece, key


def test_characters_xml_cannot_hold_are_left_out():
    odd = "a\x00b\x0bc\ud800d\ufffee"
    svg = picture(scene_of(formulation_of(role("r", odd, odd)), MAP), title=odd)
    assert "abcde" in svg
    parsed(svg)


def test_pieces_are_one_group_each_and_keyed_by_what_they_are():
    for key, piece in pieces(scene_of(example("ex1").formulation, "drawing:ex1-d2")).items():
        root = parsed(piece)
        assert root.tag == "g"
        assert root.get("data-key") == key
        assert root.get("data-kind") and root.get("data-layer")
        assert f"fn-{root.get('data-kind')}" in root.get("class", "").split()
        if root.get("aria-label"):
            assert root.get("tabindex") == "-1" and root.get("role") in ("img", "group")
        else:
            assert root.get("aria-hidden") == "true"


def test_pieces_come_in_painting_order():
    drawn = pieces(scene_of(example("ex7").formulation, "drawing:ex7-d1")).values()
    layers = [str(parsed(piece).get("data-layer")) for piece in drawn]
    order = ["ground", "region", "soft", "line", "thing", "words", "tag", "pull"]
    numbers = [order.index(layer) for layer in layers]
    assert numbers == sorted(numbers)


def attributes(key: str, drawing: str = "drawing:ex1-d2", which: str = "ex1") -> dict[str, str]:
    return parsed(pieces(scene_of(example(which).formulation, drawing))[key]).attrib


def test_a_pole_moves_its_role_and_a_name_takes_its_steps_along():
    assert attributes("pole:ex1-r1-top")["data-moves"] == "role:ex1-r1"
    procedure = example("ex1").formulation["procedure:ex1-p1"]
    assert isinstance(procedure, Procedure)
    along = attributes("procedure:ex1-p1")["data-with"].split()
    assert along == [step.id for step in procedure.steps]


def test_roles_in_a_state_move_with_it():
    assert (
        attributes("state:ex1-s2/pole:ex1-r1-top", "drawing:ex1-d1")["data-moves"] == "state:ex1-s2"
    )
    assert (
        attributes("state:ex1-s2/pole:ex1-r1-top", "drawing:ex1-d1")["data-id"] == "pole:ex1-r1-top"
    )


def test_arrows_say_what_they_join():
    told = attributes("step:ex1-p1-1>step:ex1-p1-2")
    assert (told["data-from"], told["data-to"]) == ("step:ex1-p1-1", "step:ex1-p1-2")
    assert told["data-id"] == "procedure:ex1-p1"


def test_words_say_where_they_may_be_edited_in_place():
    left, top, width, height = map(float, attributes("step:ex1-p1-1")["data-wrap"].split())
    x, y = (
        float(attributes("step:ex1-p1-1")["data-x"]),
        float(attributes("step:ex1-p1-1")["data-y"]),
    )
    assert left < x < left + width and top < y < top + height


def test_screen_colours_are_properties_and_paper_colours_are_literal():
    scene = scene_of(example("ex1").formulation, "drawing:ex1-d2")
    on_screen = "".join(pieces(scene, SCREEN).values())
    used = set(re.findall(r"var\((--fn-[a-z-]+)\)", on_screen))
    assert used and not re.findall(r"#[0-9a-f]{6}", on_screen)
    for name in used:
        assert f"{name}:" in palette.css()
    assert "var(" not in picture(scene, paint=PAPER)
    assert picture(scene, paint=NIGHT) != picture(scene, paint=PAPER)


def test_no_style_attribute_and_nothing_fetched():
    svg = picture(scene_of(example("ex7").formulation, "drawing:ex7-d1"))
    assert " style=" not in svg and "href" not in svg and "url(" not in svg
    assert svg.count("http") == 1  # the name of SVG itself


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXTS = [
    ("ink", ground) for ground in ("paper", "surface", "sunk", "core", "state", "party", "way-out-soft")
] + [
    ("soft", "paper"), ("soft", "state"), ("soft", "sunk"), ("soft", "core"), ("way-out", "paper"),
    ("way-out", "surface"), ("way-out", "way-out-soft"), ("pain-ink", "pain"), ("accent", "paper"),
    ("paper", "soft"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "ground"), TEXTS)
@pytest.mark.parametrize("look", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_their_ground(words, ground, look):
    assert contrast(palette.COLOURS[words][look], palette.COLOURS[ground][look]) >= 4.5


@pytest.mark.parametrize("line", ["line", "way-out", "soft", "ink", "accent"])
@pytest.mark.parametrize("look", [0, 1], ids=["light", "dark"])
def test_lines_that_matter_can_be_seen(line, look):
    assert contrast(palette.COLOURS[line][look], palette.COLOURS["paper"][look]) >= 3
