"""The practice desk: everything a shelf does, and not a word of it anywhere once it is cleared."""

from dataclasses import replace

import pytest

from formulation.domain.errors import AlreadyThere
from formulation.domain.formulation import Formulation
from formulation.domain.records import Phrase
from formulation.domain.verbs import adding
from formulation.store.desk import DESK_IDS, Desk, WithADesk, is_on_the_desk
from formulation.store.memory import MemoryShelf
from formulation.store.shelf import NotOnShelf
from formulation.workflows.ids import fresh_formulation_id
from tests.examples import BETHAN

ON_THE_DESK = Formulation(f"{DESK_IDS}a", BETHAN.records)
KETTLE = Phrase("phrase:kettle", "put the kettle on")


def laid() -> WithADesk:
    both = WithADesk(MemoryShelf())
    both.begin(BETHAN, by="me")
    both.begin(ON_THE_DESK, by="me")
    return both


def test_what_lies_on_the_desk_is_never_on_the_shelf():
    both = laid()
    both.put_back(ON_THE_DESK.id, adding(ON_THE_DESK, KETTLE), onto=1, by="me")
    assert [one.id for one in both.spines()] == [BETHAN.id]
    assert set(both.shelf.heads()) == {BETHAN.id}
    assert KETTLE.id in both.take_down(ON_THE_DESK.id).formulation
    assert KETTLE.id not in both.take_down(BETHAN.id).formulation
    assert len(both.story(ON_THE_DESK.id)) == 2


def test_a_canvas_on_the_desk_is_told_of_changes_as_any_other():
    both, told = laid(), []
    stop = both.watch(lambda some_id, version: told.append((some_id, version)))
    both.put_back(ON_THE_DESK.id, adding(ON_THE_DESK, KETTLE), onto=1, by="me")
    both.put_back(BETHAN.id, adding(BETHAN, KETTLE), onto=1, by="me")
    stop()
    both.put_back(BETHAN.id, adding(BETHAN, replace(KETTLE, id="phrase:z")), onto=2, by="me")
    assert told == [(ON_THE_DESK.id, 2), (BETHAN.id, 2)]
    assert both.heads() == {BETHAN.id: 3}


def test_what_is_cleared_from_the_desk_is_gone():
    both = laid()
    both.desk.clear(ON_THE_DESK.id)
    with pytest.raises(NotOnShelf):
        both.take_down(ON_THE_DESK.id)


def test_laying_something_out_again_gives_what_lies_there():
    both = laid()
    both.put_back(ON_THE_DESK.id, adding(ON_THE_DESK, KETTLE), onto=1, by="me")
    assert both.laid_out(ON_THE_DESK, by="me").version == 2
    with pytest.raises(AlreadyThere):
        both.begin(ON_THE_DESK, by="me")


def test_a_full_desk_lets_go_what_was_laid_there_first():
    desk = Desk(room=2)
    for letter in "abc":
        desk.begin(Formulation(f"{DESK_IDS}{letter}", BETHAN.records), by="me")
    assert set(desk.heads()) == {f"{DESK_IDS}b", f"{DESK_IDS}c"}


def test_no_id_made_for_the_shelf_is_one_of_the_desk():
    assert not any(is_on_the_desk(fresh_formulation_id()) for _ in range(200))
