"""The Hypotheses page: rivals side by side, marks by role, what is due a look; and hypotheses in a note."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis, Mark, Observation
from formulation.render.views import view_from
from formulation.ui import remembered
from formulation.ui.evidence_grid import _done, _said
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from ..examples import BETHAN, CHECKED_ON, MARCH_NOTE, MY_FAULT, REALLY_COLD, WENT_QUIET
from .screen import Screen

RIVALS = "Rivals: what else could it be?"
EYES = "Marking in the eyes of"
TODAY = datetime.date.today().isoformat()


@pytest.fixture
def now(me: Visit, bethan: Formulation) -> Callable[[], Formulation]:
    """What the shelf holds now."""
    return lambda: open_formulation(me, bethan.id).formulation


def newest(formulation: Formulation, kind: Any) -> Any:
    return next(one for one in formulation.every(kind) if one.id not in BETHAN)


def marks(formulation: Formulation) -> dict[tuple[str, str], str]:
    return {(one.by, str(one.hypothesis)): one.bears for one in formulation.every(Mark)}


class Table:
    """The table on the page, and a hand that marks it."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.count = 0

    @property
    def shown(self) -> dict[str, Any]:
        return self.screen.given("evidence")[0]

    def did(self, **done: str) -> Table:
        self.count += 1
        self.screen.drawing_did("did", [{**done, "n": self.count}], name="evidence")
        return self

    def mark(self, hypothesis: str, bears: str) -> Table:
        return self.did(did="mark", observation=WENT_QUIET.id, hypothesis=hypothesis, bears=bears)

    def cell(self, hypothesis: str) -> dict[str, Any]:
        cell: dict[str, Any] = self.shown["cells"][WENT_QUIET.id][hypothesis]
        return cell


@pytest.fixture
def table(show: Callable[..., Screen], bethan: Formulation) -> Table:
    """Bethan's table."""
    return Table(show("hypotheses", bethan.id))


def test_observations_are_rows_and_hypotheses_columns(table: Table) -> None:
    assert [one["id"] for one in table.shown["observations"]] == [WENT_QUIET.id]
    assert {one["id"] for one in table.shown["hypotheses"]} == {CHECKED_ON.id, REALLY_COLD.id}
    assert [one["label"] for one in table.shown["marks"]] == [
        "not considered yet",
        "strongly for",
        "for",
        "does not bear on it",
        "against",
        "strongly against",
    ]


def test_each_role_marks_its_own_and_the_table_says_where_they_differ(
    table: Table, now: Callable[[], Formulation]
) -> None:
    assert table.cell(CHECKED_ON.id)["under"] == "counsellor: for"
    table.mark(CHECKED_ON.id, "against")
    assert marks(now())["", CHECKED_ON.id] == "against"
    table.screen.fill(EYES, "counsellor")
    assert table.cell(CHECKED_ON.id)["mine"] == "for"
    table.mark(REALLY_COLD.id, "strongly_against")
    assert marks(now()) == {
        ("counsellor", CHECKED_ON.id): "for",
        ("", CHECKED_ON.id): "against",
        ("counsellor", REALLY_COLD.id): "strongly_against",
    }
    assert table.cell(CHECKED_ON.id)["differs"]
    assert "Seen differently" in table.screen.said
    assert "what does each see that the other does not?" in table.screen.said
    table.mark(CHECKED_ON.id, "")
    assert ("counsellor", CHECKED_ON.id) not in marks(now())


def test_what_speaks_against_least_stands_first_and_is_no_percentage(table: Table) -> None:
    table.mark(CHECKED_ON.id, "against").mark(REALLY_COLD.id, "neither")
    assert [one["id"] for one in table.shown["hypotheses"]] == [REALLY_COLD.id, CHECKED_ON.id]
    assert "one against" in table.shown["hypotheses"][1]["under"]
    assert "That is not the same as being right." in table.screen.said
    assert "%" not in table.screen.said
    assert "tells them apart" in table.shown["observations"][0]["under"]


def test_without_one_observation_it_says_what_then_stands(table: Table) -> None:
    table.mark(CHECKED_ON.id, "against").mark(REALLY_COLD.id, "neither")
    assert "What it all leans on" in table.screen.said
    table.did(did="leave_out", id=WENT_QUIET.id)
    assert table.shown["observations"][0]["out"]
    assert "With everything put back, it would be" in table.screen.said
    table.did(did="leave_out", id=WENT_QUIET.id)
    assert not table.shown["observations"][0]["out"]


