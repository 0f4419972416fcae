"""Every key kept between reruns, named once; only the view is kept here, never a word of the work."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

OPEN: Final = "open_formulation"
DRAWING: Final = "drawing"
SELECTED: Final = "selected"
NOTE: Final = "note"
HYPOTHESIS: Final = "hypothesis"
PULL: Final = "pull"
PART: Final = "part_of_note"
PULLS_SHOWN: Final = "pulls_shown"
FORMS: Final = "forms"
TOLD: Final = "told"
GOING: Final = "about_to_go"
ADDING: Final = "adding"
TURNS: Final = "turns_of_forms"
NAMES: Final = "names_offered"
TYPING: Final = "typing_in"
REFUSED: Final = "refused_meanwhile"
UNSAVED: Final = "unsaved_words"
TURN_TO: Final = "turn_to_drawing"
CLEARED: Final = "form_to_clear"
SIGNING: Final = "about_to_sign"
SECTIONS: Final = "sections_of_notes"
DONE_IN_TEXT: Final = "done_in_text"
WEB: Final = "web_drawn"
COPY_MADE: Final = "copy_made"
ASKING: Final = "worth_asking"
FOUND: Final = "found"
GO_ON: Final = "go_on_to"
MORE_FOUND: Final = "more_found"
OBSERVATION: Final = "observation"
LEFT_OUT: Final = "observations_left_out"
WONDERING: Final = "part_of_hypotheses"
FEELING: Final = "pull_being_noticed"
VOICE: Final = "voice"
FELT_BY: Final = "role_that_felt"
NOTICING: Final = "noticing_a_pull"
PULLING: Final = "part_of_pulls"
PLACE_OF_PULLS: Final = "place_of_pulls"
LOOKING: Final = "ways_of_looking"
ADDRESS: Final = "address_last_seen"
ASKED_WHOSE: Final = "asked_whose_words"
ARRANGED: Final = "arranged_drawing"

READING: Final = "example_read"
LEAF: Final = "leaf_of_example"
TOUR: Final = "stop_of_the_tour"
PRACTISED: Final = "example_practised"
EXERCISES: Final = "turns_of_exercises"
POINTED_OUT: Final = "pointed_out_in_practice"
PULL_PLACED: Final = "pull_being_placed"
BESIDE: Final = "laid_beside"
LOG_TURN: Final = "turn_of_the_log"
STORY: Final = "story_turned_to"


def get(key: str, otherwise: Any = None) -> Any:
    """What is remembered under a key in this visit."""
    return st.session_state.get(key, otherwise)


def keep(key: str, value: Any) -> None:
    """Remember something for the rest of this visit."""
    st.session_state[key] = value


def typing_in(label: str | None) -> None:
    """Remember, until the page is drawn, in which field somebody's cursor stands."""
    keep(TYPING, label)


def table(key: str) -> dict[Any, Any]:
    """A remembered table, made empty the first time."""
    if key not in st.session_state:
        st.session_state[key] = {}
    held: dict[Any, Any] = st.session_state[key]
    return held
