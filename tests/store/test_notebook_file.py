"""The notebook file goes out and comes in whole, or is refused with a sentence, whatever was done to it."""

from __future__ import annotations

import io
import json
import random
import time
import zipfile

import pytest

from formulation.domain.errors import FormulationError, NotUnderstood
from formulation.domain.formulation import Formulation
from formulation.domain.records import Phrase
from formulation.store.library import examples
from formulation.store.migrations import SCHEMA
from formulation.store.notebook_file import (
    FORMAT,
    INSIDE,
    MANIFEST,
    MOST_BYTES,
    NotANotebookFile,
    notebook_file,
    read_notebook_file,
)
from formulation.workflows.bringing_in import bring_in, what_it_holds
from formulation.workflows.notebooks import along_the_shelf, open_formulation
from tests.examples import BETHAN, BLANK

FORMULATIONS = [BETHAN, BLANK, *(one.formulation for one in examples())]


def zipped(**files: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in files.items():
            book.writestr(name.replace("__", "."), data)
    return out.getvalue()


@pytest.mark.parametrize("formulation", FORMULATIONS, ids=lambda one: one.id)
def test_it_comes_back_exactly(formulation):
    data = notebook_file(formulation)
    assert read_notebook_file(data) == formulation
    assert notebook_file(formulation) == data


def test_it_is_an_ordinary_zip_that_others_can_open():
    with zipfile.ZipFile(io.BytesIO(notebook_file(BETHAN))) as book:
        assert book.testzip() is None
        assert json.loads(book.read(MANIFEST))["format"] == FORMAT
        assert len(json.loads(book.read(INSIDE))["records"]) == len(BETHAN.records)


def test_it_comes_in_as_a_new_one_and_nothing_there_is_touched(visit):
    first = bring_in(visit, read_notebook_file(notebook_file(BETHAN)))
    again = bring_in(visit, read_notebook_file(notebook_file(BETHAN)))
    assert first.id != again.id
    assert len(along_the_shelf(visit)) == 2
    assert open_formulation(visit, first.id).formulation.records == BETHAN.records
    assert open_formulation(visit, first.id).version == 1
    assert "1 core pain" in what_it_holds(BETHAN)


def test_a_newer_one_is_refused_in_words():
    manifest = json.dumps({"format": FORMAT, "schema": SCHEMA + 1, "sha256": {}})
    with pytest.raises(NotUnderstood, match="newer notebook"):
        read_notebook_file(zipped(manifest__json=manifest, formulation__json="{}"))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK\x03\x04", b"\0" * 1000, b"{}", "wrong".encode("utf-16"),
        notebook_file(BETHAN)[:-40], notebook_file(BETHAN)[: len(notebook_file(BETHAN)) // 2],
        zipped(manifest__json="{}"), zipped(manifest__json="[1]", formulation__json="{}"),
        zipped(manifest__json="[" * 100_000, formulation__json="{}"),
        zipped(**{"../../etc/passwd": "x", "manifest__json": "{}"}),
        zipped(manifest__json=b"\xff\xfe", formulation__json="{}"),
    ],
)  # fmt: skip
def test_what_is_not_one_is_refused_with_a_sentence(data):
    with pytest.raises(FormulationError) as refused:
        read_notebook_file(data)
    assert refused.value.sentence


def test_a_bomb_is_not_unpacked():
    bomb = zipped(manifest__json="{}", formulation__json=b"\0" * (MOST_BYTES * 4))
    assert len(bomb) < 200_000
    began = time.perf_counter()
    with pytest.raises(NotANotebookFile, match="unpacks to more"):
        read_notebook_file(bomb)
    assert time.perf_counter() - began < 5
    with pytest.raises(NotANotebookFile, match="larger"):
        read_notebook_file(b"\0" * (MOST_BYTES + 1))


def test_a_word_changed_on_the_way_is_noticed():
    with zipfile.ZipFile(io.BytesIO(notebook_file(BETHAN))) as book:
        manifest, inside = book.read(MANIFEST), book.read(INSIDE)
    other = inside.replace(b"Bethan", b"Gethin")
    assert other != inside
    with pytest.raises(NotANotebookFile, match="changed or damaged"):
        read_notebook_file(zipped(manifest__json=manifest, formulation__json=other))


def test_three_hundred_mutated_files_are_refused_or_read_and_never_half(visit):
    whole = notebook_file(BETHAN)
    chance = random.Random(7)  # noqa: S311 (the same every time)
    refused = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(data))
            if chance.random() < 0.3:
                del data[at : at + chance.randint(1, 60)]
            else:
                data[at] = chance.randrange(256)
        try:
            read = read_notebook_file(bytes(data))
        except FormulationError:
            refused += 1
        else:
            assert read == BETHAN
    assert refused > 200
    assert along_the_shelf(visit) == ()


def test_a_large_one_goes_out_and_comes_in_quickly():
    many = Formulation(
        "f-many", {f"phrase:{n}": Phrase(f"phrase:{n}", f"words {n}") for n in range(5_000)}
    )
    began = time.perf_counter()
    assert read_notebook_file(notebook_file(many)) == many
    assert time.perf_counter() - began < 8
