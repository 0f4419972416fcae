"""Hypotheses: rivals side by side, what speaks against each, and what would change our mind."""

from formulation.ui import gate
from formulation.ui.hypothesis_desk import desk

gate.require_formulation(gate.require_member())
desk()
