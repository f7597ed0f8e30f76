"""The chain's rules over plain values: what its hash is, and what it finds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.audit.domain.chain import GENESIS, Chain, Fault, Kind, Link, link_hash

COLUMNS = {
    "at": datetime(2027, 3, 1, 12, 0, tzinfo=UTC),
    "actor_id": None,
    "action": "thing.changed",
    "subject_type": "accounts.user",
    "subject_id": "7",
    "before": {},
    "after": {"b": [1, True, None], "a": {"z": "Ü", "y": "1.50"}},
    "reason": 'She said "é"\n',
}


def links(count: int) -> list[Link]:
    """A whole chain; entry n has the reason "n"."""
    made, previous = [], GENESIS
    for number in range(1, count + 1):
        columns = {**COLUMNS, "reason": str(number)}
        previous = link_hash(number, previous, columns)
        made.append(Link(number, previous, columns))
    return made


def found(stored: list[Link], head: tuple[int, str]) -> list[Fault]:
    chain = Chain()
    return [fault for link in stored for fault in chain.follow(link)] + list(chain.end(*head))


def head_of(stored: list[Link]) -> tuple[int, str]:
    return (stored[-1].number, stored[-1].hash) if stored else (0, GENESIS)


def edited(link: Link) -> Link:
    return replace(link, columns={**link.columns, "reason": "another"})


def test_the_hash_is_the_one_that_an_outsider_computes_from_the_documented_form():
    text = (
        '{"action":"thing.changed","actor_id":null,"after":{"a":{"y":"1.50","z":"Ü"},"b":[1,true,null]},'
        '"at":"2027-03-01T12:00:00.000000+00:00","before":{},"number":1,"previous":"' + "0" * 64 + '",'
        '"reason":"She said \\"é\\"\\n","subject_id":"7","subject_type":"accounts.user"}'
    )
    assert link_hash(1, GENESIS, COLUMNS) == sha256(text.encode()).hexdigest()


def test_the_same_instant_in_another_zone_has_the_same_hash():
    elsewhere = COLUMNS["at"].astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert link_hash(1, GENESIS, {**COLUMNS, "at": elsewhere}) == link_hash(1, GENESIS, COLUMNS)


def test_a_microsecond_is_another_hash():
    later = {**COLUMNS, "at": COLUMNS["at"] + timedelta(microseconds=1)}
    assert link_hash(1, GENESIS, later) != link_hash(1, GENESIS, COLUMNS)


def test_a_whole_chain_has_no_fault_and_every_entry_is_intact():
    stored, chain = links(3), Chain()
    assert [fault for link in stored for fault in chain.follow(link)] == []
    assert (list(chain.end(*head_of(stored))), chain.intact) == ([], 3)


def test_an_empty_chain_is_whole():
    assert found([], (0, GENESIS)) == []


def test_a_hash_noted_earlier_is_awaited_until_an_intact_entry_has_it():
    stored = links(3)
    chain = Chain([stored[1].hash, GENESIS, "f" * 64])
    assert [fault for link in stored for fault in chain.follow(link)] == []
    assert chain.awaited == {"f" * 64}


chains = st.integers(1, 12).flatmap(lambda count: st.tuples(st.just(count), st.integers(1, count)))


@settings(max_examples=200, deadline=None)
@given(chains)
def test_an_edited_entry_is_named_and_no_other(case):
    count, place = case
    stored = links(count)
    head = head_of(stored)
    stored[place - 1] = edited(stored[place - 1])
    assert found(stored, head) == [Fault(Kind.EDITED, place, place)]


@settings(max_examples=200, deadline=None)
@given(chains)
def test_an_entry_edited_with_its_hash_is_found_at_its_follower_or_the_head(case):
    count, place = case
    stored = links(count)
    head = head_of(stored)
    forged = edited(stored[place - 1])
    previous = stored[place - 2].hash if place > 1 else GENESIS
    stored[place - 1] = replace(forged, hash=link_hash(place, previous, forged.columns))
    last = Fault(Kind.HEAD, count, count)
    assert found(stored, head) == [Fault(Kind.EDITED, place + 1, place + 1) if place < count else last]


@settings(max_examples=200, deadline=None)
@given(chains, st.integers(1, 12))
def test_missing_entries_are_named_wherever_they_were(case, many):
    count, first = case
    stored = links(count)
    last = min(first + many - 1, count)
    assert found(stored[: first - 1] + stored[last:], head_of(stored)) == [Fault(Kind.MISSING, first, last)]


@settings(max_examples=200, deadline=None)
@given(chains)
def test_a_second_entry_with_a_number_is_named(case):
    count, place = case
    stored = links(count)
    twice = [*stored[:place], edited(stored[place - 1]), *stored[place:]]
    assert found(twice, head_of(stored)) == [Fault(Kind.INSERTED, place, place)]


@settings(max_examples=200, deadline=None)
@given(chains)
def test_an_entry_moved_to_another_number_is_found(case):
    count, place = case
    stored = links(count)
    head = head_of(stored)
    moved = replace(stored[place - 1], number=count + 1)
    faults = found([*stored[: place - 1], *stored[place:], moved], head)
    assert faults[0].kind in {Kind.MISSING, Kind.EDITED}
