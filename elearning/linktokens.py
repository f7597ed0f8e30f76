"""The random tokens in links that mails carry: whoever has the link may use it, so the database keeps only a hash."""

import hashlib
import secrets

TOKEN_BYTES = 32  # of chance: nobody guesses one, so a plain hash protects it as well as a slow one


def new_token() -> str:
    """Return a fresh token, 43 characters that an address may hold."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return what is stored of ``token``: its SHA-256 in 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
