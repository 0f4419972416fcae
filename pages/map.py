"""Map: the drawing surface, with what is selected beside it and the whole map in words below."""

from formulation.ui import gate
from formulation.ui.map_desk import desk

gate.require_formulation(gate.require_member())
desk()
