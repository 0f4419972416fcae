"""The documents a notebook can make of a copy: the map, one loop to a page, a booklet, a letter, a note.

Each is made of leaves that every format can write; nothing here knows for whom it is, because it
is given a formulation from which everything else has been removed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from formulation.analysis.evidence import said_against, said_for
from formulation.domain.formulation import Formulation
from formulation.domain.kinds import (
    ACTED_ON,
    EXIT_STAGES,
    HYPOTHESIS_STANDINGS,
    NOTE_FORMATS,
    PROCEDURE_KINDS,
    PULL_KINDS,
    TONES,
    Kind,
)
from formulation.domain.records import (
    CorePain,
    Drawing,
    Exit,
    Hypothesis,
    Procedure,
    Pull,
    ReciprocalRole,
    SelfState,
    Shift,
    Step,
    SupervisionNote,
    TargetProblem,
    Voice,
)

from .elements import Element, Scene
from .leaves import Card, Document, Heading, Leaf, Picture, Points, Said, Table
from .phrasing import day_in_words, listed, quoted
from .scene import framed
from .sentences import in_words
from .views import View, scene_seen

GUESS = "A working guess, made to be looked at again; not a diagnosis, and not a record of risk."


@dataclass(frozen=True)
class Wanted:
    """What somebody asked for: which drawing, how it should look, and the mark the copy carries."""

    drawing_id: str = ""
    mark: str = ""
    size: str = "a4"
    turned: str = "best"
    large: bool = False
    few: bool = False
    grey: bool = False
    pulls: bool = False
    one_id: str = ""
    """The note a document is about, where it is about one."""


@dataclass(frozen=True)
class DocumentKind(Kind):
    """One row of the table of documents: what it is called, and what writes its leaves."""

    leaves: Callable[[Formulation, Wanted], Iterator[Leaf]] = lambda formulation, wanted: iter(())
    needs: tuple[str, ...] = ()
    """Kinds of record of which there must be one, or there is nothing to write."""
    draft: bool = False


def document(formulation: Formulation, kind_name: str, wanted: Wanted) -> Document:
    """One document of a formulation that has been made for somebody already."""
    kind = DOCUMENTS[kind_name]
    cover = formulation.cover
    return Document(
        title=kind.label,
        whose=cover.pseudonym,
        emblem=cover.emblem,
        colour=cover.colour,
        mark=wanted.mark,
        leaves=tuple(kind.leaves(formulation, wanted)),
        draft=kind.draft,
        large=wanted.large,
        grey=wanted.grey,
        size=wanted.size,
        turned=wanted.turned,
    )


def has_enough_for(formulation: Formulation, kind_name: str) -> bool:
    """Whether there is anything to put into a document of this kind."""
    needs = DOCUMENTS[kind_name].needs
    return not needs or any(record.prefix in needs for record in formulation.records.values())


# Pictures


def seen(formulation: Formulation, wanted: Wanted) -> Scene:
    """The drawing that was asked for, as it was asked to look; the first where none was named."""
    view = View(large=wanted.large, few=wanted.few)
    return scene_seen(formulation, _drawing_id(formulation, wanted), view, pulls=wanted.pulls)


def _drawing_id(formulation: Formulation, wanted: Wanted, kind: str = "") -> str:
    drawings = [one for one in formulation.every(Drawing) if kind in ("", one.kind)]
    named = [one.id for one in drawings if one.id == wanted.drawing_id]
    return next(iter((*named, *(one.id for one in drawings))), "drawing:none")


def _alternative(formulation: Formulation, scene: Scene) -> str:
    """What a drawing shows, in full sentences, for whoever cannot see it."""
    said = [scene.description]
    said += [one.text for passage in in_words(formulation)[1:] for one in passage.sentences]
    return " ".join(said)[:6_000]


def _picture(formulation: Formulation, scene: Scene, caption: str) -> Picture:
    return Picture(scene, caption, _alternative(formulation, scene))


def _only(formulation: Formulation, scene: Scene, kept: Collection[str], *, fitted: bool) -> Scene:
    """The same drawing, nothing moved, with only what belongs to some records; `fitted` closes in on them."""

    def belongs(some_id: str) -> bool:
        return some_id not in formulation or formulation.owner_of(some_id).id in kept

    def stays(one: Element) -> bool:
        if one.layer == "ground" and fitted:
            return False
        return all(belongs(some_id) for some_id in (one.id, *(one.joins or ())))

    left = tuple(one for one in scene.elements if stays(one))
    smaller = replace(scene, elements=left)
    return framed(smaller) if fitted and left else smaller


def _around(formulation: Formulation, procedure: Procedure) -> set[str]:
    """A loop, the roles and pain it touches, the ways out of it and where they arrive."""
    steps = {step.id for step in procedure.all_steps()}
    exits = [one for one in formulation.every(Exit) if one.leaves in steps]
    touched = {
        procedure.starts_at,
        procedure.returns_to,
        procedure.forbidden_by,
        *(step.at for step in procedure.all_steps()),
        *(horn.returns_to for horn in procedure.horns),
        *(one.arrives for one in exits),
    }
    owners = {formulation.owner_of(one).id for one in touched if one and one in formulation}
    return {procedure.id, *owners, *(one.id for one in exits)}


# The map


def _the_map(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    yield _picture(formulation, seen(formulation, wanted), GUESS)
    if not wanted.few:
        yield from _words_of(formulation)


def _the_picture(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    yield _picture(formulation, seen(formulation, wanted), GUESS)


def _words_of(formulation: Formulation) -> Iterator[Leaf]:
    for passage in in_words(formulation):
        yield Heading(passage.heading)
        yield from (Said(sentence.text) for sentence in passage.sentences)


def _whole(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    for drawing in formulation.every(Drawing):
        scene = seen(formulation, replace(wanted, drawing_id=drawing.id))
        yield _picture(formulation, scene, drawing.name)
    yield from _words_of(formulation)
    yield from _tables(formulation)
    for note in formulation.every(SupervisionNote):
        yield from _note(formulation, note)
    yield from _hypotheses(formulation, wanted)
    loose = [one for one in formulation.every(Pull) if one.note is None]
    if loose:
        yield Heading("Pulls not in a note")
        yield _pulls(formulation, loose)
    voices = formulation.every(Voice)
    if voices:
        yield Heading("In the person's own words")
        yield Points(tuple(quoted(one.words) for one in voices))


def _tables(formulation: Formulation) -> Iterator[Leaf]:
    roles = formulation.every(ReciprocalRole)
    if roles:
        yield Heading("Reciprocal roles, one by one")
        yield Table(
            "Reciprocal roles",
            ("one end", "the other end", "tone"),
            tuple((one.top.words, one.bottom.words, _label(TONES, one.tone)) for one in roles),
        )
    procedures = formulation.every(Procedure)
    if procedures:
        yield Heading("Procedures, step by step")
        yield Table(
            "Procedures",
            ("name", "kind", "steps"),
            tuple(
                (
                    one.name,
                    _label(PROCEDURE_KINDS, one.kind),
                    " → ".join(step.words for step in one.all_steps()),
                )
                for one in procedures
            ),
        )
    exits = formulation.every(Exit)
    if exits:
        yield Heading("Ways out, one by one")
        yield Table(
            "Ways out",
            ("way out", "how far it has come", "leaves from", "arrives at"),
            tuple(
                (
                    one.words,
                    _label(EXIT_STAGES, one.stage),
                    formulation.name_of(one.leaves) if one.leaves else "",
                    formulation.name_of(one.arrives) if one.arrives else "",
                )
                for one in exits
            ),
        )


def _map_and_tables(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    yield from _the_map(formulation, wanted)
    yield from _tables(formulation)


def _label(table: Mapping[str, Kind], name: str) -> str:
    return table[name].label if name in table and name else ""


# One loop to a page, and a booklet that grows


def _loops(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    drawing_id = _drawing_id(formulation, wanted, "role_map")
    scene = seen(formulation, replace(wanted, drawing_id=drawing_id))
    for procedure in formulation.every(Procedure):
        around = _around(formulation, procedure)
        part = _only(formulation, scene, around, fitted=True)
        small = _with_only(formulation, around)
        keeps = [quoted(formulation.name_of(one)) for one in procedure.serves]
        caption = _name_of(procedure) + (f" keeps {listed(keeps)} going." if keeps else ".")
        yield Picture(part, caption, _alternative(small, part))


def _with_only(formulation: Formulation, kept: Collection[str]) -> Formulation:
    return Formulation(
        formulation.id,
        {
            some_id: record
            for some_id, record in formulation.records.items()
            if some_id in kept or record.prefix in ("cover", "drawing")
        },
    )


def _name_of(procedure: Procedure) -> str:
    kind = _label(PROCEDURE_KINDS, procedure.kind)
    return f"The {kind} {quoted(procedure.name)}" if procedure.name else f"A {kind}"


def _booklet(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    drawing_id = _drawing_id(formulation, wanted, "role_map")
    scene = seen(formulation, replace(wanted, drawing_id=drawing_id))
    shown: set[str] = set()
    for caption, ids in _growing(formulation):
        shown |= ids
        part = _only(formulation, scene, shown, fitted=False)
        yield Picture(part, caption, _alternative(_with_only(formulation, shown), part))


def _growing(formulation: Formulation) -> Iterator[tuple[str, set[str]]]:
    roles = {one.id for one in formulation.every(ReciprocalRole)}
    if roles:
        yield "First, the ways of relating", roles
    pains = {one.id for one in formulation.every(CorePain)}
    pains |= {one.id for one in formulation.every(TargetProblem)}
    if pains:
        yield "Then what hurts, and what help is wanted with", pains
    for procedure in formulation.every(Procedure):
        yield f"Then {_name_of(procedure)[0].lower()}{_name_of(procedure)[1:]}", {procedure.id}
    exits = {one.id for one in formulation.every(Exit)}
    if exits:
        yield "Then the ways out", exits
    yield "And the whole", set(formulation.records)


def _cards(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    names = [one.name for one in formulation.every(Procedure) if one.name]
    for at in range(0, len(names), 3):
        yield Card("Which circle am I in?", circles=tuple(names[at : at + 3]))
    stages = list(EXIT_STAGES)
    for way_out in sorted(formulation.every(Exit), key=lambda one: -stages.index(one.stage)):
        step = formulation.get(way_out.leaves)
        under = f"when: {step.words}" if isinstance(step, Step) and step.words else ""
        yield Card("A way out", words=way_out.words, under=under)


# A letter, and a summary for the team


def _letter(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    name = formulation.cover.pseudonym
    yield Said(
        "A draft, put together from the map. Every sentence is ours to change, or to strike out, "
        "before it is read aloud.",
        aside=True,
    )
    yield Said(f"Dear {name}," if name else "Dear …,")
    yield Said(
        "This letter tries to say what we have come to see together. It is only our best guess so "
        "far. Please tell us what does not fit, and what is missing."
    )
    yield from _what_you_wanted(formulation)
    yield from _what_you_learned(formulation)
    for procedure in formulation.every(Procedure):
        yield Said(_told_to_you(formulation, procedure))
    yield from _what_may_be_different(formulation)
    yield Said("With good wishes,")
    yield Said("…")


def _what_you_wanted(formulation: Formulation) -> Iterator[Leaf]:
    problems = [quoted(one.words) for one in formulation.every(TargetProblem) if one.words]
    if problems:
        yield Said(f"You said that you would like help with {listed(problems)}.")


def _what_you_learned(formulation: Formulation) -> Iterator[Leaf]:
    hard = [
        one
        for one in formulation.every(ReciprocalRole)
        if one.tone not in ("good_enough", "service")
    ]
    said = [
        f"one side is {quoted(one.top.words)} and the other {quoted(one.bottom.words)}"
        for one in hard
        if one.top.words and one.bottom.words
    ]
    if said:
        yield Said(
            "From what you have told us, it seems that you had to learn early about ways of being "
            f"together in which {'; another in which '.join(said)}. You did not choose these. They "
            "were what there was, and you found ways to live with them."
        )
    pains = [quoted(one.words) for one in formulation.every(CorePain) if one.words]
    if pains:
        yield Said(f"Underneath, what may be hardest to bear is feeling {listed(pains)}.")
    kind = [
        f"{quoted(one.top.words)} and {quoted(one.bottom.words)}"
        for one in formulation.every(ReciprocalRole)
        if one.tone == "good_enough" and one.top.words and one.bottom.words
    ]
    if kind:
        yield Said(f"You also know something else: {listed(kind)}.")


def _told_to_you(formulation: Formulation, procedure: Procedure) -> str:
    name = f", which we have called {quoted(procedure.name)}" if procedure.name else ""
    start = formulation.get(procedure.starts_at)
    begins = getattr(start, "words", "")
    opening = f"There is a pattern{name}."
    if begins:
        opening += f" It seems to begin when you feel {quoted(begins)}."
    ways = [[step.words for step in procedure.steps if step.words]]
    ways += [[step.words for step in horn.steps if step.words] for horn in procedure.horns]
    told = [opening]
    for number, way in enumerate(one for one in ways if one):
        first = "Then" if number == 0 else "Or else"
        told.append(f"{first} it goes: {', then '.join(quoted(one) for one in way)}.")
    home = getattr(formulation.get(procedure.returns_to), "words", "")
    if home:
        told.append(f"And so you may find yourself back with {quoted(home)}.")
    return " ".join(told)


def _what_may_be_different(formulation: Formulation) -> Iterator[Leaf]:
    said = [quoted(one.words) for one in formulation.every(Exit) if one.words]
    if said:
        yield Said(
            f"We have begun to look for ways out: {listed(said)}. None of them has to be done at "
            "once, or alone. Which of them feels nearest to you?"
        )


def _team_summary(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    yield _picture(formulation, seen(formulation, wanted), GUESS)
    yield Heading("What help is wanted with")
    problems = [quoted(one.words) for one in formulation.every(TargetProblem) if one.words]
    yield Points(tuple(problems) or ("Nobody has said yet.",))
    yield from _tables(formulation)
    states = formulation.every(SelfState)
    if states:
        yield Heading("States, and what shifts them")
        yield Points(tuple(_state_in_words(formulation, one) for one in states))
    pulls = formulation.every(Pull)
    if pulls:
        yield Heading("What we have noticed in ourselves")
        yield _pulls(formulation, pulls)
    yield Heading("For us to ask")
    yield Points(
        (
            "Where on the map are we now, with the person and with each other?",
            "Which way out could one of us make a little easier this week?",
            "What would show us that this map is wrong?",
        )
    )


def _state_in_words(formulation: Formulation, state: SelfState) -> str:
    shifts = [
        f"{quoted(formulation.name_of(one.to_state))}"
        + (f" ({one.trigger})" if one.trigger else "")
        for one in formulation.every(Shift)
        if one.from_state == state.id
    ]
    feels = f": {state.feels}" if state.feels else ""
    return f"{quoted(state.name)}{feels}" + (f"; may shift to {listed(shifts)}" if shifts else "")


# Notes, hypotheses, pulls


def _one_note(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    for note in formulation.every(SupervisionNote):
        if note.id == wanted.one_id or not wanted.one_id:
            yield from _note(formulation, note)


def _note(formulation: Formulation, note: SupervisionNote) -> Iterator[Leaf]:
    day = f", {day_in_words(note.date)}" if note.date else ""
    yield Heading(f"{_label(NOTE_FORMATS, note.format) or 'Note'}{day}")
    signed = f"Signed {day_in_words(note.signed_on)}." if note.standing == "signed" else "A draft."
    yield Said(signed, aside=True)
    for label, words in (
        ("Present", ", ".join(note.present)),
        ("Brought by", note.brought_by),
        ("Their question", note.question),
    ):
        if words:
            yield Said(f"{label}: {words}")
    for label, items in (
        ("What was observed", note.observed),
        ("What was inferred", note.inferred),
    ):
        if items:
            yield Heading(label, 2)
            yield Points(items)
    if note.text:
        yield Heading("Notes", 2)
        yield from (Said(one) for one in note.text.split("\n") if one.strip())
    for label, words in (
        ("What happened between us", note.parallel_process),
        ("What goes back to the person", note.share_back),
        ("Where risk was recorded", note.risk_and_record),
        ("Look again on", day_in_words(note.review_on) if note.review_on else ""),
    ):
        if words:
            yield Heading(label, 2)
            yield Said(words)
    yield from _rest_of(formulation, note)


def _rest_of(formulation: Formulation, note: SupervisionNote) -> Iterator[Leaf]:
    if note.agreed:
        yield Heading("What was agreed", 2)
        yield Table(
            "What was agreed",
            ("who", "what", "by"),
            tuple(
                (one.who, one.what, day_in_words(one.by) if one.by else "") for one in note.agreed
            ),
        )
    own = [one for one in formulation.every(Hypothesis) if one.note == note.id]
    if own:
        yield Heading("We wondered", 2)
        yield Points(tuple(one.words for one in own))
    pulls = [one for one in formulation.every(Pull) if one.note == note.id]
    if pulls:
        yield Heading("Pulls", 2)
        yield _pulls(formulation, pulls)
    if note.addenda:
        yield Heading("Added later", 2)
        yield Points(
            tuple(
                f"{day_in_words(one.written)}: {one.words}" if one.written else one.words
                for one in note.addenda
            )
        )


def _pulls(formulation: Formulation, pulls: Collection[Pull]) -> Table:
    return Table(
        "Pulls",
        ("felt by", "feeling and urge", "drawn to", "kind", "what was done with it"),
        tuple(
            (
                one.felt_by,
                "; ".join(filter(None, (one.feeling, one.urge))),
                formulation.name_of(one.invited_to) if one.invited_to else "not on the map",
                _label(PULL_KINDS, one.kind),
                _label(ACTED_ON, one.acted_on),
            )
            for one in pulls
        ),
    )


def _hypotheses(formulation: Formulation, wanted: Wanted) -> Iterator[Leaf]:
    found = formulation.every(Hypothesis)
    if not found:
        return
    yield Heading("What we wonder, and what speaks against it")
    for one in found:
        yield Heading(one.words or "A hypothesis with no words yet", 2)
        yield Said(f"Standing: {_label(HYPOTHESIS_STANDINGS, one.status)}.", aside=True)
        rivals = [
            quoted(other.words)
            for other in found
            if other.id in one.alternative_to or one.id in other.alternative_to
        ]
        yield Said(
            f"Rivals: {listed(rivals)}." if rivals else "No rival yet: what else could it be?"
        )
        for label, items in (
            ("Speaks for it", said_for(formulation, one)),
            ("Speaks against it", said_against(formulation, one)),
        ):
            yield Said(f"{label}: {'; '.join(items) or 'nothing written yet'}.")
        for label, words in (
            ("We would expect to see", one.expect_to_see),
            ("What would change our mind", one.would_change_our_mind),
        ):
            if words:
                yield Said(f"{label}: {words}")


DOCUMENTS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        row.name: row
        for row in (
            DocumentKind("map", "The map", "on one page, and the same in words", leaves=_the_map),
            DocumentKind("picture", "The drawing alone", "on one page", leaves=_the_picture),
            DocumentKind(
                "tables", "The map, with tables", "picture, words and tables", leaves=_map_and_tables
            ),
            DocumentKind(
                "loops", "One loop to a page", leaves=_loops, needs=("procedure",),
                help="each loop by itself, with its ways out",
            ),
            DocumentKind(
                "booklet", "A booklet that grows", leaves=_booklet, needs=("role", "procedure"),
                help="the map as it builds up, page by page, nothing moving",
            ),
            DocumentKind(
                "cards", "Cards to carry", leaves=_cards, needs=("procedure", "exit"),
                help="three circles, or one way out, the size of a bank card",
            ),
            DocumentKind(
                "letter", "A letter, as a draft", "to the person, from what is on the map",
                leaves=_letter, needs=("role", "procedure", "problem"), draft=True,
            ),
            DocumentKind(
                "team", "A summary for the team", "the map, its tables, and what to ask ourselves",
                leaves=_team_summary,
            ),
            DocumentKind(
                "note", "Supervision notes", "a note as it was written, or all of them",
                leaves=_one_note, needs=("note",),
            ),
            DocumentKind(
                "hypotheses", "What we wonder", "hypotheses with their rivals",
                leaves=_hypotheses, needs=("hypothesis",),
            ),
            DocumentKind(
                "whole", "Everything in this copy", "drawings, words, tables, notes and hypotheses",
                leaves=_whole,
            ),
        )
    }
)  # fmt: skip
"""Everything that can be written of a copy."""
