"""Questions about a formulation; networkx lives in one file here."""
