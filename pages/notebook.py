"""Notebook: every formulation with its drawing; begin one, open one, or look at an example."""

from formulation.ui import doors, gate, shelf_view

visit = gate.require_member()
shelf_view.greeting(visit)
doors.three_doors(visit)
shelf_view.formulations(visit)
shelf_view.examples(visit)
