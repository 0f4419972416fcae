"""A drawing as a still picture on a page, with what it shows said in words."""

from __future__ import annotations

from html import escape

import streamlit as st

from formulation.render.elements import Scene
from formulation.render.embedded import as_image, standalone
from formulation.render.palette import NIGHT, PAPER


def pictured(scene: Scene, title: str, *, style: str = "fn-pictured") -> None:
    """Show a scene as a picture, dark where the page is dark; its description is its alternative text."""
    paint = NIGHT if st.context.theme.type == "dark" else PAPER
    source = as_image(standalone(scene, paint=paint, title=title))
    said = escape(f"{title}. {scene.description}", quote=True)
    st.html(f'<figure class="{style}"><img src="{source}" alt="{said}"></figure>')
