"""A place seen from close by: whole, in the middle where it can be, and within the drawing."""

import pytest

from formulation.render.beside import boxes_of
from formulation.render.closeup import LEAST, close_up
from formulation.render.scene import scene_of
from tests.examples import BETHAN

SCENE = scene_of(BETHAN, "drawing:b-map")


@pytest.mark.parametrize("some_id", sorted(boxes_of(SCENE)))
def test_what_is_looked_at_is_seen_whole_and_no_more_than_needed_lies_beyond_the_edge(some_id):
    near = close_up(SCENE, some_id)
    box, seen = boxes_of(SCENE)[some_id], near.bounds
    assert seen.left <= box.left <= box.right <= seen.right
    assert seen.top <= box.top <= box.bottom <= seen.bottom
    assert (seen.width, seen.height) >= LEAST
    assert seen.left >= SCENE.bounds.left
    assert seen.right <= SCENE.bounds.right or seen.width > SCENE.bounds.width
    assert near.elements == SCENE.elements


def test_what_is_not_on_the_drawing_has_no_close_up():
    assert close_up(SCENE, "role:nowhere") is None
