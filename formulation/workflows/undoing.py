"""Taking back, and doing again what was taken back: read from the ledger, so that a refresh loses neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formulation.domain.errors import ChangedMeanwhile, FormulationError
from formulation.domain.records import kind_of
from formulation.store.shelf import Entry

from .notebooks import Opened, keep, may_write
from .visit import Visit

LOOK_BACK = 24
"""How many changes back the first look for something to undo goes."""

TOOK_BACK = "took back"
DID_AGAIN = "did again"


class NothingToTakeBack(FormulationError):
    """There is no change of mine left to take back."""

    def __init__(self) -> None:
        super().__init__("There is nothing of yours left to take back.")


class NothingToDoAgain(FormulationError):
    """Nothing of mine was taken back since I last changed something."""

    def __init__(self) -> None:
        super().__init__("There is nothing of yours to do again.")


class BuiltOn(ChangedMeanwhile):
    """A change cannot be turned round, because what it left has been changed since; it says by what."""

    def __init__(self, record_ids: Sequence[str], what: str, later: str) -> None:
        super().__init__(record_ids)
        self.args = (
            f"This was changed again since ({later}), so “{what}” was left as it is. "
            "Look at what it says now; nothing was overwritten.",
        )


@dataclass(frozen=True)
class Turn:
    """A change that can be turned round: its number in the ledger, and in a few words what it did."""

    number: int
    what: str


@dataclass(frozen=True)
class Turns:
    """What I would take back next and what I would do again next; None where there is nothing."""

    back: Turn | None = None
    again: Turn | None = None


def what_can_be_turned(visit: Visit, opened: Opened) -> Turns:
    """What “take back” and “do again” would do now.

    The story is read backwards in growing stretches, so that a long one costs no more than a short.
    """
    reach = LOOK_BACK
    while True:
        since = max(1, opened.version - reach)
        mine = [
            entry
            for entry in visit.shelf.story(opened.id, since=since)
            if entry.by == visit.member_id
        ]
        turns = _turns(mine)
        first_hand = any(_turned_round(entry.change.why) is None for entry in mine)
        if (turns.back is not None and first_hand) or since == 1:
            return turns
        reach *= 4


def _turns(mine: Sequence[Entry]) -> Turns:
    """Walk one member's changes, oldest first, keeping what stands and what was taken back."""
    standing: list[Turn] = []
    taken_back: list[Turn] = []
    for entry in mine:
        if all(kind_of(one) == "copy" for one in entry.change.after):
            continue  # a copy that left cannot be called back
        about = _turned_round(entry.change.why)
        what = said_plainly(entry.change.why)
        if about is None:
            standing.append(Turn(entry.number, what))
            taken_back.clear()
        elif entry.change.why.startswith(TOOK_BACK):
            standing = [one for one in standing if one.number != about]
            taken_back.append(Turn(entry.number, what))
        else:
            taken_back = [one for one in taken_back if one.number != about]
            standing.append(Turn(entry.number, what))
    return Turns(standing[-1] if standing else None, taken_back[-1] if taken_back else None)


def _turned_round(why: str) -> int | None:
    """The number of the change that an entry takes back or does again; None for a first-hand one."""
    said, _, number = why.rpartition(" · change ")
    return int(number) if said.startswith((TOOK_BACK, DID_AGAIN)) and number.isdigit() else None


def said_plainly(why: str) -> str:
    """What a change did, in its first words: without “took back”, “did again” and the number."""
    if _turned_round(why) is None:
        return why
    said = why.rpartition(" · change ")[0]
    return said.removeprefix(TOOK_BACK).removeprefix(DID_AGAIN).strip()


def take_back(visit: Visit, opened: Opened) -> Opened:
    """Undo my last change that still stands, as a new change.

    Raises NothingToTakeBack, or BuiltOn where somebody has changed the same things since.
    """
    may_write(opened)
    turn = what_can_be_turned(visit, opened).back
    if turn is None:
        raise NothingToTakeBack
    return _turn_round(visit, opened, turn, TOOK_BACK)


def do_again(visit: Visit, opened: Opened) -> Opened:
    """Do again what I took back last, as a new change.

    Raises NothingToDoAgain, or BuiltOn where somebody has changed the same things since.
    """
    may_write(opened)
    turn = what_can_be_turned(visit, opened).again
    if turn is None:
        raise NothingToDoAgain
    return _turn_round(visit, opened, turn, DID_AGAIN)


def _turn_round(visit: Visit, opened: Opened, turn: Turn, how: str) -> Opened:
    entry = visit.shelf.story(opened.id, since=turn.number - 1)[0]
    turned = replace(entry.change.undone(), why=f"{how} {turn.what} · change {turn.number}")
    in_the_way = turned.conflicts_with(opened.formulation)
    if in_the_way:
        raise BuiltOn(in_the_way, turn.what, _built_by(visit, opened, turn, in_the_way))
    return keep(visit, opened, turned)


def _built_by(visit: Visit, opened: Opened, turn: Turn, in_the_way: Sequence[str]) -> str:
    """The later change in a few words: what it did, who made it, and when."""
    for entry in reversed(visit.shelf.story(opened.id, since=turn.number)):
        if set(entry.change.touched) & set(in_the_way):
            who = "by you" if entry.by == visit.member_id else "by somebody else"
            at = entry.at.astimezone()
            return f"{said_plainly(entry.change.why)}, {who}, {at:%-d %B} at {at:%H:%M}"
    return "by somebody else"
