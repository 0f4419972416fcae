"""A note's text: tied by its words, put in order afterwards, begun from formats, signed with a last look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from formulation.domain.formulation import Formulation
from formulation.domain.records import Hypothesis, Passage, Pull, SupervisionNote
from formulation.workflows import mapping
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.notes import as_it_was_signed
from formulation.workflows.visit import Visit

from ..examples import BETHAN, CHAIRS, CRITICISED, CRITICISING, MENDING
from .screen import Screen
from .test_supervision_page import newest, now, write_in

__all__ = ["now"]  # a fixture, shared with the page's other tests


def test_words_selected_in_the_text_are_tied_by_a_touch_on_the_drawing(
    show: Callable[..., Screen], now: Callable[[], Formulation], me: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    write_in(screen, me, newest(now(), SupervisionNote).id, "She looked at the torch twice.")
    screen.drawing_says("writing", selected={"words": "the torch", "at": 14})
    assert "Touch what “the torch” is about" in screen.said
    screen.drawing_did("touched", {"id": CRITICISING.id, "n": 1})
    (passage,) = [one for one in now().every(Passage) if one.id not in BETHAN]
    assert (passage.quote, passage.before, passage.about) == (
        "the torch",
        "She looked at ",
        CRITICISING.id,
    )
    assert newest(now(), SupervisionNote).about == ()
    assert "“the torch” →" in screen.said
    screen.press("Let go")
    assert [one.id for one in now().every(Passage)] == [CHAIRS.id]


def test_words_are_tied_and_pulled_out_from_the_text_itself(
    show: Callable[..., Screen], now: Callable[[], Formulation], me: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    note = newest(now(), SupervisionNote)
    text = "She closed the door. I wanted to mend the boiler."
    write_in(screen, me, note.id, text)
    tie = {"did": "tie", "words": "the door", "at": 11, "to": MENDING.id, "n": 1}
    screen.drawing_did("did", tie, name="writing")
    out = {"did": "pull_out", "words": "She closed the door.", "at": 0, "kind": "observed", "n": 2}
    screen.drawing_did("did", out, name="writing")
    pull = {"did": "pull_out", "words": "wanted to mend", "at": 23, "kind": "pull", "n": 3}
    screen.drawing_did("did", pull, name="writing")
    made = newest(now(), Pull)
    assert (made.urge, made.note) == ("wanted to mend", note.id)
    about = [one.about for one in now().every(Passage) if one.note == note.id]
    assert sorted(map(str, about)) == sorted([MENDING.id, made.id])
    after = newest(now(), SupervisionNote)
    assert (after.observed, after.text) == (("She closed the door.",), text)


def test_sentences_are_offered_as_what_they_sound_like_and_wait_no_longer_once_taken(
    show: Callable[..., Screen], now: Callable[[], Formulation], me: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    text = "We wonder whether it is the torch.\nShe seemed cold."
    write_in(screen, me, newest(now(), SupervisionNote).id, text)
    screen.press("We wonder")
    assert newest(now(), Hypothesis).words == "We wonder whether it is the torch."
    screen.press("Inferred")
    assert newest(now(), SupervisionNote).inferred == ("She seemed cold.",)
    assert "Nothing waits to be pulled out" in screen.said


def test_a_note_begins_from_a_format_with_its_phases(
    show: Callable[..., Screen], now: Callable[[], Formulation]
) -> None:
    screen = show("supervision", BETHAN.id).press("Balint group")
    note = newest(now(), SupervisionNote)
    assert (note.shape, note.format, note.minutes) == ("Balint group", "peer_group", 55)
    assert screen.given("writing")[0]["phases"][0]["name"] == "The story"
    assert any("Balint group" in one for one in screen.field("Supervision note").options)


def test_a_format_that_cannot_be_read_gets_a_sentence_and_the_others_stay(
    show: Callable[..., Screen], bethan: Formulation, folder: Path
) -> None:
    own = folder / "formats"
    own.mkdir(parents=True, exist_ok=True)
    (own / "ours.yaml").write_text("name: Our hour\nphases:\n  - name: Tea\n    minutes: 5\n")
    (own / "odd.yaml").write_text("name: Odd\nfases: []\n")
    screen = show("supervision", bethan.id)
    assert any("Our hour" in one for one in screen.buttons())
    assert any("Balint" in one for one in screen.buttons())
    assert "“odd.yaml” could not be used" in screen.warnings()


def test_words_that_might_say_who_somebody_is_are_looked_at_before_signing(
    show: Callable[..., Screen], now: Callable[[], Formulation], me: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    screen.write(**{"Name": "Rowena", "Say instead": "Rowan"}).run().press("Watch for it")
    text = "Rowena rang 07700 900123 again."
    write_in(screen, me, newest(now(), SupervisionNote).id, text)
    assert "“Rowena” might be a name" in screen.said
    screen.press("Sign this note").press("Sign it")
    assert "Before it is signed, look once more at" in screen.warnings()
    assert newest(now(), SupervisionNote).standing == "draft"
    screen.press("Say “Rowan”")
    screen.fill("Why may “07700 900123” stand?", "our own telephone")
    assert "might be" not in screen.said
    screen.press("Sign it")
    note = newest(now(), SupervisionNote)
    assert (note.standing, note.text) == ("signed", "Rowan rang 07700 900123 again.")
    assert [(one.words, one.reason) for one in note.let_stand] == [
        ("07700 900123", "our own telephone")
    ]


def test_the_drawing_as_it_was_signed_can_be_looked_at_when_the_map_has_moved_on(
    show: Callable[..., Screen], now: Callable[[], Formulation], me: Visit
) -> None:
    screen = show("supervision", BETHAN.id).press("New note")
    write_in(screen, me, newest(now(), SupervisionNote).id, "The chairs again.")
    screen.press("Sign this note").press("Sign it")
    note = newest(now(), SupervisionNote)
    opened = open_formulation(me, BETHAN.id)
    mapping.reword(me, opened, CRITICISING.id, "looking on")
    mapping.reword(me, open_formulation(me, BETHAN.id), CRITICISED.id, "looked on at")
    then = as_it_was_signed(me, open_formulation(me, BETHAN.id), note)
    assert then is not None
    assert then.name_of(CRITICISING.id) == CRITICISING.words
    assert now().name_of(CRITICISING.id) == "looking on"
    screen.run().fill("The drawing as it was when this was signed", True)
    assert "data:image/svg+xml;base64," in screen.html()
