"""Certificate numbers: "K7QD-4M2X-9T3F".

Eleven random characters and a check character of ISO 7064, MOD 37-2. That standard detects every single wrong character
and every exchange of two characters (2 is a primitive root of the prime 37, and a number has fewer than 36 places).
The characters are those of Crockford's base 32: no I, L, O or U, so that nothing read aloud or by eye is ambiguous.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
ENTROPY_BYTES = 10

_ISO_7064 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"  # the value of a character is its place
_MODULUS = 37
_RADIX = 2
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", "‐": "", "‑": "", "–": "", "—": "", "−": ""})


def certificate_number(entropy: bytes) -> str:
    """Return the number that follows from ``entropy`` (ENTROPY_BYTES random bytes), in groups of four.

    A check character may be any of 37; where it falls on one that the alphabet leaves out, the next body is taken.
    """
    if len(entropy) < ENTROPY_BYTES:
        raise ValueError(f"A certificate number needs {ENTROPY_BYTES} random bytes.")
    start = int.from_bytes(entropy)
    bodies = (_body(start + step) for step in range(len(ALPHABET)))
    return next(_grouped(body + check) for body in bodies if (check := check_character(body)) in ALPHABET)


def check_character(body: str) -> str:
    """Return the check character of ``body``, one of 0-9, A-Z and *."""
    remainder = 0
    for char in body:
        remainder = (remainder + _ISO_7064.index(char)) * _RADIX % _MODULUS
    return _ISO_7064[(1 - remainder) % _MODULUS]


def parse(text: str) -> str | None:
    """Return the number a person meant by ``text``, or None where no certificate can have it.

    Case, spaces and hyphens do not matter, O is read as 0, I and L as 1. None is known without looking anything up.
    """
    number = "".join(text.upper().split()).translate(_READ_AS)
    if len(number) != LENGTH or not set(number) <= set(ALPHABET):
        return None
    return _grouped(number) if check_character(number[:-1]) == number[-1] else None


def _body(value: int) -> str:
    length = LENGTH - 1
    return "".join(ALPHABET[value // len(ALPHABET) ** place % len(ALPHABET)] for place in reversed(range(length)))


def _grouped(number: str) -> str:
    return "-".join(number[start : start + GROUP] for start in range(0, LENGTH, GROUP))
