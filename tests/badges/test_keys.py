"""The key of badges: made once, readable by its owner, replaced without breaking what it signed."""

import base64
import hashlib
import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from joserfc.jwk import ECKey, RSAKey

from elearning.badges import checks, keys
from elearning.badges import services as badges
from elearning.certificates import access
from tests.badges import reading
from tests.certificates.factories import NOW, Passed


@pytest.fixture
def var_dir(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    settings.BADGE_KEY = ""
    return settings.VAR_DIR


@pytest.fixture(scope="module")
def other_key(tmp_path_factory):
    path = tmp_path_factory.mktemp("key") / "other.pem"
    path.write_bytes(RSAKey.generate_key(2048).as_pem(private=True))
    return path


def token() -> str:
    passed = Passed()
    own = access.certificate_of(passed.learner, passed.claim().number)
    return badges.badge_of(certificate=own, now=NOW).jwt


def test_several_processes_at_once_make_one_key_that_only_its_owner_reads(var_dir):
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: keys.signing_key().thumbprint(), range(3)))
    assert len(set(made)) == 1
    assert [path.name for path in var_dir.iterdir()] == ["badge-key.pem"]
    assert stat.S_IMODE((var_dir / "badge-key.pem").stat().st_mode) == 0o600
    assert keys.signing_key().public_key.key_size == 3072


def test_a_badge_verifies_after_its_key_was_replaced(db, clock, client, settings, other_key):
    before = token()
    settings.BADGE_KEY = str(other_key)
    after = token()
    kids = [reading.header_and_payload(one)[0]["kid"] for one in (before, after)]
    assert len(set(kids)) == 2
    assert [key["kid"] for key in client.get(reverse("badge-keys")).json()["keys"]] == kids
    for one in (before, after):
        assert reading.verified(client, one)["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


def test_a_list_signed_by_a_new_key_verifies_before_any_badge_is(db, clock, client, settings, other_key):
    token()
    settings.BADGE_KEY = str(other_key)
    signed = client.get(reverse("badge-status", args=[1])).content.decode()
    assert reading.verified(client, signed)["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]


def test_the_name_of_a_key_is_its_thumbprint(db, clock, client):
    """RFC 7638: SHA-256 over the required members, in order of their names, without white space."""
    token()
    (key,) = client.get(reverse("badge-keys")).json()["keys"]
    required = json.dumps({name: key[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    digest = base64.urlsafe_b64encode(hashlib.sha256(required.encode()).digest()).decode().rstrip("=")
    assert key["kid"] == f"http://testserver/badges/keys/{digest}/"


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n",
        lambda: RSAKey.generate_key(1024).as_pem(private=True),
        lambda: ECKey.generate_key("P-256").as_pem(private=True),
        lambda: RSAKey.generate_key(2048).as_pem(private=False),
    ],
    ids=["empty", "broken", "short", "no RSA key", "public"],
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_file_that_cannot_sign_is_refused_with_what_to_write(tmp_path, settings, make):
    path = tmp_path / "key.pem"
    path.write_bytes(make())
    settings.BADGE_KEY = str(path)
    (found,) = checks.badge_key_can_sign(None)
    assert found.id == "badges.E001"
    assert str(path) in found.msg
    assert "Write BADGE_KEY=/etc/elearning/badge-key.pem, an RSA private key of 2048 bits or more in PEM." in found.msg


def test_a_named_file_that_is_missing_is_never_made(tmp_path, settings):
    settings.BADGE_KEY = str(tmp_path / "missing.pem")
    with pytest.raises(ImproperlyConfigured, match=r"missing\.pem is no key that can be used"):
        keys.signing_key()
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_can_sign_passes_the_check(settings, other_key):
    settings.BADGE_KEY = str(other_key)
    assert checks.badge_key_can_sign(None) == []


def test_without_the_setting_the_check_makes_no_key(var_dir):
    assert checks.badge_key_can_sign(None) == []
    assert not var_dir.exists()
