"""What a person did on a drawing, acted on by the page itself where no socket passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.workflows.gestures import acted
from formulation.workflows.mapping import words_of
from formulation.workflows.notebooks import open_formulation
from formulation.workflows.visit import Visit

from .notices import sentence_of

Gesture = Mapping[str, Any]


def by_the_page(
    visit: Visit, formulation_id: str, drawing_id: str
) -> Callable[[Gesture], dict[str, Any]]:
    """How a page acts on gestures on one drawing: each is answered as the live socket would."""

    def act(gesture: Gesture) -> dict[str, Any]:
        try:
            done = acted(visit, formulation_id, drawing_id, gesture)
        except ChangedMeanwhile as changed:
            says = _says_now(visit, formulation_id, gesture)
            return {"ok": False, "sentence": changed.sentence, **says}
        except FormulationError as refused:
            return {"ok": False, "sentence": sentence_of(refused)}
        return {
            "ok": True,
            "sentence": "",
            "revision": done.opened.version,
            "made": list(done.made),
        }

    return act


def _says_now(visit: Visit, formulation_id: str, gesture: Gesture) -> dict[str, Any]:
    with suppress(FormulationError):
        now = open_formulation(visit, formulation_id).formulation
        return {"says": words_of(now, str(gesture.get("id", "")))}
    return {}
