"""The graph component somebody would pick, used as its own page shows, keeping what is done on disk.

`BENCH_MAP`: nodes and edges to show, as JSON · `BENCH_KEPT`: where every change is kept.
Each change is written to a new file, flushed to the disk, and put in place of the last; one line on
the page then says when, in milliseconds since 1970.
"""

import json
import os
import time
from pathlib import Path

import streamlit as st
from streamlit_flow import streamlit_flow
from streamlit_flow.elements import StreamlitFlowEdge, StreamlitFlowNode
from streamlit_flow.state import StreamlitFlowState


def begun() -> StreamlitFlowState:
    """The map as it is at first."""
    told = json.loads(Path(os.environ["BENCH_MAP"]).read_text(encoding="utf-8"))
    nodes = [
        StreamlitFlowNode(one["id"], tuple(one["at"]), {"content": one["words"]}, draggable=True)
        for one in told["nodes"]
    ]
    edges = [StreamlitFlowEdge(one["id"], one["from"], one["to"]) for one in told["edges"]]
    return StreamlitFlowState(nodes, edges)


def keep(state: StreamlitFlowState) -> None:
    """Put the whole of it on the disk before anybody is told."""
    path = Path(os.environ["BENCH_KEPT"])
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(state.asdict(), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    st.session_state["kept"] = st.session_state.get("kept", 0) + 1
    st.session_state["kept at"] = time.time() * 1000


st.set_page_config(layout="wide")
if "map" not in st.session_state:
    st.session_state["map"] = begun()
before = st.session_state["map"]
after = streamlit_flow(
    "flow", before, height=640, fit_view=True, min_zoom=0.05, enable_node_menu=True
)
if after.timestamp != before.timestamp:
    keep(after)
st.session_state["map"] = after
st.write(f"kept {st.session_state.get('kept', 0)} at {st.session_state.get('kept at', 0):.0f}")