def test_a_thing_done_is_acted_on_once_and_what_is_not_understood_is_left(
    table: Table, now: Callable[[], Formulation]
) -> None:
    screen = table.screen
    twice = [{"did": "mark", "observation": WENT_QUIET.id, "hypothesis": REALLY_COLD.id,
              "bears": bears, "n": n} for n, bears in ((1, "for"), (2, "against"))]  # fmt: skip
    screen.drawing_did("did", twice, name="evidence")
    assert marks(now())["", REALLY_COLD.id] == "against"
    screen.drawing_did("did", twice[:1], name="evidence")
    assert marks(now())["", REALLY_COLD.id] == "against"
    assert _said(["x", {"n": "1"}, {"n": 3, "did": 4}]) == [{"n": 3, "did": 4}]
    assert _done({"n": 3, "did": 4}).did == ""
    assert _said("nonsense") == []


def test_a_mark_on_what_somebody_took_away_is_answered_in_words(table: Table) -> None:
    table.did(did="mark", observation="observation:gone", hypothesis=CHECKED_ON.id, bears="for")
    assert "no longer on the map" in table.screen.warnings()


def test_a_hypothesis_and_an_observation_are_written_in_one_line_each(
    table: Table, now: Callable[[], Formulation]
) -> None:
    screen = table.screen
    screen.write(**{"We wonder…": "We wonder whether it is the light"}).press("Wonder")
    idea = newest(now(), Hypothesis)
    assert (idea.words, idea.raised_on) == ("We wonder whether it is the light", TODAY)
    screen.write(**{"Something seen or heard": "She sat by the door"}).press("Add what was seen")
    seen = newest(now(), Observation)
    assert (seen.words, seen.seen_on) == ("She sat by the door", TODAY)
    assert idea.id in [one["id"] for one in table.shown["hypotheses"]]
    assert screen.field("We wonder…").value == ""
    screen.press("Add what was seen")
    assert "Write what was seen or heard" in screen.warnings()


def test_lines_kept_by_a_hypothesis_come_in_by_choice_only(
    table: Table, now: Callable[[], Formulation]
) -> None:
    screen = table.did(did="open", id=CHECKED_ON.id).screen
    assert len(now().every(Observation)) == 1
    screen.fill("Which lines?", ["Laughed at the third"]).press("Bring them in")
    assert [one.words for one in now().every(Observation)][1:] == ["Laughed at the third"]
    held = now()[CHECKED_ON.id]
    assert isinstance(held, Hypothesis)
    assert (held.evidence_for, held.evidence_against) == (("Went quiet at the first question",), ())


def test_the_map_is_shown_as_each_of_two_hypotheses_would_have_it(table: Table) -> None:
    drawn = table.screen.given()
    assert [view_from(one["view"]).focus for one in drawn] == [CHECKED_ON.links, REALLY_COLD.links]
    assert {(one["mode"], one["readOnly"]) for one in drawn} == {("pick", True)}
    assert [one["drawing"] for one in drawn] == ["drawing:b-map", "drawing:b-states"]


def test_a_hypothesis_does_not_lead_alone_and_the_page_says_what_is_missing(
    table: Table, now: Callable[[], Formulation]
) -> None:
    screen = table.screen
    screen.write(**{"We wonder…": "We wonder about June"}).press("Wonder")
    idea = newest(now(), Hypothesis)
    table.did(did="open", id=idea.id)
    assert "Before it leads, it would need a rival" in screen.said
    screen.write(**{"How does it stand?": "leading"}).press("From today on")
    assert "Before it leads, it needs a rival" in screen.warnings()
    screen.fill(RIVALS, [CHECKED_ON.id])
    screen.fill("What would change our mind", "No difference in June")
    screen.write(**{"How does it stand?": "leading"}).press("From today on")
    assert newest(now(), Hypothesis).status == "leading"
    assert [(one.status, one.on) for one in newest(now(), Hypothesis).story] == [("leading", TODAY)]


def test_setting_aside_needs_a_why_and_keeps_the_idea_on_a_shelf(
    table: Table, now: Callable[[], Formulation]
) -> None:
    screen = table.did(did="open", id=REALLY_COLD.id).screen
    screen.write(**{"How does it stand?": "set_aside"}).press("From today on")
    assert "Say in a few words why" in screen.warnings()
    screen.write(
        **{"How does it stand?": "set_aside", "Why? (to set it aside, say)": "It was mended"}
    ).press("From today on")
    assert [one["id"] for one in table.shown["hypotheses"]] == [CHECKED_ON.id]
    screen.switch("Set aside")
    assert "It was mended" in screen.said
    screen.fill("Worth remembering, because", "boilers do break")
    held = now()[REALLY_COLD.id]
    assert getattr(held, "worth_remembering", "") == "boilers do break"
    screen.press("Wonder about it again")
    assert getattr(now()[REALLY_COLD.id], "status", "") == "open"


