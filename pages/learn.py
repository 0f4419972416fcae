"""Learn: examples read piece by piece, practice answered with questions, common roles, and words."""

from formulation.ui import gate, learn_desk

gate.require_member()
learn_desk.heading()
learn_desk.desk()
