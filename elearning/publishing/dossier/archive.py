"""The dossier as a zip: the same content gives the same bytes, whenever and wherever it is made."""

import hashlib
import io
import zipfile
from collections.abc import Mapping

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can tell
FILE_MODE = 0o644 << 16
README = "README.txt"


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of ``files`` by path, in order of their paths, without times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = FILE_MODE
            entry.create_system = 3  # Unix, wherever it is made
            archive.writestr(entry, files[path])
    return out.getvalue()


def with_list(files: Mapping[str, bytes], heading: str, descriptions: Mapping[str, str]) -> dict[str, bytes]:
    """Return ``files`` and README.txt, which describes them and tells the SHA-256 of each."""
    lines = [heading, ""]
    lines += [f"{path}: {said}" for path, said in descriptions.items() if any(each.startswith(path) for each in files)]
    lines += ["", "SHA-256 (check with: sha256sum --check --ignore-missing README.txt)", ""]
    lines += [f"{hashlib.sha256(files[path]).hexdigest()}  {path}" for path in sorted(files)]
    return {**files, README: ("\n".join(lines) + "\n").encode()}
