"""The drawing surface under the hand: what is held, by keyboard alone, by finger, and without a socket."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Opener, Watched, at_rest
from .house import House
from .test_together import drag, my_copy

TITLE = "Marcus: someone new is arriving"
STEP = '[data-id="step:ex2-p1-2"]'
POLE = '[data-id="pole:ex2-r1-top"]'
ROLE = '[data-id="role:ex2-r1"]'


@pytest.fixture
def mine(open_page: Opener) -> Page:
    """My copy of Marcus's map, laid open."""
    page = open_page("/")
    my_copy(page, TITLE)
    expect(page.locator(STEP).first).to_be_visible()
    page.wait_for_timeout(800)
    return page


def surface(page: Page) -> Locator:
    """The drawing surface itself."""
    return page.locator(".fn-canvas").first


def status(page: Page) -> Locator:
    """The quiet line in its corner."""
    return page.locator(".fn-status").first


def middle(piece: Locator) -> tuple[float, float]:
    """Where the picture has a piece, in drawing units."""
    return float(piece.get_attribute("data-x") or 0), float(piece.get_attribute("data-y") or 0)


def spoken(page: Page) -> Locator:
    """What was last said to a screen reader."""
    return surface(page).locator("[aria-live]")


def empty_paper(page: Page) -> tuple[float, float]:
    """A place on the surface with nothing near it."""
    surface(page).scroll_into_view_if_needed()
    place = surface(page).evaluate(
        """root => {
          const edge = root.getBoundingClientRect();
          const near = [[0, 0], [-70, 0], [70, 0], [0, -25], [0, 25], [-70, -25], [70, 25]];
          const free = (x, y) => near.every(([dx, dy]) =>
            root.getRootNode().elementFromPoint(x + dx, y + dy)?.matches('.fn-stage'));
          for (let y = edge.y + 40; y < edge.bottom - 80; y += 15)
            for (let x = edge.x + 90; x < edge.right - 90; x += 15)
              if (free(x, y)) return [x, y];
          return document.elementsFromPoint(edge.x + 120, edge.y + 60).map(one => one.className);
        }"""
    )
    assert len(place) == 2, place
    return float(place[0]), float(place[1])


def stands_at(page: Page) -> str:
    """The name of what the keyboard stands at, as a screen reader reads it."""
    name: str = surface(page).evaluate(
        "root => root.getRootNode().activeElement?.getAttribute('aria-label') ?? ''"
    )
    return name


def test_what_is_dropped_while_the_server_is_away_stays_and_is_saved_later(
    mine: Page, house: House
) -> None:
    piece = mine.locator(STEP).first
    before = middle(piece)
    house.stop()
    try:
        expect(status(mine)).to_have_text("reconnecting – nothing is lost")
        drag(mine, STEP, 60, 20)
        expect(status(mine)).to_have_text("not saved yet – trying again")
        held = piece.get_attribute("transform")
        assert held is not None
        assert middle(piece) == before
    finally:
        house.start()
    expect(status(mine)).to_have_text(re.compile(r"saved \d\d:\d\d:\d\d"))
    expect(piece).not_to_have_attribute("transform", held)
    assert middle(piece)[0] > before[0] + 20


def test_nothing_jumps_back_between_the_drop_and_its_answer(mine: Page) -> None:
    """Frame by frame: once dropped, the piece is where it was let go, whatever arrives."""
    mine.evaluate(
        """selector => {
          const root = document.querySelector(
            '.st-key-drawing [data-testid=stBidiComponentIsolated]').shadowRoot;
          window.seen = [];
          const look = () => {
            window.seen.push(Math.round(root.querySelector(selector).getBoundingClientRect().x));
            requestAnimationFrame(look);
          };
          look();
        }""",
        STEP,
    )
    drag(mine, STEP, 80, 0)
    mine.wait_for_timeout(1200)
    seen: list[int] = mine.evaluate("window.seen")
    furthest = max(range(len(seen)), key=seen.__getitem__)
    assert seen[-1] - seen[0] > 60, (seen, status(mine).text_content())
    assert all(abs(x - seen[furthest]) <= 2 for x in seen[furthest:])


OTHER_STEP = '[data-id="step:ex2-p2-3"]'


def test_a_drag_can_be_thought_better_of(mine: Page) -> None:
    box = at_rest(mine.locator(OTHER_STEP).first)
    before = middle(mine.locator(OTHER_STEP).first)
    mine.mouse.move(box["x"] + box["width"] / 2, box["y"] + 6)
    mine.mouse.down()
    mine.mouse.move(box["x"] + 90, box["y"] + 60, steps=5)
    expect(mine.locator(OTHER_STEP).first).to_have_attribute("transform", re.compile("translate"))
    mine.keyboard.press("Escape")
    mine.mouse.up()
    expect(mine.locator(OTHER_STEP).first).not_to_have_attribute("transform", re.compile("."))
    assert middle(mine.locator(OTHER_STEP).first) == before


