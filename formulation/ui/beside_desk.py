"""Two maps side by side: the same letter on what both see, and a question for each difference."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.domain.errors import FormulationError
from formulation.domain.records import Drawing
from formulation.render.beside import Sign, shapes_of
from formulation.render.closeup import close_up
from formulation.render.elements import Scene
from formulation.render.embedded import as_image
from formulation.render.palette import NIGHT, PAPER
from formulation.render.svg import sign
from formulation.workflows import comparing_maps
from formulation.workflows.comparing_maps import Beside, Told
from formulation.workflows.visit import Visit

from . import remembered
from .notices import show
from .pictured import pictured
from .plain import plain

LEGEND = (
    ("same", "A", "both see it"),
    ("otherwise", "B", "both have it, told another way"),
    ("alone", "1", "only on this one"),
)


def any_two(visit: Visit) -> None:
    """Choose two maps of the same person, by two people, and lay them side by side."""
    st.caption(
        "Two maps of the same person, made by two people: where you agree, and where you differ. "
        "Neither is the right one. Somebody else’s comes in from a notebook file, on the Share page."
    )
    offered = comparing_maps.maps_one_may_see(visit)
    ids = list(offered)
    first = ids.index("ex3") if "ex3" in ids else 0
    with st.container(horizontal=True, gap="medium"):
        one = st.selectbox("One map", ids, index=first, key="one map", width=420,
                           format_func=offered.__getitem__)  # fmt: skip
        others = [some_id for some_id in ids if some_id != one]
        second = others.index(f"{one}/2") if f"{one}/2" in others else 0
        other = st.selectbox("The other", others, index=second, key=f"other map/{one}", width=420,
                             format_func=offered.__getitem__)  # fmt: skip
    try:
        pair = comparing_maps.beside(
            comparing_maps.map_called(visit, one), comparing_maps.map_called(visit, other)
        )
    except FormulationError as refused:
        show(refused)
        return
    side_by_side(pair, offered[one], offered[other], f"{one}|{other}")


def side_by_side(pair: Beside, one: str, other: str, key: str) -> None:
    """Both drawings with their signs, what the signs mean, and the questions; a touch lights the place."""
    kind = _drawing_kind(pair, key)
    lit = remembered.get(remembered.POINTED_OUT)
    lit = tuple(filter(None, lit)) if isinstance(lit, tuple) else ()
    scenes = comparing_maps.scenes(pair, kind, lit)
    with st.container(key="beside-drawings"):  # in sight while the questions are read
        for column, scene, name in zip(
            st.columns(2, gap="medium"), scenes, (one, other), strict=True
        ):
            with column:
                _drawn(scene, name)
        _legend()
    if not pair.looked_at_all:
        st.caption("These maps are very large; only the beginning of each was compared.")
    with st.container(key="beside-questions", gap="small"):
        _questions(pair, kind, key)


def _drawing_kind(pair: Beside, key: str) -> str:
    """Role maps, unless both have a states diagram and somebody asks for that."""
    states = all(
        any(drawing.kind == "states" for drawing in each.every(Drawing))
        and any(some_id.startswith("state:") for some_id in each.records)
        for each in (pair.mine, pair.other)
    )
    if not states:
        return "role_map"
    names = {"role_map": "Role maps", "states": "States"}
    chosen = st.segmented_control("Which drawings", list(names), default="role_map", required=True,
                                  key=f"drawings beside/{key}", format_func=names.__getitem__,
                                  label_visibility="collapsed")  # fmt: skip
    return chosen or "role_map"


def _drawn(scene: Scene | None, name: str) -> None:
    st.html(f'<h3 class="fn-part">{escape(name)}</h3>')
    if scene is None:
        st.caption("There is no such drawing on this one.")
    else:
        pictured(scene, name)


def _legend() -> None:
    said = "".join(
        f'<span class="fn-mark-said">{_as_picture(Sign(letters, pattern, words))}{escape(words)}</span>'
        for pattern, letters, words in LEGEND
    )
    st.html(f'<div class="fn-legend">{said}</div>')


def _as_picture(one: Sign) -> str:
    paint = NIGHT if st.context.theme.type == "dark" else PAPER
    return f'<img src="{as_image(sign(shapes_of(one), 26, 26, paint))}" alt="">'


def _questions(pair: Beside, kind: str, key: str) -> None:
    mine = tuple(each for each in pair.of("alone") if each.mine)
    theirs = tuple(each for each in pair.of("alone") if each.other and not each.mine)
    for heading, told in (
        ("Where we differ", pair.of("otherwise")),
        (f"Only on {pair.names.one}", mine),
        (f"Only on {pair.names.other}", theirs),
        ("Where we agree", pair.of("same")),
    ):
        st.html(f'<h3 class="fn-part">{escape(heading)} <small>({len(told)})</small></h3>')
        if not told:
            st.caption("Nothing.")
        for at, each in enumerate(told):
            _question(pair, each, kind, f"beside/{key}/{heading}/{at}")


def _question(pair: Beside, one: Told, kind: str, key: str) -> None:
    """One question as a button: its sign, both wordings where they differ, and what may be asked."""
    place = (one.mine, one.other)
    theirs = pair.other.name_of(one.other) if one.mine and one.other else ""
    wording = (
        f"“{one.words}” and “{theirs}”" if theirs and theirs != one.words else f"“{one.words}”"
    )
    lit = remembered.get(remembered.POINTED_OUT) == place
    st.button(plain(f"{one.sign} · {wording}: {one.asks}"), key=key, type="tertiary", width="stretch",
              icon=":material/my_location:" if lit else ":material/location_on:",
              on_click=_light, args=(place,))  # fmt: skip
    if lit:
        _close_by(pair, one, kind, key)


def _close_by(pair: Beside, one: Told, kind: str, key: str) -> None:
    """The place on both maps from close by, on narrow screens, where the drawings are out of sight."""
    places = tuple(filter(None, (one.mine, one.other)))
    with st.container(key=f"narrow/{key}"):
        for scene, some_id, name in zip(
            comparing_maps.scenes(pair, kind, places), (one.mine, one.other),
            (pair.names.one, pair.names.other), strict=True,
        ):  # fmt: skip
            near = close_up(scene, some_id) if scene and some_id else None
            if near is not None:
                st.caption(f"On {plain(name)}")
                pictured(near, name)


def _light(place: tuple[str | None, str | None]) -> None:
    was = remembered.get(remembered.POINTED_OUT)
    remembered.keep(remembered.POINTED_OUT, None if was == place else place)
