"""Drawing by hand: arrows, pairs, loops in one go, roles in and out of states, copies, and ways back."""

from __future__ import annotations

from typing import Any

import pytest

from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.domain.kinds import JOINS
from formulation.domain.records import (
    Drawing,
    Exit,
    Link,
    Phrase,
    Procedure,
    ReciprocalRole,
    SelfState,
    Shift,
)
from formulation.domain.verbs import places_in
from formulation.workflows import joining, mapping, notebooks, undoing
from formulation.workflows.gestures import Done, acted
from formulation.workflows.notebooks import Opened
from formulation.workflows.visit import Visit

TOP, BOTTOM = "pole:ex2-r1-top", "pole:ex2-r1-bottom"
STEP, LAST = "step:ex2-p1-2", "step:ex2-p1-6"


class Hand:
    """Gestures on one formulation, one after the other."""

    def __init__(self, visit: Visit, opened: Opened, kind: str = "role_map") -> None:
        self.visit = visit
        self.now = opened
        self.drawing = next(one.id for one in opened.formulation.every(Drawing) if one.kind == kind)

    def does(self, did: str, **gesture: Any) -> Done:
        """Act on a gesture; what comes of it is `now`."""
        renamed = {name.rstrip("_"): value for name, value in gesture.items()}
        done = acted(self.visit, self.now.id, self.drawing, {"did": did, **renamed})
        self.now = done.opened
        return done

    def writes(self, words: str, at: tuple[float, float] = (2000.0, 100.0)) -> str:
        """Write a phrase; its id."""
        return self.does("add", words=words, at=list(at)).made[0]

    def thing(self, some_id: str) -> Any:
        """Something as it is now."""
        return self.now.formulation[some_id]


@pytest.fixture
def hand(visit: Visit) -> Hand:
    """A hand on a copy of Marcus's role map."""
    return Hand(visit, notebooks.make_my_copy(visit, "ex2"))


@pytest.fixture
def among_states(visit: Visit) -> Hand:
    """A hand on a copy of Marcus's states diagram."""
    return Hand(visit, notebooks.make_my_copy(visit, "ex2"), "states")


def test_two_phrases_become_a_pair_where_the_second_stood_with_their_arrows(hand: Hand) -> None:
    one, other = hand.writes("the one who leaves"), hand.writes("the one left", (2200.0, 300.0))
    hand.does("join", from_=one, to=BOTTOM, kind="leads_to")
    (role_id,) = hand.does("pair", top=one, bottom=other).made
    role = hand.thing(role_id)
    assert (role.top.words, role.bottom.words) == ("the one who leaves", "the one left")
    assert one not in hand.now.formulation
    assert other not in hand.now.formulation
    assert places_in(hand.now.formulation, hand.drawing)[role_id] == (2200.0, 300.0)
    assert any(link.from_id == role.top.id for link in hand.now.formulation.every(Link))


def test_a_phrase_fills_an_empty_pole(hand: Hand) -> None:
    one = hand.writes("watching")
    role_id = hand.does("turn", id=one, kind="role_top").made[0]
    assert hand.thing(role_id).bottom.words == ""
    two = hand.writes("watched")
    (pole_id,) = hand.does("pair", top=two, bottom=hand.thing(role_id).bottom.id).made
    assert hand.thing(pole_id).words == "watched"
    with pytest.raises(FormulationError, match="has words already"):
        hand.does("pair", top=hand.writes("third"), bottom=pole_id)


def test_a_pair_of_words_that_have_changed_meanwhile_is_not_made_blindly(hand: Hand) -> None:
    one, other = hand.writes("one"), hand.writes("other")
    mapping.reword(hand.visit, hand.now, one, "someone else's")
    with pytest.raises(ChangedMeanwhile, match="It now says “someone else's”"):
        hand.does("pair", top=one, bottom=other, was={one: "one", other: "other"})


@pytest.mark.parametrize("kind", [one for one in mapping.TURNS_INTO if one != "phrase"])
def test_a_phrase_turns_into_anything_and_back_with_its_arrows(hand: Hand, kind: str) -> None:
    phrase = hand.writes("looked away")
    hand.does("join", from_=phrase, to=BOTTOM, kind="sets_off")
    turned = hand.does("turn", id=phrase, kind=kind).made[0]
    back = hand.does("turn", id=turned, kind="phrase").made[0]
    assert hand.thing(back).words == "looked away"
    links = [one for one in hand.now.formulation.every(Link) if one.from_id == back]
    assert [(one.to_id, one.kind) for one in links] == [(BOTTOM, "sets_off")]
    assert hand.now.formulation.dangling() == ()


