"""The running notebook, driven in a real browser as a person would."""
