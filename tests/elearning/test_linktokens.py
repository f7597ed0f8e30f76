"""The tokens of links in mails."""

from hashlib import sha256

from elearning.linktokens import new_token, token_hash


def test_a_token_is_256_bits_of_chance_that_an_address_can_hold():
    tokens = {new_token() for _ in range(100)}
    assert (len(tokens), {len(token) for token in tokens}) == (100, {43})
    assert all(token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_links_sent_earlier_open_still():
    assert token_hash("a token") == sha256(b"a token").hexdigest()
