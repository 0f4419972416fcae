"""What the notebook knows of the field's own words: common pairs of roles, and terms with a sentence each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A common reciprocal role in doing-words, with words near to each end.

    Offered only when somebody asks, and never as what a person's map should hold. `kinder` is the
    id of a good-enough pair it may turn into; `after` names an author and year where the pair is
    from the literature.
    """

    id: str
    tone: str
    top: str
    bottom: str
    near_top: tuple[str, ...] = ()
    near_bottom: tuple[str, ...] = ()
    kinder: str = ""
    after: str = ""

    @property
    def words(self) -> str:
        """Both ends, as a role is said."""
        return f"{self.top} ↔ {self.bottom}"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field, what it means in a sentence or two, and the kind of record that shows it."""

    term: str
    says: str
    also: tuple[str, ...] = ()
    draws: str = ""
    after: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every way in which the term is written on a page."""
        return (self.term, *self.also)
