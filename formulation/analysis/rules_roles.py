"""What is worth asking about reciprocal roles (field guide, section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

from formulation.domain.formulation import Formulation
from formulation.domain.records import ReciprocalRole

from .rules import GENTLE, SEARCHING, Found, Ground, rule
from .whereabouts import lived_from, seen_at

LABELS: Final = (
    "manipulative", "manipulating", "attention.seek(?:ing|er)", "narcissis(?:t|tic|m)",
    "borderline", "psychopath(?:ic)?", "sociopath(?:ic)?", "anti.?social", "histrionic",
    "paranoid", "schizo(?:id|phrenic|typal)", "psychotic", "bipolar", "depressive",
    "neurotic", "hysterical", "autistic", "adhd", "e?upd", "bpd", "aspd", "ptsd",
    "personality disorder(?:ed)?", "mentally ill", "addict", "alcoholic", "junkie",
    "passive.aggressive", "co.?dependent", "impulsive", "immature", "lazy", "toxic",
    "treatment.resistant", "non.?compliant", "difficult", "challenging", "offender",
    "perfectionist", "liar", "abuser", "victim", "evil", "mad", "crazy", "weak",
)  # fmt: skip
"""Words that name what somebody is, where a pole says what somebody does (common practice, no standard)."""

_LABEL: Final = re.compile(rf"\b(?:{'|'.join(LABELS)})\b", re.IGNORECASE)

ALIKE: Final = 0.8
"""From this likeness on, two roles may be one (house rule)."""


@rule(
    "role-one-pole",
    asks="Who is at the other end of “{one}”?",
    why="A role implies another, present or inside: one end is half of something.",
    source="Ryle & Kerr 2020",
    gentle=GENTLE,
)
def role_one_pole(ground: Ground) -> Iterable[Found]:
    """A role one of whose poles is empty."""
    for role in ground.formulation.every(ReciprocalRole):
        if bool(role.top.words.strip()) != bool(role.bottom.words.strip()):
            said = role.top if role.top.words.strip() else role.bottom
            yield Found((role.id,), {"one": said.words})


@rule(
    "role-label",
    asks="“{one}” names what somebody is. What is being done there, in doing-words?",
    why="Labels stop curiosity; doing-words leave room for the other end, and for change.",
    source="field guide, what trainees get wrong (common practice)",
)
def role_label(ground: Ground) -> Iterable[Found]:
    """A pole that reads like a trait or a diagnosis."""
    for role in ground.formulation.every(ReciprocalRole):
        for pole in role.parts():
            if _LABEL.search(pole.words):
                yield Found((pole.id,), {"one": pole.words})


@rule(
    "role-one-direction",
    asks="Where else is “{one}” seen: from others, towards others, or towards oneself?",
    why="The direction not seen yet is often self-to-self, the harshest.",
    source="Ryle & Kerr 2020",
    gentle=GENTLE,
)
def role_one_direction(ground: Ground) -> Iterable[Found]:
    """A role seen in fewer than two directions."""
    for role in _whole(ground.formulation):
        if len({seen.direction for seen in role.seen}) < 2:
            yield Found((role.id,))


@rule(
    "role-pole-silent",
    asks="Has the person ever been at “{silent}”, if only for a moment, or inside?",
    why="Both ends of a role are learned; the silent one is where we are surprised.",
    source="Ryle & Kerr 2002",
    gentle=SEARCHING,
)
def role_pole_silent(ground: Ground) -> Iterable[Found]:
    """A role, not a service's, with an end at which the person has never been seen."""
    lived = lived_from(ground.formulation)
    for role in _whole(ground.formulation):
        silent = [] if role.tone == "service" else list(_silent_poles(role, lived))
        if silent:
            yield Found((role.id,), {"silent": "” or “".join(silent)})


def _silent_poles(role: ReciprocalRole, lived: frozenset[str]) -> Iterator[str]:
    seen = seen_at(role, lived)
    yield from (pole.words for pole in (role.top, role.bottom) if pole.id not in seen)


@rule(
    "role-twins",
    asks="“{one}” and “{two}” sound alike. Is this one dance drawn twice, or are they different?",
    why="One dance drawn twice makes a map harder to hold in mind.",
    source="Jenaway & Rattigan 2011; house rule for how alike",
)
def role_twins(ground: Ground) -> Iterable[Found]:
    """Two roles whose words are nearly the same."""
    for one, two in combinations(_whole(ground.formulation), 2):
        if _alike(_text(one), _text(two)):
            yield Found((one.id, two.id), {"two": ground.formulation.name_of(two.id)})


def _whole(formulation: Formulation) -> Iterator[ReciprocalRole]:
    """The roles with words at both ends: of half a role only its other half is asked."""
    for role in formulation.every(ReciprocalRole):
        if role.top.words.strip() and role.bottom.words.strip():
            yield role


def _text(role: ReciprocalRole) -> str:
    return f"{role.top.words} / {role.bottom.words}".casefold()


def _alike(one: str, two: str) -> bool:
    alike = SequenceMatcher(None, one, two)
    likely = alike.real_quick_ratio() > ALIKE and alike.quick_ratio() > ALIKE
    return likely and alike.ratio() > ALIKE


@rule(
    "map-no-good-enough",
    asks="What has been good enough, with anybody, even briefly? It belongs on the map too.",
    why="A map of problems only can shame; what already works is where ways out arrive.",
    source="Bradley et al. 2016",
    gentle=GENTLE,
)
def map_no_good_enough(ground: Ground) -> Iterable[Found]:
    """A map without one good-enough role."""
    roles = ground.formulation.every(ReciprocalRole)
    if roles and not any(role.tone == "good_enough" for role in roles):
        yield Found(hangs_on=ground.shape(ReciprocalRole))
