"""A limit on how often one client may ask, counted in the site's cache."""

import ipaddress
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest

SECONDS = 60
IPV6_PREFIX = 64  # one household or host usually holds a whole /64


def exceeded(request: HttpRequest, *, action: str, limit: int, now: datetime) -> bool:
    """Count one more request of this client and tell whether it made more than ``limit`` in the current minute."""
    key = f"rate:{action}:{_client(request)}:{int(now.timestamp()) // SECONDS}"
    with transaction.atomic():
        _wait_for_turn(key)
        cache.add(key, 0, timeout=2 * SECONDS)
        try:
            return cache.incr(key) > limit
        except ValueError:  # the cache dropped the entry meanwhile
            return False


def _wait_for_turn(key: str) -> None:
    """Let requests that count under one key do so one after the other, until the transaction ends.

    The cache in the database reads a number and writes the next one, so two at once would count as one. SQLite runs one
    writing transaction at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])


def _client(request: HttpRequest) -> str:
    """Return the client's address as the sign-in limits see it (trusted proxies included); for IPv6 its network."""
    address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False).network_address)
    return str(address)
