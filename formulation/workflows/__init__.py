"""One function for each thing a clinician does: load, change, keep."""
