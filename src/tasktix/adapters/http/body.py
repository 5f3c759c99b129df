"""Bodies of requests: small structs that know their fields and refuse any other. Rules on values are the domain's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final, TypeVar

import msgspec
from aiohttp import web
from msgspec import UNSET

from tasktix.adapters.http.errors import MalformedBody, UnsupportedBody
from tasktix.domain.errors import Invalid, NotFound, checked
from tasktix.domain.ids import clean_id, is_id

LARGEST: Final = 1024 * 1024
"""Bytes of a body; more is 413."""

_PATH: Final = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<field>[^`\[]*)[^`]*`)?$", re.DOTALL)
_NAMED: Final = re.compile(r"field `(?P<field>[^`]+)`")


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """`ARGUMENTS` names the use case's own arguments among the fields; the other fields are its `fields`."""

    ARGUMENTS: ClassVar[Mapping[str, str]] = {}
    NEW_IDS: ClassVar[frozenset[str]] = frozenset({"id"})
    """Fields that choose an id; the other ids refer to something, and what is no id refers to nothing."""

    REFERENCES: ClassVar[frozenset[str]] = frozenset({"section", "after"})

    def given(self) -> dict[str, Any]:
        """The fields that the client sent."""
        values = {field: getattr(self, field) for field in self.__struct_fields__}
        return {field: value for field, value in values.items() if value is not UNSET}

    def arguments(self) -> dict[str, Any]:
        given = self.given()
        checked(dict.fromkeys(self.NEW_IDS, clean_id), {f: given[f] for f in self.NEW_IDS & given.keys()})
        for field in self.REFERENCES & given.keys():
            named = given[field] if isinstance(given[field], list) else [given[field]]
            if not all(it is None or is_id(it) for it in named):
                raise NotFound
        own = {name: given.pop(field) for field, name in self.ARGUMENTS.items() if field in given}
        has_fields = set(self.__struct_fields__) - set(self.ARGUMENTS)
        return {**own, "fields": given} if has_fields else own


B = TypeVar("B", bound=Body)


async def read(request: web.Request, shape: type[B]) -> B:
    """The body as `shape`. Raises `UnsupportedBody`, `MalformedBody`, `Invalid`, and 413 where it is too large."""
    if request.content_type != "application/json":
        raise UnsupportedBody
    raw = await request.read()
    try:
        return _decoder(shape).decode(raw)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise MalformedBody from None


_DECODERS: Final[dict[type[Body], msgspec.json.Decoder[Any]]] = {}


def _decoder(shape: type[B]) -> msgspec.json.Decoder[B]:
    if shape not in _DECODERS:
        _DECODERS[shape] = msgspec.json.Decoder(shape)
    return _DECODERS[shape]


def _invalid(message: str) -> Invalid:
    """msgspec says what is wrong and where; the wire wants the field and the words apart."""
    found = _PATH.match(message)
    assert found
    what = found["what"]
    named = _NAMED.search(what)
    field = found["field"] or (named["field"] if named else "")
    if "missing required field" in what:
        return Invalid.of(field, "is required")
    if "unknown field" in what:
        return Invalid.of(field, "is not a field of this")
    return Invalid.of(field or "body", what[0].lower() + what[1:].replace("`", ""))