def test_a_role_of_two_becomes_two_phrases_that_both_keep_their_arrows(hand: Hand) -> None:
    one, other = hand.writes("over"), hand.writes("under")
    hand.does("join", from_=one, to=TOP, kind="echoes")
    hand.does("join", from_=other, to=BOTTOM, kind="echoes")
    role = hand.does("pair", top=one, bottom=other).made[0]
    hand.does("turn", id=role, kind="phrase")
    said = {one.words: one.id for one in hand.now.formulation.every(Phrase)}
    ends = {one.from_id: one.to_id for one in hand.now.formulation.every(Link)}
    assert ends[said["over"]] == TOP
    assert ends[said["under"]] == BOTTOM


def test_a_state_and_a_way_out_turned_into_words_keep_their_arrows_as_links(
    among_states: Hand,
) -> None:
    shifts = [one for one in among_states.now.formulation.every(Shift)
              if "state:ex2-s1" in (one.from_state, one.to_state)]  # fmt: skip
    back = among_states.does("turn", id="state:ex2-s1", kind="phrase").made[0]
    links = [one for one in among_states.now.formulation.every(Link)
             if back in (one.from_id, one.to_id)]  # fmt: skip
    assert {one.trigger for one in shifts} <= {one.words for one in links}
    out = among_states.does("turn", id="exit:ex2-e1", kind="phrase").made[0]
    assert any(one.from_id == "step:ex2-p1-2" and one.to_id == out
               for one in among_states.now.formulation.every(Link))  # fmt: skip


def test_a_loop_with_steps_is_not_turned_into_words_at_their_cost(hand: Hand) -> None:
    with pytest.raises(FormulationError, match="has steps"):
        hand.does("turn", id="procedure:ex2-p1", kind="phrase")


def test_a_phrase_becomes_the_step_after(hand: Hand) -> None:
    phrase = hand.writes("count to ten")
    (step_id,) = hand.does("join", from_=STEP, to=phrase, kind="then").made
    loop: Procedure = hand.thing("procedure:ex2-p1")
    ids = [one.id for one in loop.steps]
    assert ids[ids.index(STEP) + 1] == step_id
    assert hand.thing(step_id).words == "count to ten"
    back = hand.does("turn", id=step_id, kind="phrase").made[0]
    assert hand.thing(back).words == "count to ten"


def test_a_step_changes_its_turn_and_may_change_its_loop_and_nothing_lets_go_of_it(
    hand: Hand,
) -> None:
    hand.does("join", from_="step:ex2-p1-4", to=STEP, kind="then")
    ids = [one.id for one in hand.thing("procedure:ex2-p1").steps]
    assert ids[ids.index("step:ex2-p1-4") + 1] == STEP
    hand.does("join", from_="step:ex2-p2-1", to=STEP, kind="then")
    assert [one.id for one in hand.thing("procedure:ex2-p2").steps][1] == STEP
    assert hand.thing("exit:ex2-e1").leaves == STEP


def test_arrows_mean_what_their_kind_says(hand: Hand) -> None:
    hand.does("join", from_=LAST, to="pain:ex2-cp1", kind="returns_to")
    assert hand.thing("procedure:ex2-p1").returns_to == "pain:ex2-cp1"
    hand.does("join", from_=TOP, to=STEP, kind="starts")
    assert hand.thing("procedure:ex2-p1").starts_at == TOP
    hand.does("join", from_="step:ex2-p2-3", to="exit:ex2-e1", kind="way_out")
    assert hand.thing("exit:ex2-e1").leaves == "step:ex2-p2-3"
    hand.does("join", from_="exit:ex2-e1", to=TOP, kind="arrives_at")
    assert hand.thing("exit:ex2-e1").arrives == TOP
    hand.does("join", from_="pain:ex2-cp1", to=TOP, kind="lies_under")
    assert TOP in hand.thing("pain:ex2-cp1").under
    (shift,) = hand.does("join", from_="state:ex2-s3", to="state:ex2-s1", kind="shifts_to").made
    assert hand.thing(shift).to_state == "state:ex2-s1"
    phrase = hand.writes("ring first")
    (out,) = hand.does("join", from_=STEP, to=phrase, kind="way_out").made
    assert (hand.thing(out).leaves, hand.thing(out).words) == (STEP, "ring first")


@pytest.mark.parametrize(
    ("from_id", "kind", "makes"),
    [
        (BOTTOM, "leads_to", Phrase), (STEP, "way_out", Exit), ("state:ex2-s1", "shifts_to", SelfState),
        (STEP, "then", None), (BOTTOM, "starts", None),
    ],
)  # fmt: skip
def test_an_arrow_that_ends_on_empty_paper_makes_what_it_needs_there(
    hand: Hand, from_id: str, kind: str, makes: type | None
) -> None:
    (made,) = hand.does("join", from_=from_id, kind=kind, words="and here", at=[1500, 900]).made
    thing = hand.thing(made)
    assert "and here" in (getattr(thing, "words", ""), getattr(thing, "name", ""))
    assert makes is None or isinstance(thing, makes)
    assert places_in(hand.now.formulation, hand.drawing)[made] == (1500.0, 900.0)
    assert hand.now.formulation.dangling() == ()


