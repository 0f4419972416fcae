"""The ring of keys and what they close: wrong passphrases, missing keys, flipped bits, swapped pieces."""

from __future__ import annotations

from pathlib import Path

import pytest

from formulation.security.keys import KeyMissing, KeysNotKept, Ring, RingDamaged, WrongPassphrase
from formulation.security.sealing import KeySeal

QUICK = {"passes": 1, "kibibytes": 64, "lanes": 1}
WORDS = b"abandoning to abandoned"
TYPED = "a long passphrase"


def a_ring(folder: Path, state: str = "sealed") -> Ring:
    path, mirror = folder / "data" / ".keys", folder / "copies" / "notebook.keys"
    return Ring.made(path, "a long passphrase", mirror=mirror, state=state, cost=QUICK)


def again(folder: Path, secret: str = TYPED) -> Ring:
    return Ring(folder / "data" / ".keys", secret, mirror=folder / "copies" / "notebook.keys")


def test_what_is_closed_opens_again_in_another_process_and_holds_none_of_the_words(
    tmp_path: Path,
) -> None:
    seal = KeySeal(a_ring(tmp_path))
    seal.begin("f-one")
    closed = seal.close("f-one", "line 1", WORDS)
    assert b"abandon" not in closed
    assert closed != seal.close("f-one", "line 1", WORDS)
    assert KeySeal(again(tmp_path)).open("f-one", "line 1", closed) == WORDS


def test_a_sealed_piece_opens_only_where_it_belongs(tmp_path: Path) -> None:
    seal = KeySeal(a_ring(tmp_path))
    for owner in ("f-one", "f-two"):
        seal.begin(owner)
    closed = seal.close("f-one", "line 1 after 0", WORDS)
    for owner, about in (
        ("f-two", "line 1 after 0"),
        ("f-one", "line 2 after 0"),
        ("f-one", "document"),
    ):
        with pytest.raises(ValueError, match="broken"):
            seal.open(owner, about, closed)


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    seal = KeySeal(a_ring(tmp_path))
    seal.begin("f-one")
    closed = seal.close("f-one", "line 1", WORDS)
    for at in range(len(closed) * 8):
        spoilt = bytearray(closed)
        spoilt[at // 8] ^= 1 << at % 8
        with pytest.raises(ValueError, match="seal"):
            seal.open("f-one", "line 1", bytes(spoilt))


def test_plain_words_in_the_place_of_sealed_ones_are_not_believed(tmp_path: Path) -> None:
    ring = a_ring(tmp_path, "sealing")
    assert KeySeal(ring).open("f-one", "line 1", WORDS) == WORDS
    ring.become("sealed")
    with pytest.raises(ValueError, match="not sealed"):
        KeySeal(ring).open("f-one", "line 1", WORDS)


def test_a_wrong_passphrase_a_missing_key_and_a_damaged_ring_each_say_so(tmp_path: Path) -> None:
    ring = a_ring(tmp_path)
    with pytest.raises(WrongPassphrase) as wrong:
        again(tmp_path, "another passphrase")
    with pytest.raises(KeyMissing) as missing:
        ring.key_of("f-nobody")
    path = tmp_path / "data" / ".keys"
    path.write_bytes(path.read_bytes().replace(b'"salt": "', b'"salt": "0'))
    with pytest.raises(RingDamaged) as damaged:
        again(tmp_path)
    sentences = {one.value.sentence for one in (wrong, missing, damaged)}
    assert len(sentences) == 3


def test_another_passphrase_wraps_the_same_keys_and_the_old_one_opens_nothing(
    tmp_path: Path,
) -> None:
    ring = a_ring(tmp_path)
    ring.add("f-one")
    closed = KeySeal(ring).close("f-one", "line 1", WORDS)
    ring.rewrap("the next passphrase")
    with pytest.raises(WrongPassphrase):
        again(tmp_path)
    ring_now = again(tmp_path, "the next passphrase")
    assert KeySeal(ring_now).open("f-one", "line 1", closed) == WORDS


def test_an_erased_key_is_gone_from_every_process_and_from_beside_the_copies(
    tmp_path: Path,
) -> None:
    ring = a_ring(tmp_path)
    ring.add("f-one")
    other = again(tmp_path)
    assert other.key_of("f-one") == ring.key_of("f-one")
    ring.forget("f-one")
    with pytest.raises(KeyMissing):
        other.key_of("f-one")
    mirror = tmp_path / "copies" / "notebook.keys"
    assert mirror.read_bytes() == (tmp_path / "data" / ".keys").read_bytes()
    assert b"f-one" not in mirror.read_bytes()


def test_a_key_is_not_erased_where_the_mirror_cannot_be_reached(tmp_path: Path) -> None:
    ring = a_ring(tmp_path)
    ring.add("f-one")
    (tmp_path / "copies" / "notebook.keys").unlink()
    (tmp_path / "copies").rmdir()
    (tmp_path / "copies").write_text("a file where the folder was")
    with pytest.raises(KeysNotKept):
        ring.forget("f-one")
    assert again(tmp_path).owners == ("f-one",)
