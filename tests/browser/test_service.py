"""Two notebooks on one database behind a round robin: seen by each other, and one of them killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from formulation.bootstrap import archive_at
from formulation.workflows.notebooks import make_my_copy
from formulation.workflows.visit import Visit
from tests.store import postgres
from tests.store.proxy import Cable

from .house import House
from .round_robin import RoundRobin

POLE = '[data-id="pole:ex4-r1-top"]'


@dataclass
class Service:
    """Two houses, the cable to their database, and the proxy in front."""

    houses: list[House]
    cable: Cable
    proxy: RoundRobin
    address: str

    def copy_of(self, key: str) -> tuple[str, str]:
        """A copy of an example put on the shelf: its id, and the path of its map."""
        archive = archive_at(self.address)
        try:
            made = make_my_copy(Visit(archive), key).id
        finally:
            archive.close()
        return made, f"/map?open={made}"

    def words(self, formulation_id: str, record_id: str) -> str:
        """What the database says, past the cable."""
        archive = archive_at(self.address)
        try:
            formulation = archive.take_down(formulation_id).formulation
            assert not archive.check(formulation_id).trouble
            return str(getattr(formulation[record_id], "words"))  # noqa: B009
        finally:
            archive.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    address = postgres.ready_address(at=postgres.server().address)
    cable = Cable(postgres.server().socket)
    houses = [
        House(folder / f"data-{one}", folder / f"said-{one}.txt", cable.through(address)).start()
        for one in (1, 2)
    ]
    ports = [int(one.address.rpartition(":")[2]) for one in houses]
    proxy = RoundRobin(ports)
    yield Service(houses, cable, proxy, address)
    proxy.close()
    for house in houses:
        house.stop()
    cable.close()


@pytest.fixture
def two(browser: Browser, service: Service) -> Iterator[list[Page]]:
    """Two people's windows, each carried to another house."""
    contexts: list[BrowserContext] = []
    for _ in range(2):
        contexts.append(browser.new_context(reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        page.goto(service.proxy.address)
        expect(page.get_by_role("button", name="My copy").first).to_be_visible()
    cookies = {
        str(one["value"]) for made in contexts for one in made.cookies() if one["name"] == "house"
    }
    assert cookies == {"0", "1"}
    yield [made.pages[0] for made in contexts]
    for made in contexts:
        made.close()


def reword(page: Page, selector: str, words: str) -> None:
    """Double-click, type, Enter."""
    page.locator(selector).first.dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_a_change_on_one_shows_on_the_other(two: list[Page], service: Service) -> None:
    mine, theirs = two
    made, path = service.copy_of("ex4")
    for page in two:
        page.goto(service.proxy.address + path)
        expect(page.locator(POLE).first).to_be_visible()
    reword(mine, POLE, "storming")
    expect(theirs.locator(POLE).first).to_contain_text("storming")
    reword(theirs, POLE, "thundering")
    expect(mine.locator(POLE).first).to_contain_text("thundering")
    assert service.words(made, "pole:ex4-r1-top") == "thundering"
    assert all(service.proxy.carried)


def test_a_house_killed_takes_nothing_that_was_saved_and_its_visitors_go_on_at_the_other(
    two: list[Page], service: Service
) -> None:
    mine, theirs = two
    made, path = service.copy_of("ex4")
    for page in two:
        page.goto(service.proxy.address + path)
        expect(page.locator(POLE).first).to_be_visible()
    reword(mine, POLE, "just before")
    expect(mine.locator(POLE).first).to_contain_text("just before")
    expect(theirs.locator(POLE).first).to_contain_text("just before")
    number = int(
        next(str(one["value"]) for one in mine.context.cookies() if one["name"] == "house")
    )
    service.houses[number].kill()
    try:
        assert service.words(made, "pole:ex4-r1-top") == "just before"
        reword(theirs, POLE, "meanwhile")
        expect(mine.locator(POLE).first).to_contain_text("meanwhile", timeout=40_000)
        reword(mine, POLE, "and on")
        expect(theirs.locator(POLE).first).to_contain_text("and on")
        assert service.words(made, "pole:ex4-r1-top") == "and on"
    finally:
        service.houses[number].start()


def test_while_the_database_is_away_people_keep_their_words_and_are_told_so(
    two: list[Page], service: Service
) -> None:
    mine, theirs = two
    made, path = service.copy_of("ex4")
    for page in two:
        page.goto(service.proxy.address + path)
        expect(page.locator(POLE).first).to_be_visible()
    reword(mine, POLE, "just before")
    expect(theirs.locator(POLE).first).to_contain_text("just before")
    service.cable.cut()
    try:
        reword(mine, POLE, "kept for later")
        expect(mine.locator(".fn-status").first).to_contain_text("not saved yet – trying again")
        assert service.words(made, "pole:ex4-r1-top") == "just before"
    finally:
        service.cable.mend()
    expect(theirs.locator(POLE).first).to_contain_text("kept for later", timeout=40_000)
    expect(mine.locator(POLE).first).to_contain_text("kept for later")
    expect(mine.locator(".fn-status").first).to_contain_text("saved ")
    assert service.words(made, "pole:ex4-r1-top") == "kept for later"
