"""Who has the notebook open says so, and what a dead process left behind does not count."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from formulation.store.presence import Presence, somebody_is_in

HOLDS = """
import sys
from pathlib import Path
from formulation.store.presence import Presence
Presence(Path(sys.argv[1]))
print("here", flush=True)
sys.stdin.read()
"""


def test_somebody_is_in_until_the_last_has_gone(tmp_path: Path) -> None:
    assert not somebody_is_in(tmp_path)
    one, other = Presence(tmp_path), Presence(tmp_path)
    assert somebody_is_in(tmp_path)
    one.close()
    one.close()
    assert somebody_is_in(tmp_path)
    other.close()
    assert not somebody_is_in(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_process_is_noticed_and_a_killed_one_tidied_away(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"here\n"
        assert somebody_is_in(tmp_path)
        other.kill()
        other.wait(timeout=30)
    assert len(list(tmp_path.iterdir())) == 1
    assert not somebody_is_in(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_has_nobody_in_it(tmp_path: Path) -> None:
    assert not somebody_is_in(tmp_path / "nowhere")
