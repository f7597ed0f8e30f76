"""The private key of badges: the file that BADGE_KEY names, or one made in VAR_DIR at first use."""

import os
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from elearning.badges.domain import tokens

OWN_BITS = 3072  # a badge should still convince after 2030: NIST SP 800-57 part 1, table 4
EXPECTED = (
    f"Write BADGE_KEY=/etc/elearning/badge-key.pem, an RSA private key of {tokens.LEAST_BITS} bits or more in PEM."
)


def signing_key() -> RSAKey:
    """Return the private key. Raises ImproperlyConfigured where BADGE_KEY names none that can be used."""
    if settings.BADGE_KEY:
        return _read(Path(settings.BADGE_KEY))
    own = settings.VAR_DIR / "badge-key.pem"
    if not own.exists():
        _make(own)
    return _read(own)


@cache
def _read(path: Path) -> RSAKey:
    try:
        key = RSAKey.import_key(path.read_bytes())
    except (OSError, ValueError, JoseError) as error:
        raise ImproperlyConfigured(f"{path} is no key that can be used ({error}). {EXPECTED}") from None
    if not key.is_private or tokens.bits(key) < tokens.LEAST_BITS:
        raise ImproperlyConfigured(f"{path} holds a public or a short key. {EXPECTED}")
    return key


def _make(path: Path) -> None:
    """Write a new key that only the site's user can read. Of several processes that come at once, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # readable by its owner only
    with os.fdopen(descriptor, "wb") as file:
        file.write(RSAKey.generate_key(OWN_BITS).as_pem(private=True))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(written, path)
    except FileExistsError:
        pass
    finally:
        Path(written).unlink()
