"""The library of roles and the glossary: whole, in our own words, and faults told with their place."""

import pytest

from formulation.domain.errors import NotUnderstood
from formulation.domain.kinds import TONES
from formulation.domain.records import PART_KINDS, RECORD_KINDS
from formulation.store import library
from formulation.store.learning import LEARN, glossary, pairs, reasons


def test_there_are_pairs_of_every_tone_and_enough_to_choose_from():
    tones = [one.tone for one in pairs()]
    assert len(tones) >= 80
    assert {tone for tone in TONES if tone} == set(tones)


def test_every_pair_has_two_ends_in_few_words_and_no_label_for_a_person():
    labels = {"manipulative", "borderline", "narcissistic", "attention-seeking", "psychopathic"}
    for one in pairs():
        for end in (one.top, one.bottom):
            assert 1 <= len(end.split()) <= 7, one.words
            assert not labels & set(end.replace(",", " ").split())


def test_every_hurtful_idealised_and_survival_pair_says_what_it_may_turn_into():
    kind = {one.id: one.tone for one in pairs()}
    for one in pairs():
        if one.tone != "good_enough":
            assert kind[one.kinder] == "good_enough", one.id


def test_every_term_is_said_in_a_sentence_and_drawn_as_something_we_draw():
    drawn = {*RECORD_KINDS, *PART_KINDS, "dilemma", "snag", ""}
    for one in glossary():
        assert one.says.endswith((".", "?"))
        assert one.draws in drawn, one.term


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hurtful:\n- {id: a, top: b}\n", "row 1"),
        ("hurtful:\n- {id: a, top: b, bottom: c, kinder: nowhere}\n", "a"),
        ("hurtful:\n- {id: a, top: b, bottom: c}\n- {id: A, top: d, bottom: e}\n", "A"),
        ("unheard of:\n- {id: a, top: b, bottom: c}\n", ""),
        ("hurtful: [\n", "roles.yaml"),
        ("hurtful:\n- {id: a, top: b, bottom: c, colour: red}\n", "row 1"),
    ],
)
def test_a_library_with_a_fault_says_where(tmp_path, text, place):
    path = tmp_path / "roles.yaml"
    path.write_text(text)
    with pytest.raises(NotUnderstood) as refused:
        pairs(path)
    assert [fault.place for fault in refused.value.faults] == [place]


def test_a_term_written_twice_is_told(tmp_path):
    path = tmp_path / "glossary.yaml"
    path.write_text("- {term: trap, says: One.}\n- {term: snag, also: [Trap], says: Two.}\n")
    with pytest.raises(NotUnderstood) as refused:
        glossary(path)
    assert [fault.place for fault in refused.value.faults] == ["Trap"]


def test_every_reason_for_a_step_is_of_a_record_of_its_example_and_short():
    known = {one.key: one.formulation.records for one in library.examples()}
    for path in sorted((LEARN / "growth").glob("*.yaml")):
        assert path.stem in known
        for some_id, says in reasons(path.stem).items():
            assert some_id in known[path.stem], (path.stem, some_id)
            assert len(says) <= 240, some_id
            assert says.endswith((".", "?")), some_id
