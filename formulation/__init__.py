"""Formulation Notebook: maps, states and supervision notes for Cognitive Analytic Therapy."""

__version__ = "0.1.0"
