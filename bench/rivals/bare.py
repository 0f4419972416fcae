"""The least a Streamlit page can do: a button that changes one line of text."""

import streamlit as st

count = st.session_state.get("count", 0)
if st.button("Again"):
    count += 1
    st.session_state["count"] = count
st.write(f"This line has changed {count} times.")
