"""Module folders on disk: read as bytes by relative path, written back byte for byte."""

from pathlib import Path

from courses.domain.content import MAX_PICTURE, MEGABYTE
from courses.domain.problems import Problems


def read_folder(folder: Path, problems: Problems) -> dict[str, bytes]:
    """Return the files of ``folder`` by path relative to it; hidden files are left out.

    A file too large for any use in a module is reported without being read, so that a check cannot exhaust memory.
    """
    files = {}
    if not folder.is_dir():
        problems.add(str(folder), 0, "this is not a folder")
        return files
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if any(part.startswith(".") for part in relative.parts) or path.is_dir():
            continue
        if path.is_symlink() or not path.is_file():
            problems.add(relative.as_posix(), 0, "only plain files belong in a module, no links")
        elif path.stat().st_size > MAX_PICTURE:
            size = path.stat().st_size / MEGABYTE
            problems.add(
                relative.as_posix(),
                0,
                f"the file has {size:.0f} MB; no file of a module may have more than {MAX_PICTURE // MEGABYTE} MB",
            )
        else:
            files[relative.as_posix()] = path.read_bytes()
    return files


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Write ``files`` into ``folder``, which must be new or empty. Raises FileExistsError otherwise."""
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; give a new folder")
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
