"""Story: how the map grew, who changed what and when, any moment as it was, and the way back there."""

from formulation.ui import gate
from formulation.ui.story_desk import desk

gate.require_formulation(gate.require_member())
desk()