def test_words_declined_stay_in_the_box_with_the_reason_beside(mine: Page) -> None:
    mine.locator(POLE).first.dblclick()
    box = mine.locator(".fn-words-text")
    box.fill("x" * 900)
    box.press("Enter")
    expect(mine.locator(".fn-why")).to_contain_text("900 characters; there is room for 600")
    expect(box).to_have_value("x" * 900)
    box.fill("sneering again")
    box.press("Enter")
    expect(box).to_have_count(0)
    expect(mine.locator(POLE).first).to_contain_text("sneering")


def test_words_with_line_breaks_are_edited_as_they_are_kept(mine: Page) -> None:
    mine.locator(POLE).first.dblclick()
    box = mine.locator(".fn-words-text")
    box.fill("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    box.press("Enter")
    expect(box).to_have_count(0)
    mine.wait_for_timeout(400)
    mine.locator(POLE).first.dblclick()
    expect(mine.locator(".fn-words-text")).to_have_value("one\ntwo")
    mine.keyboard.press("Escape")
    expect(mine.locator(".fn-words-text")).to_have_count(0)


def test_a_phrase_is_written_where_the_paper_was_touched(mine: Page) -> None:
    x, y = empty_paper(mine)
    mine.mouse.dblclick(x, y)
    mine.keyboard.type("the smell of oil")
    mine.keyboard.press("Enter")
    phrase = mine.locator('[data-kind="phrase"]').first
    expect(phrase).to_contain_text("the smell")
    found = phrase.bounding_box()
    assert found is not None
    assert abs(found["x"] + found["width"] / 2 - x) < 10
    assert abs(found["y"] + found["height"] / 2 - y) < 10


def test_everything_by_keyboard_alone(mine: Page) -> None:
    surface(mine).focus()
    mine.keyboard.press("Tab")
    mine.keyboard.press("Tab")
    for _ in range(mine.locator(".fn-piece").count()):
        if stands_at(mine).startswith("top pole: sneering"):
            break
        mine.keyboard.press("Tab")
    assert stands_at(mine).startswith("top pole: sneering")
    mine.keyboard.press("Enter")
    expect(mine.get_by_label("Top pole: words")).to_be_visible()
    expect(spoken(mine)).to_have_text("Selected.")

    before = middle(mine.locator(ROLE).first)
    mine.keyboard.press("ArrowRight")
    mine.keyboard.press("Shift+ArrowDown")
    expect(mine.locator(ROLE).first).to_have_attribute("data-x", f"{before[0] + 8:g}")
    expect(mine.locator(ROLE).first).to_have_attribute("data-y", f"{before[1] + 40:g}")

    mine.keyboard.press("F2")
    mine.keyboard.press("Control+a")
    mine.keyboard.type("by keys alone")
    mine.keyboard.press("Enter")
    expect(mine.locator(POLE).first).to_contain_text("by keys")
    assert stands_at(mine).startswith("top pole: by keys alone")

    mine.keyboard.press("Delete")
    expect(mine.locator(".fn-bubble")).to_contain_text("Remove this?")
    mine.keyboard.press("Enter")
    expect(mine.locator(ROLE)).to_have_count(0)
    expect(status(mine)).to_contain_text("Removed.")
    mine.keyboard.press("Control+z")
    expect(mine.locator(POLE).first).to_contain_text("by keys")


def test_the_keyboard_is_never_kept_in(mine: Page) -> None:
    count = mine.locator(".fn-piece[aria-label]").count()
    surface(mine).focus()
    for _ in range(count):
        mine.keyboard.press("Tab")
    assert stands_at(mine).startswith("pull felt by")
    for _ in range(8):  # the seven buttons of the drawing, and out
        mine.keyboard.press("Tab")
    assert stands_at(mine) == ""


def test_by_finger_paper_moves_and_only_what_is_selected_is_shifted(
    open_page: Opener, watched: Watched
) -> None:
    wide = open_page("/")
    path = my_copy(wide, TITLE)
    browser = wide.context.browser
    assert browser is not None
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
    )
    page = watched.follow(context.new_page())
    page.goto(wide.url[: wide.url.index("/map")] + path)
    expect(page.locator(STEP).first).to_be_visible()
    surface(page).evaluate("element => element.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(800)
    hand = Hand(page)

    before = page.locator(".fn-view").first.get_attribute("transform")
    hand.pinch()
    assert page.locator(".fn-view").first.get_attribute("transform") != before

    piece = page.locator(hand.somewhere_seen())
    start = middle(piece)
    hand.drag(piece)
    assert middle(piece) == start
    hand.tap(piece)
    expect(piece).to_have_class(re.compile("fn-selected"))
    hand.drag(piece)
    page.wait_for_timeout(1000)
    assert middle(piece) != start
    for button in page.locator(".fn-button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    context.close()


class Hand:
    """Fingers on a page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._line: Any = page.context.new_cdp_session(page)

    def _touch(self, kind: str, *points: tuple[float, float]) -> None:
        self._line.send(
            "Input.dispatchTouchEvent",
            {
                "type": f"touch{kind}",
                "touchPoints": [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)],
            },
        )

    def pinch(self) -> None:
        """Two fingers apart, in the middle of the surface."""
        x, y = self._in_the_middle()
        self._touch("Start", (x - 30, y), (x + 30, y))
        for step in range(1, 10):
            self._touch("Move", (x - 30 - 6 * step, y), (x + 30 + 6 * step, y))
        self._touch("End")
        self._page.wait_for_timeout(200)

    def drag(self, piece: Locator) -> None:
        """One finger on a piece, and away."""
        x, y = self._on(piece)
        self._touch("Start", (x, y))
        for step in range(1, 9):
            self._touch("Move", (x + 4 * step, y + 3 * step))
        self._touch("End")
        self._page.wait_for_timeout(300)

    def tap(self, piece: Locator) -> None:
        """One finger, once."""
        self._touch("Start", self._on(piece))
        self._touch("End")
        self._page.wait_for_timeout(500)

    def somewhere_seen(self) -> str:
        """A step that lies well inside the surface, as a selector."""
        key: str = self._page.evaluate(
            """() => {
              const root = document.querySelector(
            '.st-key-drawing [data-testid=stBidiComponentIsolated]').shadowRoot;
              const edge = root.querySelector('.fn-canvas').getBoundingClientRect();
              const middle = [edge.x + edge.width / 2, edge.y + edge.height / 2];
              const far = piece => {
                const box = piece.getBoundingClientRect();
                return Math.hypot(box.x + box.width / 2 - middle[0], box.y + box.height / 2 - middle[1]);
              };
              return [...root.querySelectorAll('.fn-step')].sort((a, b) => far(a) - far(b))[0].dataset.key;
            }"""
        )
        return f'[data-key="{key}"]'

    def _in_the_middle(self) -> tuple[float, float]:
        return self._on(surface(self._page))

    def _on(self, piece: Locator) -> tuple[float, float]:
        box = piece.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_where_no_socket_of_ours_passes_it_goes_by_the_slower_road_and_says_so(
    open_page: Opener, watched: Watched
) -> None:
    first = open_page("/")
    path = my_copy(first, TITLE)
    page = watched.follow(first.context.new_page())
    page.route_web_socket(re.compile("/notebook/live"), lambda socket: socket.close())
    page.goto(first.url[: first.url.index("/map")] + path)
    expect(status(page)).to_contain_text("by the slower road")

    page.locator(POLE).first.dblclick()
    page.locator(".fn-words-text").fill("said slowly")
    page.keyboard.press("Enter")
    expect(page.locator(POLE).first).to_contain_text("slowly")
    expect(first.locator(POLE).first).to_contain_text("slowly")
    expect(page.locator(".fn-words-text")).to_have_count(0)

    before = page.locator(ROLE).first.get_attribute("data-x") or ""
    drag(page, POLE, 0, -40)
    high = page.locator(ROLE).first.get_attribute("data-y") or ""
    expect(first.locator(ROLE).first).not_to_have_attribute("data-y", high)
    expect(page.locator(ROLE).first).to_have_attribute("data-x", before)
    expect(page.locator(ROLE).first).not_to_have_attribute("data-y", high)
    expect(page.locator(POLE).first).not_to_have_attribute("transform", re.compile("."))


def test_drawings_follow_the_theme(open_page: Opener) -> None:
    page = open_page("/", dark=True)
    still = page.locator('.fn-canvas[data-mode="still"]').first
    expect(still.locator(".fn-piece").first).to_be_attached()
    expect(still).to_have_attribute("data-theme", "dark")
    expect(still).to_have_css("background-color", "rgb(33, 31, 37)")
    expect(still).to_have_attribute("role", "img")
    expect(still).to_have_attribute("aria-label", re.compile("."))


def test_fonts_are_our_own(mine: Page) -> None:
    families = mine.evaluate(
        """async () => {
          await document.fonts.ready;
          return [...document.fonts].filter(face => face.status === 'loaded').map(face => face.family);
        }"""
    )
    assert any("Source Sans Pro" in family for family in families)
    assert any("Source Serif Pro" in family for family in families)