def test_what_is_due_a_look_is_lighter_and_listed_until_looked_at(
    show: Callable[..., Screen], placed: Callable[..., Formulation], me: Visit
) -> None:
    old = replace(REALLY_COLD, note=None, raised_on="2020-01-01")
    placed(old, replace(CHECKED_ON, note=None, raised_on=TODAY))
    table = Table(show("hypotheses", BETHAN.id))
    assert {one["id"]: one["due"] for one in table.shown["hypotheses"]} == {
        CHECKED_ON.id: False,
        old.id: True,
    }
    screen = table.screen.switch("Due a look")
    assert "last looked at 1 January 2020" in screen.said
    screen.press("Looked at today; it stays")
    held: Any = open_formulation(me, BETHAN.id).formulation[old.id]
    assert held.held.looked_at == TODAY
    assert not any(one["due"] for one in table.shown["hypotheses"])


def test_an_example_is_read_and_not_marked(show: Callable[..., Screen], open_here: object) -> None:
    table = Table(show("hypotheses", "ex1"))
    assert table.shown["readOnly"]
    assert table.screen.buttons() == []
    table.did(did="open", id="hypothesis:ex1-h1")
    assert "How it has stood" in table.screen.said
    assert set(table.screen.labels()) <= {"Which one?"}


def test_an_empty_notebook_says_how_to_begin(show: Callable[..., Screen], me: Visit) -> None:
    from formulation.workflows.notebooks import begin_blank

    screen = show("hypotheses", begin_blank(me, "Bethan").id)
    assert "One sentence that begins with “we wonder” is enough" in screen.said


# In a note


def in_note(show: Callable[..., Screen], open_id: str = BETHAN.id) -> Screen:
    return show("supervision", open_id).switch("Hypotheses")


def test_a_hypothesis_is_wondered_from_the_note_that_lies_open(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = in_note(show).press("We wonder…")
    screen.fill("We wonder", "We wonder whether it is the light")
    new = newest(now(), Hypothesis)
    assert (new.note, new.words) == (MARCH_NOTE.id, "We wonder whether it is the light")
    assert screen.field("Which one?").value == new.id


def test_rivals_are_rivals_both_ways(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = in_note(show).press("We wonder…")
    new = newest(now(), Hypothesis)
    screen.fill(RIVALS, [CHECKED_ON.id])
    assert screen.field(RIVALS).value == [CHECKED_ON.id]
    assert now()[CHECKED_ON.id].alternative_to == (REALLY_COLD.id, new.id)  # type: ignore[union-attr]
    screen.fill("Which one?", CHECKED_ON.id)
    assert set(screen.field(RIVALS).value) == {REALLY_COLD.id, new.id}
    screen.fill(RIVALS, [new.id])
    assert now()[REALLY_COLD.id].alternative_to == ()  # type: ignore[union-attr]
    screen.fill("Which one?", REALLY_COLD.id)
    assert screen.field(RIVALS).value == []


def test_observations_for_and_against_are_lines(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = in_note(show)
    chosen = screen.field("Which one?").value
    screen.fill("Speaks for it (one to a line)", "one\ntwo").fill(
        "Speaks against it (one to a line)", "three"
    )
    held = now()[chosen]
    assert isinstance(held, Hypothesis)
    assert (held.evidence_for, held.evidence_against) == (("one", "two"), ("three",))


def test_a_hypothesis_is_tied_by_a_touch_on_the_drawing(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = in_note(show).press("We wonder…")
    screen.drawing_did("touched", {"id": MY_FAULT.id, "n": 1})
    assert newest(now(), Hypothesis).links == (MY_FAULT.id,)
    assert f"Tied to: {MY_FAULT.words}" in screen.said


def test_a_hypothesis_moves_to_another_note(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    other = screen.app.session_state[remembered.NOTE]
    screen.switch("Hypotheses").fill("Which one?", REALLY_COLD.id)
    screen.fill("From the note", other)
    assert getattr(now()[REALLY_COLD.id], "note", None) == other


def test_two_hypotheses_nobody_has_worded_yet_can_be_told_apart(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = in_note(show).press("We wonder…").press("We wonder…")
    new = [one for one in now().every(Hypothesis) if one.id not in BETHAN]
    for one in new:
        screen.fill("Which one?", one.id)
        screen.fill("We wonder", f"We wonder {one.id[-6:]}")
    assert [now().name_of(one.id) for one in new] == [f"We wonder {one.id[-6:]}" for one in new]
