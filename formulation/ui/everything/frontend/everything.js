// Shows the web of everything in a frame of its own and passes on what is chosen in it.

const SAID_BY_THE_WEB = "web";

export default function everything({ parentElement, data, setTriggerValue }) {
  const place = parentElement.querySelector(".everything");
  const frame = place.querySelector("iframe") ?? framed(place);
  if (frame.dataset.address !== data.address) {
    frame.dataset.address = data.address;
    frame.src = data.address;
  }
  frame.style.height = `${data.height}px`;

  function hear(event) {
    const said = event.data;
    // The frame has no origin of its own, and only this very frame is believed.
    if (event.source !== frame.contentWindow || event.origin !== "null") return;
    if (said?.formulation !== SAID_BY_THE_WEB) return;
    if (typeof said.open === "string") setTriggerValue("chosen", { id: said.open, at: Date.now() });
  }

  window.addEventListener("message", hear);
  return () => window.removeEventListener("message", hear);
}

function framed(place) {
  const frame = document.createElement("iframe");
  frame.title = "Everything linked to everything";
  frame.setAttribute("sandbox", "allow-scripts");
  Object.assign(frame.style, { width: "100%", border: "0", borderRadius: "10px", display: "block" });
  place.append(frame);
  return frame;
}
