"""What each piece of a drawing is called aloud, its connections included, in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from formulation.domain.formulation import Formulation
from formulation.domain.kinds import (
    ACTED_ON,
    EXIT_STAGES,
    LINK_KINDS,
    REMEMBERED,
    SHIFT_SPEEDS,
    STEP_PARTS,
    TONES,
)
from formulation.domain.records import (
    CorePain,
    Exit,
    Group,
    Horn,
    Link,
    Pole,
    Procedure,
    Pull,
    ReciprocalRole,
    SelfState,
    Shift,
    Step,
)

from .sheet import kind_label


def said(words: str) -> str:
    """Words, or that there are none yet."""
    return words if words.strip() else "nothing said yet"


def sentence(*parts: str) -> str:
    """Parts with something in them, joined into one line."""
    return "; ".join(part for part in parts if part)


class Namer:
    """Names things in one formulation, with what they are joined to."""

    def __init__(self, formulation: Formulation) -> None:
        self.formulation = formulation
        self._exits: dict[str, list[Exit]] = {}
        for one in formulation.every(Exit):
            if one.leaves:
                self._exits.setdefault(one.leaves, []).append(one)
        self._links: dict[str, list[Link]] = {}
        for link in formulation.every(Link):
            for end in (link.from_id, link.to_id):
                if end:
                    self._links.setdefault(end, []).append(link)

    def name(self, some_id: str | None) -> str:
        """A short name for anything."""
        return self.formulation.name_of(some_id)

    def held(self, thing: object) -> str:
        """That a thing is doubted; empty otherwise."""
        standing = getattr(getattr(thing, "held", None), "standing", "")
        return "someone is no longer sure of it" if standing == "doubted" else ""

    def links(self, some_id: str) -> str:
        """The typed arrows that touch a thing."""
        found = []
        for link in self._links.get(some_id, ()):
            row = LINK_KINDS.get(link.kind)
            verb = row.label if row else link.kind
            if link.from_id == some_id:
                found.append(f"{verb} {self.name(link.to_id)}")
            else:
                found.append(f"{self.name(link.from_id)} {verb} this")
        return "; ".join(found)

    def role(self, role: ReciprocalRole) -> str:
        """A role: both poles and its tone."""
        tone = TONES[role.tone].label if role.tone in TONES and role.tone else ""
        return sentence(
            f"reciprocal role: {said(role.top.words)} to {said(role.bottom.words)}",
            tone,
            self.links(role.id),
            self.held(role),
        )

    def pole(self, pole: Pole, role: ReciprocalRole, *, occupied: bool | None = None) -> str:
        """A pole: its words, its other end, what starts and ends there."""
        is_top = pole.id == role.top.id
        other = role.bottom if is_top else role.top
        starts = self._procedures("starts_at", pole.id)
        ends = self._procedures("returns_to", pole.id)
        lived = {True: "lived from in this state", False: "not lived from in this state"}
        return sentence(
            f"{'top' if is_top else 'bottom'} pole: {said(pole.words)}",
            f"the other end is {said(other.words)}",
            f"begins here: {starts}" if starts else "",
            f"comes back here: {ends}" if ends else "",
            self._arriving(pole.id),
            self.links(pole.id),
            lived.get(occupied, "") if occupied is not None else "",
        )

    def _procedures(self, field: str, pole_id: str) -> str:
        names = {
            self.name(reference.owner_id): None
            for reference in self.formulation.pointing_at(pole_id)
            if reference.field == field
        }
        return ", ".join(names)

    def _arriving(self, pole_id: str) -> str:
        names = [
            self.name(reference.owner_id)
            for reference in self.formulation.pointing_at(pole_id)
            if reference.field == "arrives"
        ]
        return f"ways out that arrive here: {', '.join(names)}" if names else ""

    def step(
        self,
        step: Step,
        count: tuple[int, int],
        procedure: Procedure,
        beside: tuple[str | None, str | None],
    ) -> str:
        """A step: which of how many, its words, what comes before and after, and ways out."""
        (number, of), (before, after) = count, beside
        exits = [one.words for one in self._exits.get(step.id, ())]
        part = STEP_PARTS.get(step.part)
        return sentence(
            f"step {number} of {of} in {self.whole(procedure)}: {said(step.words)}",
            part.label if part and step.part else "",
            f"taken by {self.name(step.who)}" if step.who else "",
            f"lived from {self.name(step.at)}" if step.at else "",
            f"from {self.name(before)}" if before else "",
            f"to {self.name(after)}" if after else "leads nowhere yet",
            f"ways out: {', '.join(exits)}" if exits else "",
            self.links(step.id),
        )

    def whole(self, procedure: Procedure) -> str:
        """A procedure by kind and name: the trap Get in first."""
        return f"the {kind_label(procedure)} {procedure.name}".strip()

    def procedure(self, procedure: Procedure) -> str:
        """A procedure: kind, name, how many steps, where it begins and comes home to."""
        count = sum(1 for _ in procedure.all_steps())
        return sentence(
            f"{kind_label(procedure)}: {procedure.name or 'no name yet'}",
            f"{count} {'step' if count == 1 else 'steps'}",
            f"begins at {self.name(procedure.starts_at)}" if procedure.starts_at else "",
            f"comes back to {self.name(procedure.returns_to)}" if procedure.returns_to else "",
            f"wants {procedure.wants}" if procedure.wants else "",
            f"forbidden by {self.name(procedure.forbidden_by)}" if procedure.forbidden_by else "",
            f"serves {', '.join(map(self.name, procedure.serves))}" if procedure.serves else "",
            self.links(procedure.id),
            self.held(procedure),
        )

    def horn(self, horn: Horn, procedure: Procedure, first: bool) -> str:
        """One way of a dilemma."""
        return sentence(
            f"{'first' if first else 'second'} way of {self.whole(procedure)}: {said(horn.name)}",
            f"comes back to {self.name(horn.returns_to)}" if horn.returns_to else "",
            self.links(horn.id),
        )

    def exit(self, one: Exit) -> str:
        """A way out: how far it has come, where from, where to and who else does something."""
        stage = EXIT_STAGES.get(one.stage)
        return sentence(
            f"way out: {said(one.words)}",
            stage.label if stage else "",
            f"leaves {self.name(one.leaves)}" if one.leaves else "leaves from nowhere yet",
            f"arrives at {self.name(one.arrives)}" if one.arrives else "arrives nowhere yet",
            f"with {one.with_whom}" if one.with_whom else "",
            self.links(one.id),
            self.held(one),
        )

    def pain(self, pain: CorePain) -> str:
        """Core pain, and the poles it lies under."""
        return sentence(
            f"core pain: {said(pain.words)}",
            f"under {', '.join(map(self.name, pain.under))}" if pain.under else "",
            f"comes back here: {ends}" if (ends := self._procedures("returns_to", pain.id)) else "",
            self.links(pain.id),
            self.held(pain),
        )

    def state(self, state: SelfState, out: Iterable[Shift], into: Iterable[Shift]) -> str:
        """A state: how it feels, what it holds, the shifts out of it and into it."""
        leaves = [f"to {self.name(one.to_state)}: {said(one.trigger)}" for one in out]
        comes = [f"from {self.name(one.from_state)}: {said(one.trigger)}" for one in into]
        return sentence(
            f"state: {said(state.name)}",
            f"feels {state.feels}" if state.feels else "",
            f"in the body {state.body}" if state.body else "",
            f"others look {state.sees_others_as}" if state.sees_others_as else "",
            f"holds {', '.join(map(self.name, state.poles))}" if state.poles else "",
            "unstable" if state.unstable else "",
            f"shifts {', '.join(leaves)}" if leaves else "",
            f"reached {', '.join(comes)}" if comes else "",
            self.links(state.id),
            self.held(state),
        )

    def shift(self, shift: Shift) -> str:
        """A shift: from, to, what sets it off and how fast."""
        speed = SHIFT_SPEEDS.get(shift.speed)
        remembered = REMEMBERED.get(shift.remembered)
        return sentence(
            f"shift from {self.name(shift.from_state)} to {self.name(shift.to_state)}",
            f"set off by {shift.trigger}" if shift.trigger else "what sets it off is not said yet",
            speed.label if speed and shift.speed else "",
            f"early sign: {shift.early_sign}" if shift.early_sign else "",
            remembered.label if remembered and shift.remembered else "",
            self.held(shift),
        )

    def link(self, link: Link) -> str:
        """A typed arrow between two things."""
        row = LINK_KINDS.get(link.kind)
        verb = row.label if row else link.kind
        return sentence(
            f"{self.name(link.from_id)} {verb} {self.name(link.to_id)}", link.words, self.held(link)
        )

    def group(self, group: Group) -> str:
        """A party, and how many steps it takes."""
        taken = sum(
            1
            for reference in self.formulation.pointing_at(group.id)
            if reference.from_id.startswith("step:")
        )
        return sentence(
            f"party: {said(group.words)}",
            f"takes {taken} {'step' if taken == 1 else 'steps'}" if taken else "",
            self.links(group.id),
            self.held(group),
        )

    def pull(self, pull: Pull) -> str:
        """A pull on the pole it invites into."""
        acted = ACTED_ON.get(pull.acted_on)
        return sentence(
            f"pull felt by {pull.felt_by or 'a helper'} towards {self.name(pull.invited_to)}",
            pull.feeling,
            f"an urge to {pull.urge[:1].lower()}{pull.urge[1:]}" if pull.urge else "",
            acted.label if acted and pull.acted_on else "",
        )

    def plain(self, kind: str, thing: object) -> str:
        """Anything that is only words: a phrase, a target problem, the observing eye."""
        return sentence(
            f"{kind}: {said(getattr(thing, 'words', ''))}",
            self.links(str(getattr(thing, "id", ""))),
            self.held(thing),
        )
