"""Words are as wide as the browser will draw them, and wrap where one would draw breath."""

import pytest

from formulation.render.fonts import FACES, SANS, FontMissing, face
from formulation.render.measure import (
    NAME,
    POLE_TOP,
    WORDS,
    comfortably,
    reads_right_to_left,
    width_of,
    wrapped,
)


def test_every_face_we_name_is_a_file_that_is_there():
    assert all(one.path.is_file() for one in FACES)


def test_a_face_we_do_not_ship_is_refused_in_words():
    with pytest.raises(FontMissing, match="make run"):
        face(SANS, 900)


def test_width_comes_from_the_fonts_own_metrics():
    # Source Sans Pro Regular: the advance of "o" is 542 units of 1,000.
    assert width_of("o", WORDS) == pytest.approx(0.542 * WORDS.size)
    assert width_of("oooo", WORDS) == pytest.approx(4 * width_of("o", WORDS))


def test_heavier_letters_are_wider():
    assert width_of("criticising", POLE_TOP) > width_of("criticising", WORDS)


def test_unknown_characters_get_a_safe_estimate():
    for mark in ("😀", "他", "ع", "א", "क", "ﷺ"):
        assert width_of(mark, WORDS) >= 0.7 * WORDS.size
    assert width_of("e\u0301", WORDS) == width_of("e", WORDS)


@pytest.mark.parametrize("widest", [40.0, 90.0, 140.0, 300.0])
def test_no_line_is_wider_than_asked(widest):
    words = "Watched harder, maybe recalled; I'm scum, Donaudampfschifffahrtsgesellschaft " * 3
    set_ = wrapped(words, WORDS, widest)
    assert all(width_of(line, WORDS) <= widest for line in set_.lines)
    assert set_.width <= widest


def test_no_word_is_lost_in_wrapping():
    words = "They chase, then stop, or send a warning"
    assert " ".join(wrapped(words, WORDS, 100).lines).split() == words.split()


def test_a_word_longer_than_the_line_is_broken_and_whole_again_when_joined():
    word = "Elektrizitätenhauptbetriebswerk"
    assert "".join(wrapped(word, WORDS, 80).lines) == word


def test_a_family_of_emoji_is_never_cut_apart():
    family = "👩‍👩‍👧‍👦"
    assert all(
        line.count("\u200d") == 3 * line.count("👦")
        for line in wrapped(family * 6, WORDS, 70).lines
    )


def test_typed_line_breaks_are_kept():
    assert wrapped("one\ntwo", WORDS, 300).lines == ("one", "two")


def test_lines_break_after_a_comma_where_they_can():
    assert wrapped("sneering, writing off", POLE_TOP, 124).lines == ("sneering,", "writing off")


def test_nothing_takes_no_room():
    assert wrapped("", WORDS, 100).lines == ()
    assert wrapped("   ", WORDS, 100).width == 0


def test_a_little_more_room_makes_two_lines_of_three():
    set_ = comfortably("Stop the pictures; pay something back", WORDS, (112.0, 136.0, 170.0, 250.0))
    assert len(set_.lines) == 2


def test_very_long_words_widen_rather_than_make_a_tower():
    set_ = comfortably("word " * 120, NAME, (128.0, 160.0, 220.0))
    assert set_.width > 160


@pytest.mark.parametrize(
    ("words", "expected"),
    [("שלום", True), ("(مرحبا)", True), ("hello שלום", False), ("123", False)],
)
def test_direction_follows_the_first_letter_that_has_one(words, expected):
    assert reads_right_to_left(words) is expected
