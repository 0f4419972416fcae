"""Streamlit lives here: pages are put together from these pieces."""
