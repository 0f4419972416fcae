"""Pulls: where we are drawn to, over time, apart from one another, and on nobody's map."""

from formulation.ui import gate
from formulation.ui.pull_desk import desk

gate.require_formulation(gate.require_member())
desk()
