"""A throw-away PostgreSQL cluster for one run of the tests, or of the benchmark.

    python -m tests.postgres available            exits 0 when PostgreSQL is installed
    python -m tests.postgres run COMMAND …        runs the command with DATABASE_URL set to a new cluster

The cluster lives in a temporary folder, listens on a Unix socket there only, and is removed afterwards. initdb refuses
to run as root, so root hands it to the user that Debian's package creates, or to "nobody".
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit


def programs() -> Path | None:
    """Return the folder that holds initdb and pg_ctl of the newest version installed, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _owner() -> pwd.struct_passwd | None:
    """Return the user to run the server as, or None when this process may do it itself."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("No user is there to run PostgreSQL as; create one named postgres.")


@contextmanager
def cluster(*, synced: bool = True) -> Iterator[str]:
    """Yield the DATABASE_URL of a new cluster.

    Without ``synced`` nothing waits for the disk: enough for tests, whose machine does not lose its power meanwhile.
    """
    bin_dir, owner = programs(), _owner()
    if bin_dir is None:
        raise RuntimeError("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="elearning-pg-"))
    identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)

    def call(*command: str) -> None:
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            subprocess.run(command, check=True, cwd=folder, stdout=log, stderr=log, **identity)

    data = str(folder / "data")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=200"
    if not synced:
        options += " -c fsync=off -c full_page_writes=off"
    started = False
    try:
        call(str(bin_dir / "initdb"), "-D", data, "-U", "elearning", "-A", "trust", "-E", "UTF8", "--no-locale")
        call(str(bin_dir / "pg_ctl"), "-D", data, "-w", "-o", options, "start")
        started = True
        call(str(bin_dir / "createdb"), "-h", str(folder), "-U", "elearning", "elearning")
        yield f"postgres://elearning@{quote(str(folder), safe='')}:5432/elearning"
    finally:
        if started:
            call(str(bin_dir / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)


def crash(url: str) -> None:
    """Let the server of a ``cluster`` end without a word, as in a power cut, and start it again."""
    folder, owner = Path(unquote(urlsplit(url).netloc.rpartition("@")[2].partition(":")[0])), _owner()
    identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    command = [str(programs() / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w", "restart"]
    with (folder.parent / f"{folder.name}.log").open("ab") as log:
        subprocess.run(command, check=True, cwd=folder, stdout=log, stderr=log, **identity)


def main(arguments: list[str]) -> int:
    if arguments == ["available"]:
        return 0 if programs() else 1
    if arguments[:1] != ["run"] or len(arguments) == 1:
        sys.exit(__doc__)
    with cluster(synced=False) as url:
        return subprocess.run(arguments[1:], check=False, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
