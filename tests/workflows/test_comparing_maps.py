"""Two maps side by side: the same letter on both, a question for every difference, and nobody's is right."""

from dataclasses import replace

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Exit, Procedure, Step
from formulation.render.beside import boxes_of
from formulation.store import other_maps
from formulation.store.library import example, examples
from formulation.store.memory import MemoryShelf
from formulation.workflows import comparing_maps
from formulation.workflows.comparing_maps import NotThere
from formulation.workflows.visit import Visit
from tests.examples import BETHAN

HELEN = example("ex3").formulation


def test_at_least_two_examples_have_another_good_map_of_the_same_person():
    assert len(other_maps.with_another()) >= 2
    for key in other_maps.with_another():
        theirs = example(key).formulation
        for one in other_maps.of(key):
            assert one.cover.pseudonym == theirs.cover.pseudonym
            pair = comparing_maps.beside(theirs, one)
            assert pair.of("same", "otherwise")
            assert pair.of("alone")


def test_the_same_thing_carries_the_same_letter_on_both_drawings_and_a_lone_one_a_number():
    pair = comparing_maps.beside(HELEN, other_maps.of("ex3")[0])
    signs = {}
    for one in pair.told:
        assert one.sign.isdigit() == (one.mine is None or one.other is None)
        assert signs.setdefault(one.sign, (one.mine, one.other)) == (one.mine, one.other)
        assert one.asks.endswith(("?", "."))
    mine, other = comparing_maps.scenes(pair)
    on_mine = {one.id: one.label.split(":")[0] for one in mine.elements if one.kind == "sign"}
    on_other = {one.id: one.label.split(":")[0] for one in other.elements if one.kind == "sign"}
    shared = [one for one in pair.told if one.mine in on_mine and one.other in on_other]
    assert len({one.sign for one in shared}) >= 4
    assert all(on_mine[one.mine] == on_other[one.other] == one.sign for one in shared)


def test_two_other_people_s_maps_are_called_by_their_names_and_never_yours():
    pair = comparing_maps.beside(HELEN, other_maps.of("ex3")[0])
    asked = " ".join(one.asks for one in pair.told)
    assert "“the red pen”" in asked
    assert "“who may rest”" in asked
    assert not {"yours", "ours", "mine"} & set(asked.casefold().split())
    own = comparing_maps.beside_good_maps(HELEN.revised({"pain:ex3-cp1": None}), "ex3")
    assert "Yours" not in pair.told[0].asks
    assert any("yours" in one.asks for one in own.told)


def test_two_maps_of_one_title_are_told_apart_by_where_they_stand():
    names = comparing_maps.names_of(HELEN, HELEN)
    assert names.one != names.other
    other = example("ex5").formulation
    assert comparing_maps.names_of(HELEN, other).one == "“Helen: the red pen”"


def test_signs_differ_in_shape_and_not_only_in_colour():
    pair = comparing_maps.beside(example("ex5").formulation, other_maps.of("ex5")[0])
    drawn, _ = comparing_maps.scenes(pair)
    looks = {one.pattern: None for one in pair.told}
    for one in pair.told:
        for element in drawn.elements:
            if element.kind == "sign" and element.id == one.mine:
                block = element.shapes[0]
                looks[one.pattern] = (block.radius > 5, bool(block.dash), block.fill)
    assert len(set(looks.values())) == len(looks) == 3


def test_what_is_pointed_out_is_framed_where_it_stands():
    pair = comparing_maps.beside(HELEN, other_maps.of("ex3")[0])
    one = next(each for each in pair.told if each.kind == "said_otherwise")
    mine, other = comparing_maps.scenes(pair, lit=(one.mine, one.other))
    for scene, some_id in ((mine, one.mine), (other, one.other)):
        frame = next(each for each in scene.elements if each.kind == "lit")
        assert frame.id == some_id
        box, inside = frame.shapes[0].box, boxes_of(scene)[some_id]
        assert box.left < inside.left < inside.right < box.right


def test_a_map_beside_itself_has_nothing_to_wonder_about():
    for one in examples():
        pair = comparing_maps.beside(one.formulation, one.formulation)
        assert not pair.of("alone"), one.key
        assert {each.kind for each in pair.told} <= {"both", "other_horn"}


def test_a_loop_of_one_s_own_that_does_not_come_home_is_asked_about():
    loop = Procedure("procedure:new", "Ring and hang up", starts_at="pole:ex3-r1-bottom",
                     steps=HELEN["procedure:ex3-p1"].steps[:0])  # fmt: skip
    loop = replace(loop, steps=(Step("step:new", "Ring and hang up twice"),))
    mine = HELEN.revised({loop.id: loop})
    pair = comparing_maps.beside(mine, HELEN)
    assert "no_way_home" in [one.kind for one in pair.told if one.mine == loop.id]


def test_a_way_out_into_the_other_horn_is_asked_about_even_where_both_have_it():
    dev = example("ex5").formulation
    horn = dev["exit:ex5-e1"]
    assert isinstance(horn, Exit)
    mine = dev.revised({horn.id: replace(horn, arrives="pole:ex5-r3-bottom")})
    for other in (dev, mine):
        pair = comparing_maps.beside(mine, other)
        assert "other_horn" in [one.kind for one in pair.told if one.mine == horn.id]


def test_a_practice_map_is_laid_beside_the_good_map_it_is_most_like():
    theirs = other_maps.of("ex3")[0]
    pair = comparing_maps.beside_good_maps(Formulation("f-mine", theirs.records), "ex3")
    assert pair.other == theirs
    assert not [one for one in pair.told if one.kind == "only_mine"]


def test_what_another_good_map_sees_is_not_asked_about_as_mine_alone():
    both = HELEN.revised({
        one.id: one for one in other_maps.of("ex3")[0].records.values() if one.prefix == "procedure"
    })  # fmt: skip
    pair = comparing_maps.beside_good_maps(both, "ex3")
    assert "procedure:o3-p2" not in [one.mine for one in pair.told if one.kind == "only_mine"]
    told = [one.asks for one in pair.told if one.mine == "procedure:o3-p2"]
    assert told == ["Another good map of the same person has this, too."]


def test_one_may_compare_what_is_on_one_s_shelf_the_examples_and_their_other_maps():
    visit = Visit(MemoryShelf())
    visit.shelf.begin(BETHAN, by="me")
    offered = comparing_maps.maps_one_may_see(visit)
    assert next(iter(offered)) == BETHAN.id
    assert {"ex1", "ex16", "ex3/2", "ex5/2"} <= set(offered)
    assert comparing_maps.map_called(visit, BETHAN.id) == BETHAN
    assert comparing_maps.map_called(visit, "ex3/2") == other_maps.of("ex3")[0]
    for nowhere in ("ex3/9", "ex3/x", "ex1/2"):
        with pytest.raises(NotThere):
            comparing_maps.map_called(visit, nowhere)
