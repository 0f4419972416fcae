"""What speaks for and against a hypothesis is in the team's summary, wherever it was written down."""

from __future__ import annotations

from formulation.domain.records import Hypothesis, Mark, Observation
from formulation.domain.verbs import adding
from formulation.render.documents import DOCUMENTS, Wanted
from formulation.render.leaves import Said
from tests.examples import BETHAN


def test_observations_marked_in_the_table_are_there_beside_lines_of_its_own() -> None:
    idea = Hypothesis("hypothesis:fear", words="it may be fear", evidence_for=("she said so",))
    seen = Observation("observation:chairs", words="the chairs were put straight")
    against = Observation("observation:laugh", words="she laughed with the cook")
    marks = (
        Mark("mark:1", observation=seen.id, hypothesis=idea.id, bears="for"),
        Mark("mark:2", observation=against.id, hypothesis=idea.id, bears="strongly_against"),
    )
    grown = adding(BETHAN, idea, seen, against, *marks).applied_to(BETHAN)
    leaves = DOCUMENTS["hypotheses"].leaves(grown, Wanted())
    said = [leaf.text for leaf in leaves if isinstance(leaf, Said)]
    assert "Speaks for it: she said so; the chairs were put straight." in said
    assert "Speaks against it: she laughed with the cook." in said
