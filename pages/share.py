"""Share: copies made for somebody, looked at before they leave; paper, letters and files."""

from formulation.ui import gate, share_desk

gate.require_formulation(gate.require_member())
share_desk.desk()
