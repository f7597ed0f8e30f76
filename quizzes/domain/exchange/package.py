"""Zip packages from strangers, read in memory within limits; and our own, the same bytes for the same files."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping

from quizzes.domain.exchange.texts import Unreadable

MAX_FILES = 2_000
MAX_TOTAL = 60_000_000
MAX_FILE = 10_000_000
MAX_RATIO = 200
SMALL = 100_000
"""Bytes up to which a file may shrink as far as it likes."""
LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$)")
"""What operating systems leave in a zip beside its files."""
DRIVE = re.compile(r"[A-Za-z]:")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the files of a zip by path. Raises Unreadable, having read nothing, when any entry breaks a limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check(entries)
            kept = [entry for entry in entries if not entry.is_dir() and not LITTER.search(_path(entry))]
            return {_path(entry): _read(archive, entry) for entry in kept}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, OSError) as error:
        raise Unreadable(f"this is not a readable zip: {error}") from None
    except (RuntimeError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"this zip cannot be read: {error}") from None


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_FILES:
        raise Unreadable(f"the package has {len(entries)} files; it may have {MAX_FILES}")
    if (total := sum(entry.file_size for entry in entries)) > MAX_TOTAL:
        raise Unreadable(f"the package unpacks to {total / 1e6:.0f} MB; it may have {MAX_TOTAL // 10**6} MB")
    seen: set[str] = set()
    for entry in entries:
        if reason := _hostile(entry):
            raise Unreadable(f"the package's entry '{entry.filename[:100]}' {reason}")
        if (name := _path(entry).casefold()) in seen:
            raise Unreadable(f"the package has two entries named '{entry.filename[:100]}'")
        seen.add(name)


def _path(entry: zipfile.ZipInfo) -> str:
    """Return the entry's path with slashes, whichever way the program leaned them that packed it."""
    return entry.filename.replace("\\", "/").removeprefix("./")


def _hostile(entry: zipfile.ZipInfo) -> str:
    name = entry.orig_filename.replace("\\", "/")
    if "\x00" in name or name.startswith("/") or DRIVE.match(name):
        return "is no relative path with slashes"
    if ".." in name.split("/"):
        return "leads out of the package"
    return _dangerous(entry)


def _dangerous(entry: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind and kind not in {stat.S_IFREG, stat.S_IFDIR}:
        return "is a link or a device, not a file"
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if entry.file_size > MAX_FILE:
        return f"has {entry.file_size / 1e6:.0f} MB; a file may have {MAX_FILE // 10**6} MB"
    if entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size):
        return f"unpacks to more than {MAX_RATIO} times its size"
    return ""


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the entry's bytes; the size it announces is not believed."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise Unreadable(f"the package's entry '{entry.filename[:100]}' is larger than it says")
    return content


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of ``files`` by path, in their order and without the time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return out.getvalue()
