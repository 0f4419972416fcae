"""The same rooms again, as sentences."""
