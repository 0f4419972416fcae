"""The fake that fails on purpose is itself to be trusted."""

from __future__ import annotations

import errno
import inspect
from pathlib import Path

import pytest

from formulation.store.files import Files
from tests.store.failing_files import FailingFiles


def _public(kind: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")}


def test_it_does_everything_for_real_until_told_otherwise(tmp_path: Path) -> None:
    files = FailingFiles()
    files.make_folder(tmp_path / "new")
    descriptor = files.create(tmp_path / "new" / "file")
    files.write_all(descriptor, 0, b"kept, and more")
    files.sync(descriptor)
    files.cut(descriptor, 4)
    assert files.read(descriptor, 0, 100) == b"kept"
    files.close(descriptor)
    files.rename(tmp_path / "new" / "file", tmp_path / "new" / "other")
    files.sync_folder(tmp_path / "new")
    assert files.read_whole(tmp_path / "new" / "other") == b"kept"
    files.close(files.open(tmp_path / "new" / "other"))
    files.remove(tmp_path / "new" / "other")
    files.remove_folder(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert len(files.done) == 12 and not files.failed


def test_every_operation_can_be_made_to_fail_once(tmp_path: Path) -> None:
    path = tmp_path / "file"
    tried = {
        "make_folder": lambda files, fd: files.make_folder(tmp_path / "folder"),
        "create": lambda files, fd: files.create(tmp_path / "created"),
        "open": lambda files, fd: files.open(path),
        "write": lambda files, fd: files.write(fd, b"x"),
        "sync": lambda files, fd: files.sync(fd),
        "cut": lambda files, fd: files.cut(fd, 0),
        "read": lambda files, fd: files.read(fd, 0, 1),
        "rename": lambda files, fd: files.rename(path, path),
        "sync_folder": lambda files, fd: files.sync_folder(tmp_path),
        "remove": lambda files, fd: files.remove(tmp_path / "nothing"),
        "remove_folder": lambda files, fd: files.remove_folder(tmp_path / "nothing"),
        "read_whole": lambda files, fd: files.read_whole(path),
    }
    helpers = {"write_all", "close"}  # one is made of writes; the other may not fail
    assert set(tried) | helpers == _public(Files)
    descriptor = Files().create(path)
    for name, do in tried.items():
        files = FailingFiles()
        files.fail_next(name, error=errno.ENOSPC)
        with pytest.raises(OSError) as refusal:
            do(files, descriptor)
        assert refusal.value.errno == errno.ENOSPC
        assert files.failed == [name]
        do(files, descriptor)
    Files().close(descriptor)


def test_a_write_can_fail_after_half_of_it_was_written(tmp_path: Path) -> None:
    files = FailingFiles()
    descriptor = files.create(tmp_path / "file")
    files.fail_next("write", partly=True)
    with pytest.raises(OSError):
        files.write_all(descriptor, 0, b"12345678")
    assert files.read(descriptor, 0, 100) == b"1234"
    files.close(descriptor)


def test_only_the_turn_asked_for_fails_or_everything_from_it_on(tmp_path: Path) -> None:
    files = FailingFiles()
    files.fail_at(1)
    files.remove(tmp_path / "nothing")
    with pytest.raises(OSError):
        files.remove(tmp_path / "nothing")
    files.remove(tmp_path / "nothing")
    files.fail_from(0)
    for _ in range(3):
        with pytest.raises(OSError):
            files.remove(tmp_path / "nothing")
    files.heal()
    files.remove(tmp_path / "nothing")
    assert len(files.failed) == 4