def test_every_kind_of_arrow_says_what_it_joins_and_needs() -> None:
    assert next(iter(JOINS)) == "shifts_to"
    for row in JOINS.values():
        assert row.label
        assert row.makes in {"", "phrase", "state", "step", "exit"}


def test_a_loop_in_one_go_from_a_pole_and_home_again(hand: Hand) -> None:
    before = places_in(hand.now.formulation, hand.drawing)
    (last,) = hand.does("join", from_=BOTTOM, kind="starts", words="go quiet").made
    for words in ("they lean in", "snap", "they go"):
        (last,) = hand.does("join", from_=last, kind="then", words=words).made
    (loop_id,) = hand.does("close", id=last, to=BOTTOM).made
    loop: Procedure = hand.thing(loop_id)
    assert [one.words for one in loop.steps] == ["go quiet", "they lean in", "snap", "they go"]
    assert (loop.starts_at, loop.returns_to) == (BOTTOM, BOTTOM)
    after = places_in(hand.now.formulation, hand.drawing)
    assert {some_id: after[some_id] for some_id in before} == before
    assert {one.id for one in loop.steps} <= after.keys()


def test_a_role_is_dropped_in_a_state_and_taken_out_each_in_one_change(among_states: Hand) -> None:
    version = among_states.now.version
    among_states.does("hold", id="role:ex2-r2", into="state:ex2-s2", outOf="state:ex2-s1")
    assert "pole:ex2-r2-top" in among_states.thing("state:ex2-s2").poles
    assert "pole:ex2-r2-top" not in among_states.thing("state:ex2-s1").poles
    assert among_states.now.version == version + 1
    among_states.does("hold", id="pole:ex2-r2-top", outOf="state:ex2-s2", at=[3000, 50])
    assert "pole:ex2-r2-top" not in among_states.thing("state:ex2-s2").poles
    placed = places_in(among_states.now.formulation, among_states.drawing)
    assert placed["role:ex2-r2"] == (3000.0, 50.0)


def test_copies_are_new_and_keep_the_arrows_between_them(hand: Hand) -> None:
    done = hand.does(
        "paste", from_=hand.now.id, drawing=hand.drawing, at=[3000, 3000],
        ids=["procedure:ex2-p1", "role:ex2-r1", "exit:ex2-e1", "pain:ex2-cp1"],
    )  # fmt: skip
    loop, role, out, _ = (hand.thing(one) for one in done.made)
    assert loop.returns_to == role.bottom.id
    assert out.leaves == loop.steps[1].id
    assert loop.forbidden_by == role.top.id
    assert any(one.from_id == out.id and one.to_id == loop.id
               for one in hand.now.formulation.every(Link))  # fmt: skip
    placed = places_in(hand.now.formulation, hand.drawing)
    assert all(abs(placed[one][0] - 3000) < 800 for one in done.made)


def test_copies_go_into_another_formulation_and_let_go_of_what_stays(
    visit: Visit, hand: Hand
) -> None:
    elsewhere = Hand(visit, notebooks.begin_blank(visit, "Wren"))
    done = elsewhere.does(
        "paste", from_=hand.now.id, drawing=hand.drawing, at=[0, 0],
        ids=["exit:ex2-e1", STEP, "pole:ex2-r2-top"],
    )  # fmt: skip
    out, role, phrase = (elsewhere.thing(one) for one in done.made)
    assert (out.leaves, out.arrives) == (None, None)
    assert isinstance(role, ReciprocalRole)
    assert isinstance(phrase, Phrase)
    assert elsewhere.now.formulation.dangling() == ()
    with pytest.raises(FormulationError, match="no longer there"):
        elsewhere.does("paste", from_=hand.now.id, drawing=hand.drawing, ids=["phrase:gone"])


def test_taking_back_and_doing_again_go_there_and_back_and_a_new_change_ends_it(
    hand: Hand,
) -> None:
    start = hand.now.formulation.records
    hand.does("reword", id=TOP, words="one")
    hand.does("reword", id=TOP, words="two")
    end = hand.now.formulation.records
    for _ in range(2):
        hand.does("undo")
    assert hand.now.formulation.records == start
    assert undoing.what_can_be_turned(hand.visit, hand.now).again == undoing.Turn(
        hand.now.version, "reworded pole"
    )
    for _ in range(2):
        hand.does("redo")
    assert hand.now.formulation.records == end
    with pytest.raises(undoing.NothingToDoAgain):
        hand.does("redo")
    hand.does("undo")
    hand.does("redo")
    hand.does("undo")
    assert hand.thing(TOP).words == "one"
    hand.does("reword", id=TOP, words="three")
    with pytest.raises(undoing.NothingToDoAgain):
        hand.does("redo")
    hand.does("undo")
    assert hand.thing(TOP).words == "one"


