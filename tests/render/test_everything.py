"""The web as a page of its own: everything drawn, nothing run, nothing fetched from anywhere."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from formulation.analysis.graph import Thing, Tie, Web, everything_linked
from formulation.domain.records import PART_KINDS, RECORD_KINDS
from formulation.render import everything
from formulation.render.everything import headers, page, script_headers, vis_network_file
from formulation.render.palette import COLOURS
from formulation.store.library import example, examples
from tests.examples import BETHAN, CRITICAL, CRITICISED, HALF, with_records

NONCE = "c29tZS1ub25jZQ"
VIS = "/vis/vis-network.min.js"

HOSTILE = [
    "<script>ran()</script>",
    "</script><script>ran()</script>",
    "</SCRIPT ><sCrIpT>ran()</sCrIpT>",
    "<!--<script>ran()//-->",
    "<![CDATA[<script>ran()</script>]]>",
    "</title><script>ran()</script>",
    "</style><script>ran()</script>",
    "</textarea><script>ran()</script>",
    "<img src=x onerror=ran()>",
    "<img src=/left.png>",
    "<svg onload=ran()>",
    "<svg><script>ran()</script></svg>",
    "<body onload=ran()>",
    "<iframe src='javascript:parent.ran()'></iframe>",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<a href='javascript:ran()'>href</a>",
    "<a href='/left' target=_top>href</a>",
    "href",
    "href='x' onmouseover='ran()'",
    "<b onmouseover=ran()>href</b>",
    "<details open ontoggle=ran()>href</details>",
    "<input autofocus onfocus=ran()>",
    "<video src=x onerror=ran()></video>",
    "<object data='javascript:ran()'></object>",
    "<embed src='/left.swf'>",
    "<link rel=stylesheet href='/left.css'>",
    "<style>@import '/left.css';</style>",
    "<base href='https://elsewhere.example/'>",
    "<meta http-equiv=refresh content='0;url=/left'>",
    "<form action='/left'><button>href</button></form>",
    "<math><mtext></mtext><script>ran()</script></math>",
    "javascript:ran()",
    "data:text/html,<script>ran()</script>",
    "';ran();'",
    '";ran();"',
    "`;ran();`",
    "${ran()}",
    "\\u003cscript\\u003eran()\\u003c/script\\u003e",
    "\\'-ran()-\\'",
    "]}');ran();//",
    "{{ ran() }}",
    "{% for x in y %}{{ x }}{% endfor %}",
    "{title}{nonce}{data}",
    "%s%(ran)s",
    "*/ran();/*",
    "--><script>ran()</script>",
    "&lt;script&gt;ran()&lt;/script&gt;",
    "&#60;script&#62;ran()&#60;/script&#62;",
    "\u2028ran()\u2029",
    "__proto__",
    "constructor",
    "<b>bold</b> *star* _line_ `code`",
    "\u202e</script>\u202d<script>ran()</script>",
    "🫖</script>دائما<script>ran()</script>",
]


def hostile_web() -> Web:
    """A web in which every field of every thing and every tie holds something hostile."""
    things = [Thing(f"pole:{words}", "pole", words) for words in HOSTILE]
    things += [Thing(words, words, words) for words in HOSTILE]
    things += [Thing("role:a", "role", HOSTILE[0])]
    ties = [
        Tie(one.id, other.id, words)
        for words, one, other in zip(HOSTILE * 2, things, things[1:], strict=False)
    ]
    ends = ("is one end of", "is the other end of")
    ties += [Tie(things[place].id, "role:a", why) for place, why in enumerate(ends)]
    return Web(tuple(things), tuple(ties))


def drawn(web: Web, *, dark: bool = False, title: str = "Everything", told_to: str = "") -> str:
    """The page, as our own route would serve it."""
    return page(web, nonce=NONCE, script_path=VIS, dark=dark, title=title, told_to=told_to)


def given_to(text: str) -> dict[str, Any]:
    """The data inside a page, as its script reads them."""
    (data,) = re.findall(r'<script [^>]*id="data">(.*?)</script>', text, flags=re.DOTALL)
    return json.loads(data)


# What is written


@pytest.mark.parametrize(
    "web", [hostile_web(), everything_linked(BETHAN)], ids=["hostile", "bethan"]
)
def test_the_page_links_to_nothing_but_our_own_script(web):
    text = drawn(web, title="</title><script>ran()</script>")
    assert re.findall(r"<script\b[^>]*>", text) == [
        f'<script nonce="{NONCE}" type="application/json" id="data">',
        f'<script nonce="{NONCE}" src="{VIS}">',
        f'<script nonce="{NONCE}">',
    ]
    assert re.findall(r"<style\b[^>]*>", text) == [f'<style nonce="{NONCE}">']
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.search(r"<(link|img|iframe|object|embed|base|meta http|a)\b", markup)
    assert not re.search(r"\s(on\w+|style|href|src)\s*=", markup)
    assert "http:" not in markup and "https:" not in text.replace(NONCE, "").split('id="data">')[0]


def test_every_link_outside_is_absent_from_an_examples_page():
    for one in examples():
        text = drawn(everything_linked(one.formulation))
        assert not re.search(r"https?:|//[a-z]+\.|url\((?!\"data:font/woff;)", text)


def test_whatever_things_are_called_comes_through_as_data_exactly():
    given = given_to(drawn(hostile_web()))
    labels = [thing["label"] for thing in given["things"]]
    assert labels[: len(HOSTILE)] == [" ".join(words.split()) for words in HOSTILE]
    assert given["ids"] == [thing.id for thing in hostile_web().things]


def test_no_id_of_anybodys_making_reaches_the_drawing():
    given = given_to(drawn(hostile_web()))
    assert [thing["id"] for thing in given["things"]] == list(range(len(given["ids"])))
    assert {type(tie["from"]) for tie in given["ties"]} == {int}


def test_tooltips_say_what_kind_of_thing_it_is_and_all_its_words():
    given = given_to(drawn(everything_linked(with_records(HALF))))
    assert [thing["title"] for thing in given["things"]] == [
        "reciprocal role\nleaving early ↔ ?",
        "pole\nleaving early",
        "pole\n?",
    ]


def test_long_words_are_shortened_at_a_word_and_said_in_full_when_pointed_at():
    words = "again and again " * 30
    given = given_to(drawn(Web((Thing("step:a", "step", words),), ())))
    assert given["things"][0]["label"] == "again and again " * 4 + "again and…"
    assert given["things"][0]["title"].endswith(words.strip())


def test_a_word_without_end_is_cut_all_the_same():
    given = given_to(drawn(Web((Thing("step:a", "step", "x" * 10_000),), ())))
    assert len(given["things"][0]["label"]) == everything.LONGEST_LABEL
    assert len(given["things"][0]["title"]) < 700


def test_poles_stand_with_their_role_the_top_one_first():
    given = given_to(drawn(everything_linked(with_records(CRITICAL))))
    ((role, poles),) = given["ends"]
    assert given["ids"][role] == CRITICAL.id
    assert [given["ids"][pole] for pole in poles] == [CRITICAL.top.id, CRITICAL.bottom.id]


def test_a_tie_to_something_that_is_not_there_is_left_out():
    lonely = Web((Thing("step:a", "step", "a"),), (Tie("step:a", "step:gone", "leads to"),))
    assert given_to(drawn(lonely))["ties"] == []


def test_every_kind_of_thing_has_a_look_of_its_own_without_its_colours():
    kinds = {*RECORD_KINDS, *PART_KINDS} - {
        "cover",
        "drawing",
        "placement",
        "mark",
        "asked",
        "copy",
        "comment",
    }
    assert kinds == set(everything._LOOKS)
    shapes = {}
    for kind in kinds:
        thing = everything._drawn_thing(Thing(f"{kind}:a", kind, "a"), dark=False)
        bare = thing["color"]["border"] == COLOURS["paper"][0]
        told = [thing[name] for name in ("shape", "shapeProperties", "size", "borderWidth")]
        shapes[kind] = json.dumps([*told, thing["font"]["face"], thing["font"]["size"], bare])
    # A step and a horn are both plain words on the line; the horn says “either” or “or”.
    assert len(set(shapes.values())) >= len(kinds) - 1


def test_the_legend_names_only_what_is_there():
    text = drawn(everything_linked(with_records(CRITICAL)))
    assert re.findall(r'data-kind="(\w+)"', text) == ["pole", "role"]
    assert "reciprocal role" in text
    assert "supervision note" not in text


def test_light_and_dark_use_their_own_colours():
    web = everything_linked(with_records(CRITICAL))
    light, dark = drawn(web), drawn(web, dark=True)
    assert f"--paper:{COLOURS['paper'][0]}" in light
    assert f"--paper:{COLOURS['paper'][1]}" in dark
    assert 'data-theme="dark"' in dark
    assert COLOURS["surface"][1] == given_to(dark)["things"][1]["color"]["background"]


def test_places_are_sought_by_settings_that_can_be_switched_off_again():
    options = given_to(drawn(everything_linked(BETHAN)))["options"]
    assert options["physics"]["enabled"] is True
    assert options["physics"]["stabilization"]["enabled"] is True


def test_the_page_has_no_origin_and_may_run_only_what_we_named():
    policy = headers(NONCE)["Content-Security-Policy"].split("; ")
    assert policy == [
        "sandbox allow-scripts",
        "default-src 'none'",
        f"script-src 'nonce-{NONCE}'",
        f"style-src 'nonce-{NONCE}'",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ]


def test_vis_network_comes_from_the_installed_package():
    path = vis_network_file()
    assert "pyvis" in path.parts
    assert everything.VIS_VERSION in path.read_text(encoding="utf-8")[:400]
    assert script_headers()["Cross-Origin-Resource-Policy"] == "cross-origin"


# What a browser makes of it


class Served:
    """A little server: the page, its script, and a page around it; it remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.text = ""
        served = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                served.answer(self)

            def log_message(self, *_: object) -> None:
                """Nothing is written down."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, asked: http.server.BaseHTTPRequestHandler) -> None:
        """Serve one request, as the notebook would."""
        self.asked.append(asked.path)
        answers: dict[str, Callable[[], tuple[bytes, dict[str, str]]]] = {
            "/web": lambda: (
                self.text.encode(),
                {**headers(NONCE), "Content-Type": "text/html; charset=utf-8"},
            ),
            VIS: lambda: (vis_network_file().read_bytes(), script_headers()),
            "/around": lambda: (AROUND.encode(), {"Content-Type": "text/html; charset=utf-8"}),
        }
        body, said = answers.get(asked.path, lambda: (b"", {}))()
        asked.send_response(200 if body else 404)
        for name, value in said.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(body)


AROUND = """<!doctype html><title>around</title>
<script>
window.heard = [];
window.ran = () => heard.push("ran");
addEventListener("message", (event) => heard.push({
  open: event.data.open, origin: event.origin,
  ours: event.source === document.querySelector("iframe").contentWindow,
}));
</script>
<iframe src="/web" style="width:1100px;height:700px;border:0"></iframe>"""


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """The little server."""
    server = Served()
    yield server
    server.server.shutdown()
    server.server.server_close()


class Shown:
    """A page around the web, as a browser shows it, and everything it did."""

    def __init__(self, browser: Any, served: Served, text: str) -> None:
        served.text = text
        served.asked.clear()
        self.served = served
        self.requests: list[str] = []
        self.troubles: list[str] = []
        self.around = browser.new_page(viewport={"width": 1140, "height": 740})
        self.around.on("request", lambda request: self.requests.append(request.url))
        self.around.on("pageerror", lambda trouble: self.troubles.append(str(trouble)))
        self.around.on("dialog", lambda dialog: self.troubles.append(dialog.message))
        self.around.on("popup", lambda popup: self.troubles.append(popup.url))
        self.around.on("console", self.heard_on_console)
        self.around.goto(f"{served.address}/around")
        self.frame = self.around.frames[1]
        self.frame.wait_for_selector("[data-settled]", timeout=60_000)

    def heard_on_console(self, message: Any) -> None:
        """Remember what the browser complains about."""
        if message.type == "error" and "favicon" not in message.location.get("url", ""):
            self.troubles.append(message.text)

    def where(self, number: int) -> tuple[float, float]:
        """Where a thing is, from the corner of the page around."""
        ask = """number => {
          const network = document.getElementById("web").network;
          return network.canvasToDOM(network.getPosition(number));
        }"""
        spot = self.frame.evaluate(ask, number)
        frame = self.around.query_selector("iframe").bounding_box()
        return frame["x"] + spot["x"], frame["y"] + spot["y"]

    def positions(self) -> Any:
        """Where everything is."""
        return self.frame.evaluate("document.getElementById('web').network.getPositions()")

    def heard(self) -> list[Any]:
        """What the page around was told."""
        return self.around.evaluate("heard")


@pytest.fixture
def shown(browser: Any, served: Served) -> Iterator[Callable[[str], Shown]]:
    """Show a page in a browser; it is closed afterwards."""
    opened: list[Shown] = []

    def show(text: str) -> Shown:
        opened.append(Shown(browser, served, text))
        return opened[-1]

    yield show
    for one in opened:
        one.around.close()


@pytest.mark.browser
def test_hostile_words_are_all_drawn_and_nothing_runs_and_nothing_leaves(shown):
    on_screen = shown(drawn(hostile_web(), title=HOSTILE[1]))
    labels = on_screen.frame.evaluate(
        "document.getElementById('web').network.body.data.nodes.get().map(one => one.label)"
    )
    assert len(labels) == len(hostile_web().things)
    assert on_screen.frame.evaluate("document.querySelectorAll('script').length") == 3
    assert on_screen.heard() == []
    assert on_screen.troubles == []
    assert set(on_screen.served.asked) - {"/favicon.ico"} == {"/around", "/web", VIS}
    assert all(url.startswith(on_screen.served.address) for url in on_screen.requests)


@pytest.mark.browser
def test_hostile_words_are_text_in_every_tooltip(shown):
    several = [" ".join(HOSTILE[start::8]) for start in range(8)]
    things = tuple(Thing(f"pull:{words}", "pull", words) for words in several)
    text = drawn(Web(things, ()))
    on_screen = shown(text)
    for number, thing in enumerate(given_to(text)["things"]):
        on_screen.around.mouse.move(5, 5)
        on_screen.around.mouse.move(*on_screen.where(number), steps=3)
        tooltip = on_screen.frame.wait_for_selector("div.vis-tooltip", state="visible")
        within = tooltip.evaluate("one => [...one.querySelectorAll('*')].map(each => each.tagName)")
        assert within == ["BR"]
        assert tooltip.inner_text().split() == thing["title"].split()
    assert on_screen.heard() == []
    assert on_screen.troubles == []
    assert set(on_screen.served.asked) - {"/favicon.ico"} == {"/around", "/web", VIS}


@pytest.mark.browser
def test_the_page_cannot_reach_what_is_around_it_or_fetch_anything(shown):
    frame = shown(drawn(everything_linked(BETHAN))).frame
    reached = """async () => {
      const tries = {
        parent: () => parent.document.title, storage: () => localStorage.length, cookie: () => document.cookie,
        fetch: () => fetch("/left"),
      };
      const got = [];
      for (const [name, attempt] of Object.entries(tries)) {
        try { await attempt(); got.push(name); } catch (refused) { /* as it should be */ }
      }
      return [self.origin, ...got];
    }"""
    assert frame.evaluate(reached) == ["null"]


@pytest.mark.browser
def test_what_is_chosen_is_told_to_the_page_around_and_to_nobody_else(shown):
    web = everything_linked(BETHAN)
    number = [thing.id for thing in web.things].index(CRITICISED.id)
    on_screen = shown(drawn(web))
    on_screen.around.mouse.click(*on_screen.where(number))
    on_screen.around.wait_for_function("heard.length > 0")
    assert on_screen.heard() == [{"open": CRITICISED.id, "origin": "null", "ours": True}]
    elsewhere = shown(drawn(web, told_to="https://elsewhere.example"))
    elsewhere.around.mouse.click(*elsewhere.where(number))
    elsewhere.around.wait_for_timeout(300)
    assert elsewhere.heard() == []


@pytest.mark.browser
@pytest.mark.parametrize("key", ["ex1", "ex7"])
def test_once_settled_nothing_moves_and_no_words_lie_on_others(shown, key):
    on_screen = shown(drawn(everything_linked(example(key).formulation)))
    before = on_screen.positions()
    on_screen.around.wait_for_timeout(400)
    assert on_screen.positions() == before
    overlaps = """() => {
      const network = document.getElementById("web").network;
      const boxes = network.body.data.nodes.getIds().map((id) => [id, network.getBoundingBox(id)]);
      const found = [];
      for (const [one, a] of boxes) for (const [other, b] of boxes) {
        if (one < other && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2) found.push([one, other]);
      }
      return found;
    }"""
    assert on_screen.frame.evaluate(overlaps) == []


@pytest.mark.browser
def test_each_top_pole_stands_above_its_bottom_pole(shown):
    text = drawn(everything_linked(example("ex1").formulation))
    where = shown(text).positions()
    for role, (top, bottom) in given_to(text)["ends"]:
        assert where[str(top)]["y"] < where[str(role)]["y"] < where[str(bottom)]["y"]
        assert where[str(top)]["x"] == pytest.approx(where[str(bottom)]["x"], abs=1)


@pytest.mark.browser
def test_a_kind_can_be_hidden_and_shown_again_by_keyboard(shown):
    frame = shown(drawn(everything_linked(BETHAN))).frame
    hidden = "document.getElementById('web').network.body.data.nodes.get().filter(one => one.hidden).length"
    steps = frame.locator("#legend button[data-kind=step]")
    steps.focus()
    steps.press("Enter")
    assert steps.get_attribute("aria-pressed") == "false"
    assert frame.evaluate(hidden) == 9
    steps.press("Enter")
    assert frame.evaluate(hidden) == 0


@pytest.mark.browser
def test_an_empty_web_says_so(shown):
    frame = shown(drawn(Web((), ()))).frame
    assert frame.inner_text("#settling") == "Nothing is linked yet."


@pytest.mark.browser
def test_our_own_letters_are_the_ones_drawn_with(shown):
    frame = shown(drawn(everything_linked(BETHAN))).frame
    assert frame.evaluate("[...document.fonts].filter(one => one.status === 'loaded').length") == 2
