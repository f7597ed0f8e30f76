"""Files made to hang, crash or flood whoever reads them: each is answered at once, in little memory."""

import random
import re
import zlib
from functools import cache
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.certificates import verification
from elearning.certificates.seal import reading
from elearning.certificates.seal.reading import Seal
from tests.certificates.test_seal import key, known, sealed

SECONDS = 2.0
MOST = verification.MAX_BYTES


def stream(content: bytes) -> bytes:
    return b"<</Filter/FlateDecode>> stream\n" + zlib.compress(content, 9) + b"\nendstream "


def broken(packed: bytes) -> bytes:
    """A stream whose checksum is wrong, which shows at its end only."""
    return packed[:-13] + bytes([packed[-13] ^ 1]) + packed[-12:]


@cache
def packed_and_broken() -> bytes:
    """A hundred bytes that unpack to nearly a chunk before the error shows."""
    engine = zlib.compressobj(9)
    packed = engine.compress(bytes(63 * 1024)) + engine.flush(zlib.Z_SYNC_FLUSH)
    return b"stream\n" + packed + b"\xff\xff\xffendstream"


def seal(place: int, hexadecimal: bytes) -> bytes:
    """A file whose signature holds ``hexadecimal``."""
    begin = b"%PDF-1.7 " + b" " * place
    filled = begin + b"<" + hexadecimal + b">"
    return filled + b"/ByteRange [0 %d %d 5]" % (len(begin), len(filled)) + b" " * 5


@cache
def own_seal() -> bytes:
    return re.search(rb"/Contents <(30[0-9A-F]+)>", sealed())[1]


HOSTILE = {
    "garbage": lambda: random.Random(1).randbytes(MOST - 9),
    "zeros": lambda: bytes(MOST - 9),
    "numbers": lambda: b"K7QD-4M2X-9T3E " * (MOST // 15 - 1),
    "nearly numbers": lambda: b"K7QD-4M2X-" * (MOST // 10 - 1),
    "gigabytes": lambda: b"".join([stream(bytes(40_000_000))] * 40),
    "gigabytes that break": lambda: broken(stream(bytes(7_000_000))) * 250,
    "many streams that break": lambda: packed_and_broken() * (MOST // len(packed_and_broken()) - 1),
    "words": lambda: stream(b"AAAA-AAAA-AAA " * 600_000),
    "many streams": lambda: stream(b"x") * (MOST // 60),
    "streams without end": lambda: b"stream\n" * (MOST // 7 - 2),
    "empty blocks": lambda: b"stream\n\x78\x9c" + b"\x00\x00\x00\xff\xff" * (MOST // 5 - 10),
    "byte ranges": lambda: b"/ByteRange [0 1 2 3]" * (MOST // 20 - 1),
    "spaces": lambda: b"/ByteRange [" + b" " * (MOST - 100),
    "byte ranges without end": lambda: b"/ByteRange [0 " * (MOST // 14 - 1),
    "object loop": lambda: b"1 0 obj 1 0 R endobj 2 0 obj <</Kids[2 0 R]/Parent 2 0 R>> endobj " * 9000,
    "nested": lambda: b"[" * (MOST // 2) + b"]" * (MOST // 2 - 10),
    "nested signature": lambda: seal(0, b"3080" * 16_000)[9:],
    "long signature": lambda: seal(0, b"30" * 500_000)[9:],
    "signature that is none": lambda: seal(0, b"zz")[9:],
    "far ranges": lambda: b"<>/ByteRange [0 999999999 999999998 999999999]",
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_answered_at_once(kind):
    content = b"%PDF-1.7 " + HOSTILE[kind]()
    assert len(content) <= MOST
    began = process_time()
    answer = verification.examine(content)
    assert process_time() - began < SECONDS
    assert answer == verification.Answer(verification.Finding.UNKNOWN)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 1, exclude_max=True),
            st.sampled_from(["turn", "cut", "double", "drop"]),
            st.integers(0, 255),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_change_of_a_sealed_file_crashes_or_fits(changes):
    content = sealed()
    for share, kind, value in changes:
        place = int(share * len(content))
        match kind:
            case "turn":
                content = content[:place] + bytes([value]) + content[place + 1 :]
            case "cut":
                content = content[: place + 1]
            case "double":
                content = content[:place] + content[place // 2 :]
            case "drop":
                content = content[:place] + content[place + value :]
    verification.number_in(content)
    found = reading.seal_of(content, known)
    assert found in ({Seal.WHOLE} if content == sealed() else {Seal.NONE, Seal.BROKEN, Seal.PART})


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 880), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_change_inside_a_signature_crashes_or_makes_it_fit(changes):
    signature = bytearray.fromhex(own_seal().decode())
    for place, value in changes:
        signature[place % len(signature)] = value
    content = seal(0, signature.hex().encode())
    everybody = known([key().fingerprint])
    assert reading.seal_of(content, lambda _: everybody) in {Seal.NONE, Seal.BROKEN}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_signature_of_any_bytes_crashes(signature):
    assert reading.seal_of(seal(0, signature.hex().encode()), known) is Seal.NONE