def test_the_way_back_and_forth_is_found_however_long_the_story(hand: Hand) -> None:
    start = hand.now.formulation.records
    for number in range(30):
        hand.does("reword", id=TOP, words=f"words {number}")
    end = hand.now.formulation.records
    for _ in range(30):
        hand.does("undo")
    assert hand.now.formulation.records == start
    for _ in range(30):
        hand.does("redo")
    assert hand.now.formulation.records == end


def test_what_somebody_built_on_is_neither_taken_back_nor_done_again(hand: Hand) -> None:
    other = Visit(hand.visit.shelf, "other")
    hand.does("reword", id=TOP, words="mine")
    hand.now = mapping.reword(other, hand.now, TOP, "theirs")
    with pytest.raises(ChangedMeanwhile, match="“reworded pole” was left as it is"):
        hand.does("undo")
    hand.now = mapping.take_back(other, hand.now)
    hand.does("undo")
    hand.now = mapping.reword(other, hand.now, TOP, "theirs again")
    with pytest.raises(ChangedMeanwhile, match="left as it is"):
        hand.does("redo")


def test_what_was_changed_since_it_was_seen_is_not_removed_unseen(hand: Hand) -> None:
    seen = hand.now.version
    mapping.reword(hand.visit, hand.now, "exit:ex2-e1", "said quite otherwise")
    with pytest.raises(ChangedMeanwhile, match="said quite otherwise"):
        hand.does("remove", ids=["exit:ex2-e1"], revision=seen)
    hand.does("remove", ids=["exit:ex2-e1"], revision=seen + 1)
    assert "exit:ex2-e1" not in hand.now.formulation


@pytest.mark.parametrize(
    "gesture",
    [
        {"did": "join"}, {"did": "join", "from": TOP, "to": BOTTOM},
        {"did": "join", "from": TOP, "to": TOP, "kind": "leads_to"},
        {"did": "join", "from": TOP, "to": BOTTOM, "kind": "shifts_to"},
        {"did": "join", "from": TOP, "to": "phrase:gone", "kind": "leads_to"},
        {"did": "join", "from": "phrase:gone", "kind": "leads_to", "words": "x"},
        {"did": "join", "from": TOP, "kind": "leads_to", "words": "  "},
        {"did": "join", "from": STEP, "kind": "returns_to", "words": "x"},
        {"did": "join", "from": STEP, "to": TOP, "kind": "returns_to"},
        {"did": "join", "from": TOP, "kind": "nothing", "words": "x"},
        {"did": "pair", "top": TOP, "bottom": BOTTOM}, {"did": "pair", "top": 1, "bottom": TOP},
        {"did": "turn", "id": STEP, "kind": "state"}, {"did": "turn", "id": TOP, "kind": "magic"},
        {"did": "turn", "id": "link:ex2-l4", "kind": "phrase"},
        {"did": "hold", "id": STEP, "into": "state:ex2-s1"},
        {"did": "hold", "id": "role:ex2-r1", "into": TOP}, {"did": "hold", "id": "role:ex2-r1", "into": 5},
        {"did": "close", "id": TOP, "to": BOTTOM}, {"did": "close", "id": "step:gone"},
        {"did": "paste", "ids": [TOP]}, {"did": "paste", "ids": [], "from": "ex1", "drawing": "x"},
        {"did": "paste", "ids": ["cover:cover", "note:ex2-n1"], "from": "ex2", "drawing": "x"},
        {"did": "redo"}, {"did": "undo"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_declined_in_words_and_nothing_is_written(
    hand: Hand, gesture: dict[str, Any]
) -> None:
    with pytest.raises(FormulationError) as refused:
        acted(hand.visit, hand.now.id, hand.drawing, gesture)
    assert refused.value.sentence.rstrip("”").endswith((".", "page."))
    assert notebooks.open_formulation(hand.visit, hand.now.id) == hand.now


def test_only_the_drawers_own_loop_is_drawn_anew(hand: Hand) -> None:
    made = joining.join_on_paper(
        hand.visit, hand.now, hand.drawing, BOTTOM, kind="starts", said="alone"
    )
    now = joining.close_loop(hand.visit, made.opened, made.id, None)
    assert now.opened.formulation.records[now.id].returns_to is None  # type: ignore[union-attr]
