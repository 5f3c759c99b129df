"""Reads the record of a run, and says what of it must not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.faults.record import Record, Seen, Things

Check = Callable[[Record], Iterator[str]]


def faults(record: Record) -> list[str]:
    """Everything that is wrong; nothing where all promises were kept."""
    return [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(record)]


def positions(record: Record) -> Iterator[str]:
    """1, 2, 3, …, n in each audience, and n is where the audience is."""
    for audience, entries in record.log.items():
        found = [it["position"] for it in entries]
        if found != list(range(1, len(found) + 1)):
            yield f"{audience} has {found[:3]}…{found[-3:]}, {len(found)} entries"
    for audience, position in record.positions.items():
        if position != len(record.log.get(audience, ())):
            yield f"{audience} is at {position} and has {len(record.log.get(audience, ()))} entries"


def acknowledged(record: Record) -> Iterator[str]:
    """What was answered with success is there, where the answer says, and by that request."""
    for write in record.writes:
        if not write.is_acknowledged:
            continue
        for name, position in write.made.items():
            audience = write.user if name == "me" else name
            entries = record.log.get(audience, [])
            if position > len(entries):
                yield f"{write} is lost"
            elif entries[position - 1]["key"] != write.key:
                yield f"{write} was promised, {entries[position - 1]['key']} is at {audience}:{position}"


def once(record: Record) -> Iterator[str]:
    """No request has two effects; one that was refused, or that says it made nothing, has none."""
    effects = Counter((it["key"], audience) for audience, them in record.log.items() for it in them if it["key"])
    for (key, audience), count in effects.items():
        if count > 1 and key not in record.sign_ups:
            yield f"{key} has {count} effects in {audience}"
    done = {key for key, _ in effects}
    for write in record.writes:
        if write.status >= 400 and write.key in done:
            yield f"{write} was refused and has an effect"
        if write.is_acknowledged and not write.made and write.key in done:
            yield f"{write} has an effect that its answer does not name"


def known_keys(record: Record) -> Iterator[str]:
    """Nothing was done that nobody asked for."""
    asked = record.sign_ups | {write.key for write in record.writes}
    for audience, entries in record.log.items():
        for entry in entries:
            if entry["key"] and entry["key"] not in asked:
                yield f"{audience}:{entry['position']} was asked for by nobody ({entry['key']})"


def server_errors(record: Record) -> Iterator[str]:
    for write in record.writes:
        if write.status >= 500:
            yield f"{write}"


def folding(record: Record) -> Iterator[str]:
    """All entries of an audience, from the first, make what is shown."""
    for audience, (position, shown) in record.shown.items():
        folded = folded_from_nothing(record.log.get(audience, []))
        if position != len(record.log.get(audience, ())):
            yield f"{audience} is shown at {position}, and has {len(record.log.get(audience, ()))} entries"
        if difference := _difference(folded, _without_presets(shown)):
            yield f"{audience}: {difference}"


def replicas(record: Record) -> Iterator[str]:
    """Who followed has what is shown, whatever happened on the way; and not more than they may see."""
    for seen in record.seen:
        for audience, (position, things) in seen.things.items():
            key = seen.user if audience == "me" else audience
            if key not in record.shown:
                yield f"{seen.user} still has {audience}"
                continue
            now, shown = record.shown[key]
            if position != now:
                yield f"{seen.user} has {audience} at {position} of {now}"
            elif difference := _difference(things, shown):
                yield f"{seen.user} has {audience} otherwise: {difference}"
        if seen.gaps:
            yield f"{seen.user} saw {seen.gaps} gaps"


def delivered(record: Record) -> Iterator[str]:
    """Each entry that came is in the log, where it said; those of an audience came in order, each once."""
    for seen in record.seen:
        yield from _delivered_to(seen, record)


def _delivered_to(seen: Seen, record: Record) -> Iterator[str]:
    last: dict[str, int | None] = {}
    for audience, position, key in seen.entries:
        if position is None:
            last[audience] = None
            continue
        before = last.get(audience)
        if before is not None and position != before + 1:
            yield f"{seen.user} was told {audience}:{position} after {before}"
        last[audience] = position
        entries = record.log.get(seen.user if audience == "me" else audience, [])
        if position > len(entries) or entries[position - 1]["key"] != key:
            yield f"{seen.user} was told {audience}:{position} ({key}), which never was"


def secrets(record: Record) -> Iterator[str]:
    """Marked text that was written after somebody was shut out, or a session ended, never came to them."""
    for seen in [*record.seen, *record.ended]:
        for mark in seen.marks & record.forbidden.get(seen.user, set()):
            yield f"{mark} came to {seen.user}"


CHECKS: Final[tuple[Check, ...]] = (
    positions,
    acknowledged,
    once,
    known_keys,
    server_errors,
    folding,
    replicas,
    delivered,
    secrets,
)


def folded_from_nothing(entries: list[dict[str, Any]]) -> Things:
    """Written again, from the contract: the client's own folding is among what is checked."""
    things: Things = {}
    for entry in entries:
        for change in entry["changes"]:
            key = (change["kind"], change["id"])
            if not change.get("gone"):
                things[key] = {**things.get(key, {}), **change["set"]}
            elif change["kind"] == "list":
                things = {}
            else:
                things.pop(key, None)
    return things


def _without_presets(things: Things) -> Things:
    """Preset roles are the same in every list and no entry tells of them."""
    return {key: thing for key, thing in things.items() if not thing.get("preset")}


def _difference(one: Things, other: Things) -> str:
    keys = [key for key in one.keys() | other.keys() if one.get(key) != other.get(key)]
    return "; ".join(f"{key}: {one.get(key)} ≠ {other.get(key)}" for key in sorted(keys)[:3])
