"""Reading an example piece by piece: its story, its map as it grows, its states, and what was thought."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from formulation.analysis.questions import every_question
from formulation.analysis.rules import Ground
from formulation.domain.formulation import Formulation
from formulation.domain.records import (
    CorePain,
    Cover,
    Drawing,
    Exit,
    Group,
    Hypothesis,
    Link,
    Observer,
    Placement,
    Procedure,
    Pull,
    ReciprocalRole,
    Record,
    SelfState,
    Shift,
    SupervisionNote,
    TargetProblem,
    Voice,
    kind_of,
)
from formulation.render.elements import Scene
from formulation.render.geometry import Box
from formulation.render.scene import scene_of
from formulation.store import library
from formulation.store.learning import reasons
from formulation.store.library import Example

from .notebooks import standing_still

STORY, MAP, STATES, THINKING, ASKING = (
    "The story", "The map, piece by piece", "States and shifts", "Thinking about it", "Still worth asking",
)  # fmt: skip
CHAPTERS: Final = (STORY, MAP, STATES, THINKING, ASKING)
DRAWN_AROUND: Final = (Cover, Drawing, Placement)
"""What is there from the first page on; none of it can be seen by itself."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """One page of reading: a heading, what is said, and how the drawing stands by then.

    `new` are the ids that came with this page; `shown` is everything that is there by now.
    """

    chapter: str
    heading: str
    says: tuple[str, ...]
    shown: Formulation
    drawing_id: str = ""
    new: tuple[str, ...] = ()


class Reading:
    """An example laid out to be read: a list of pages, the drawing growing from one to the next."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self.whole = standing_still(example.formulation).applied_to(example.formulation)
        self._why = reasons(example.key)
        self._scenes: dict[Leaf, Scene] = {}
        self._frames: dict[str, Box] = {}
        self.leaves = tuple(self._leaves())

    @property
    def chapters(self) -> Mapping[str, int]:
        """Where each chapter begins, in order."""
        first: dict[str, int] = {}
        for at, leaf in enumerate(self.leaves):
            first.setdefault(leaf.chapter, at)
        return first

    def scene(self, leaf: Leaf) -> Scene | None:
        """The drawing as it stands on a page, in the frame of the whole, so that nothing moves."""
        if not leaf.drawing_id:
            return None
        if leaf not in self._scenes:
            drawn = scene_of(leaf.shown, leaf.drawing_id)
            frame = self._frame(leaf.drawing_id)
            self._scenes[leaf] = Scene(drawn.title, drawn.description, frame, drawn.elements)
        return self._scenes[leaf]

    def _frame(self, drawing_id: str) -> Box:
        if drawing_id not in self._frames:
            self._frames[drawing_id] = scene_of(self.whole, drawing_id, pulls=False).bounds
        return self._frames[drawing_id]

    def _leaves(self) -> Iterator[Leaf]:
        yield self._story()
        yield from self._growing(MAP, self._drawing("role_map"), self._order_of_the_map())
        states = tuple(self._order_of_the_states())
        if states:
            yield from self._growing(STATES, self._drawing("states"), states)
        yield from self._thinking()
        yield self._asking()

    def _drawing(self, kind: str) -> str:
        return next((one.id for one in self.whole.every(Drawing) if one.kind == kind), "")

    def _story(self) -> Leaf:
        cover = self.whole.cover
        said = (cover.vignette, "Before you turn the page: what would you draw first?")
        return Leaf(STORY, cover.title, said, self._only(()))

    def _only(self, ids: tuple[str, ...]) -> Formulation:
        """The whole with nothing but these records, each where it stands in the whole."""
        kept = {
            some_id: record
            for some_id, record in self.whole.records.items()
            if some_id in ids or isinstance(record, DRAWN_AROUND)
        }
        return Formulation(self.whole.id, kept)

    def _growing(self, chapter: str, drawing_id: str, order: tuple[Record, ...]) -> Iterator[Leaf]:
        if not drawing_id:
            return
        there: tuple[str, ...] = ()
        for record in order:
            there = (*there, record.id)
            with_ends = self._arrows_between(there)
            says = self._why.get(record.id) or WHY[_sort(record)]
            heading = self.whole.name_of(record.id)
            yield Leaf(
                chapter,
                heading,
                (says,),
                self._only((*there, *with_ends)),
                drawing_id,
                (record.id,),
            )

    def _arrows_between(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Links and shifts whose two ends are there by now."""
        there = {each for some_id in ids for each in self.whole.ids_within(some_id)}
        links = (one.id for one in self.whole.every(Link) if {one.from_id, one.to_id} <= there)
        shifts = (
            one.id for one in self.whole.every(Shift) if {one.from_state, one.to_state} <= there
        )
        return (*links, *shifts)

    def _order_of_the_map(self) -> tuple[Record, ...]:
        """The order an experienced mapper might take: who does what to whom, pain, loops, ways out."""
        whole = self.whole
        roles = whole.every(ReciprocalRole)
        kind_ones = [one for one in roles if one.tone == "good_enough"]
        others = [one for one in roles if one.tone != "good_enough"]
        hope_first = "hope_first" in self.example.teaches
        first, last = (kind_ones, others) if hope_first else (others, kind_ones)
        loops: tuple[Record, ...] = (
            *whole.every(TargetProblem),
            *whole.every(CorePain),
            *whole.every(Procedure),
        )
        begins = (*first, *last, *loops) if hope_first else (*first, *loops, *last)
        return (*begins, *whole.every(Exit), *whole.every(Group), *whole.every(Observer))

    def _order_of_the_states(self) -> Iterator[Record]:
        yield from self.whole.every(SelfState)

    def _thinking(self) -> Iterator[Leaf]:
        whole, drawing = self.whole, self._drawing("role_map")
        drawn = tuple(
            one for one in whole.records if kind_of(one) not in ("pull", "hypothesis", "note")
        )
        for voice in whole.every(Voice):
            yield Leaf(
                THINKING,
                "In their own words",
                (f"“{voice.words}”",),
                self._only(drawn),
                drawing,
                voice.links,
            )
        for note in whole.every(SupervisionNote):
            says = tuple(_said_in(note))
            yield Leaf(
                THINKING, note.question or "The note", says, self._only(drawn), drawing, note.about
            )
        for one in whole.every(Hypothesis):
            says = tuple(_said_of(whole, one))
            yield Leaf(
                THINKING,
                f"We wonder: {_small(one.words)}",
                says,
                self._only(drawn),
                drawing,
                one.links,
            )
        felt: tuple[str, ...] = ()
        for pull in whole.every(Pull):
            felt = (*felt, pull.id)
            new = tuple(filter(None, (pull.invited_to,)))
            heading = f"A pull: {pull.urge or pull.feeling}"
            yield Leaf(
                THINKING,
                heading,
                tuple(_said_about(whole, pull)),
                self._only((*drawn, *felt)),
                drawing,
                new,
            )

    def _asking(self) -> Leaf:
        day = max((one.date for one in self.whole.every(SupervisionNote) if one.date), default="")
        today = datetime.date.fromisoformat(day) if day else datetime.date(2031, 1, 1)
        meant = set(self.example.worth_asking)
        found = [
            one.text
            for one in every_question(Ground(self.whole, today))
            if any((one.rule.id, about) in meant for about in one.about)
            or (one.rule.id, "") in meant
        ]
        says = tuple(found) or ("Nothing stands out just now. What would you ask?",)
        return Leaf(
            ASKING, "What is left to wonder about", says, self.whole, self._drawing("role_map")
        )


WHY: Final[Mapping[str, str]] = {
    "hurtful": "Who does what to whom? Both ends are said: knowing one means knowing the other.",
    "idealised": "What was longed for instead. Drawn, so that perfect care is not mistaken for the way out.",
    "survival": "How somebody got through. It was the best there was then, and it still costs.",
    "service": "This one is ours: helpers and services stand on the map, too.",
    "good_enough": "Something ordinary and kind that is there already. Ways out need somewhere to arrive.",
    "role": "Another way of being with people, with both its ends.",
    "problem": "What the person wants help with, in their words. A loop is drawn to make sense of it.",
    "pain": "The feeling that is hardest to bear, under the bottom poles. Loops usually come home to it.",
    "trap": "Follow it round: what sets it off, what it is for, what others do, and back where it began.",
    "dilemma": "Only two ways seem possible, and both cost. The way out will be neither horn.",
    "snag": "Something wanted, stopped short. Look for the voice that says no, and what it is afraid of.",
    "exit": "A way out at the step where it can first be noticed, with somebody else doing something else.",
    "group": "Who stands where: the person is not the only one on the map.",
    "observer": "The eye that can see all this. Looking is already the beginning of a way out.",
    "state": "A way of being of its own. Which poles does it hold, and what sets off the next?",
}
"""What is said of a step where nobody has written anything of its own."""


def _sort(record: Record) -> str:
    if isinstance(record, ReciprocalRole):
        return record.tone or "role"
    if isinstance(record, Procedure):
        return record.kind
    return record.prefix


def _said_in(note: SupervisionNote) -> Iterator[str]:
    if note.observed:
        yield "What was observed: " + "; ".join(note.observed) + "."
    if note.inferred:
        yield "What was inferred, kept apart from it: " + "; ".join(note.inferred) + "."
    if note.text:
        yield note.text
    if note.parallel_process:
        yield f"What happened between us: {note.parallel_process}."
    if note.agreed:
        yield "Agreed: " + "; ".join(f"{one.who}: {one.what}" for one in note.agreed) + "."
    if note.share_back:
        yield f"What goes back to the person: {note.share_back}."


def _said_of(whole: Formulation, one: Hypothesis) -> Iterator[str]:
    rivals = [whole.name_of(some_id) for some_id in one.alternative_to]
    if rivals:
        yield "Its rivals: " + "; ".join(rivals) + "."
    for label, lines in (("For", one.evidence_for), ("Against", one.evidence_against)):
        if lines:
            yield f"{label} it: " + "; ".join(lines) + "."
    if one.expect_to_see:
        yield f"We would expect to see: {one.expect_to_see}."
    if one.would_change_our_mind:
        yield f"It would change our mind if: {one.would_change_our_mind}."


def _said_about(whole: Formulation, pull: Pull) -> Iterator[str]:
    told = [f"Felt by the {pull.felt_by}" if pull.felt_by else "", pull.feeling, pull.body]
    yield "; ".join(filter(None, told)) + "."
    if pull.invited_to:
        yield f"It invites into “{whole.name_of(pull.invited_to)}”."
    else:
        yield "It is on nobody’s map yet, and that is a good answer."
    if pull.could_also_be:
        yield f"It could also be: {pull.could_also_be}."
    if pull.instead:
        yield f"Instead: {pull.instead}."
    if pull.repair:
        yield f"Repair: {pull.repair}."


def _small(words: str) -> str:
    for start in ("We wonder if ", "We wonder whether ", "We wonder "):
        words = words.removeprefix(start)
    return words[:1].lower() + words[1:]


@cache
def reading(key: str) -> Reading:
    """An example from the library, laid out to be read. Raises NotInLibrary."""
    return Reading(library.example(key))


def taught() -> tuple[str, ...]:
    """What at least two examples teach, what most of them teach first; the rest is found by words."""
    counts: dict[str, int] = {}
    for example in library.examples():
        for one in example.teaches:
            counts[one] = counts.get(one, 0) + 1
    shared = [one for one in counts if counts[one] > 1]
    return tuple(sorted(shared, key=lambda one: (-counts[one], one)))


def stages() -> tuple[str, ...]:
    """The stages of a pathway at which examples stand, in the order of the library."""
    return tuple(dict.fromkeys(one.formulation.cover.stage for one in library.examples()))


def teaching(*lessons: str, stage: str = "", setting: str = "") -> tuple[Example, ...]:
    """The examples that teach all of these, at this stage, in this setting; all where nothing is asked."""
    words = setting.casefold().replace("-", " ").split()
    return tuple(
        one
        for one in library.examples()
        if set(lessons) <= set(one.teaches)
        and stage in ("", one.formulation.cover.stage)
        and all(word in _where(one) for word in words)
    )


def _where(example: Example) -> str:
    told = (example.formulation.cover.setting, *example.teaches)
    return " ".join(told).replace("_", " ").replace("-", " ").casefold()
