"""Which files are taken: by what they are, not by what they are called."""

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.transcript.domain.documents import (
    MAX_BYTES,
    MAX_FILES,
    MAX_NAME,
    MAX_TOTAL_BYTES,
    Fault,
    Unusable,
    inspect,
    room_for,
    tidy_name,
)
from tests.transcript.factories import PDF, picture


def bomb(width: int, height: int) -> bytes:
    """A small PNG that claims to have this many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept"),
    [
        ("proof.pdf", PDF, "pdf", "proof.pdf"),
        ("proof.exe", PDF, "pdf", "proof.pdf"),
        ("scan.pdf", picture("PNG"), "png", "scan.png"),
        ("scan.jpg", picture("JPEG"), "jpeg", "scan.jpeg"),
    ],
)
def test_the_content_decides_the_kind(name, content, kind, kept):
    document = inspect(name, content)
    assert (document.kind, document.name, document.content) == (kind, kept, content)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (PDF + bytes(MAX_BYTES), Fault.TOO_LARGE),
        (b"<html>%PDF-</html>", Fault.KIND),
        (b"\n%PDF-1.7", Fault.KIND),
        (b"GIF89a", Fault.KIND),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Fault.KIND),
        (b"MZ\x90", Fault.KIND),
        (picture("WEBP"), Fault.KIND),
        (picture("PNG")[:30], Fault.UNREADABLE),
        (b"\xff\xd8\xff" + bytes(50), Fault.UNREADABLE),
        (bomb(7000, 6000), Fault.TOO_MANY_PIXELS),
        (bomb(10_000, 10_000), Fault.TOO_MANY_PIXELS),
        (bomb(60_000, 60_000), Fault.TOO_MANY_PIXELS),
    ],
)
def test_a_file_is_refused(content, fault):
    with pytest.raises(Unusable) as raised:
        inspect("proof.pdf", content)
    assert raised.value.fault is fault


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", picture("PNG")[:40]]))
def test_any_bytes_are_taken_or_refused_with_a_reason(content, start):
    with suppress(Unusable):  # and nothing else
        assert inspect("x", start + content).content == start + content


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ada\\proof.pdf", "proof.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', 'a"bSet-Cookie: x.pdf'),
        ("\u202egnp.exe", "gnp.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("Zeugnis Zürich.PDF", "Zeugnis Zürich.pdf"),
    ],
)
def test_a_name_is_tidied(name, kept):
    assert tidy_name(name, "pdf") == kept


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=110))
def test_a_tidy_name_fits_its_column_and_names_no_folder(name):
    kept = tidy_name(name, "jpeg")
    assert (len(kept) <= MAX_NAME, "/" in kept, "\\" in kept, kept.endswith(".jpeg")) == (True, False, False, True)


@pytest.mark.parametrize(
    ("size", "files", "total", "fault"),
    [
        (1, 0, 0, None),
        (1, MAX_FILES - 1, 0, None),
        (1, MAX_FILES, 0, Fault.TOO_MANY_FILES),
        (1, 1, MAX_TOTAL_BYTES - 1, None),
        (2, 1, MAX_TOTAL_BYTES - 1, Fault.TOO_MUCH),
    ],
)
def test_there_is_room_for_so_many_files(size, files, total, fault):
    assert room_for(size, files=files, total=total) is fault
