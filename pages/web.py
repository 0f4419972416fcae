"""Web: everything linked to everything, explored freely."""

from formulation.ui import gate, web_desk

gate.require_formulation(gate.require_member())
web_desk.desk()
