"""Supervision: write notes, wonder with rivals, notice pulls, and tie each to the drawing."""

from formulation.ui import gate
from formulation.ui.note_desk import desk

gate.require_formulation(gate.require_member())
desk()
