"""Server-sent messages out of bytes (WHATWG HTML, 9.2); the cases are those of its tests."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktix.client.sse import LONGEST, Message, NotAStream, Parser

CASES = [
    ("data: one\n\n", [Message("message", "one")]),
    ("data: one\r\n\r\n", [Message("message", "one")]),
    ("data: one\r\r", [Message("message", "one")]),
    ("data: one\rdata: two\ndata: three\r\n\n", [Message("message", "one\ntwo\nthree")]),
    ("\ufeffdata: one\n\n", [Message("message", "one")]),
    ("\ufeff\ufeffdata: one\n\n", []),
    ("data:one\n\n", [Message("message", "one")]),
    ("data:  one\n\n", [Message("message", " one")]),
    ("data\n\n", [Message("message", "")]),
    ("data\ndata\n\n", [Message("message", "\n")]),
    ("data:\n\n", [Message("message", "")]),
    ("data: never ended\n", []),
    ("data: never ended", []),
    (": a comment\n\n", []),
    (":\n\ndata: one\n\n", [Message("message", "one")]),
    ("event: entry\ndata: {}\n\n", [Message("entry", "{}")]),
    ("event: entry\n\ndata: {}\n\n", [Message("message", "{}")]),
    ("Data: no\nDATA: no\n data: no\n\n", []),
    ("what: ever\ndata: one\n\n", [Message("message", "one")]),
    ("id: 7\ndata: one\n\ndata: two\n\n", [Message("message", "one", "7"), Message("message", "two", "7")]),
    ("id: 7\n\ndata: one\n\n", [Message("message", "one", "7")]),
    ("id: 7\ndata: one\n\nid\ndata: two\n\n", [Message("message", "one", "7"), Message("message", "two", "")]),
    ("id: 7\ndata: 1\n\nid: 8\0\ndata: 2\n\n", [Message("message", "1", "7"), Message("message", "2", "7")]),
    ("data: a:b: c\n\n", [Message("message", "a:b: c")]),
    ("data: Grüße 🌻\n\n", [Message("message", "Grüße 🌻")]),
]


def parsed(*pieces: bytes) -> list[Message]:
    parser = Parser()
    return [message for piece in pieces for message in parser.feed(piece)]


@pytest.mark.parametrize(("text", "messages"), CASES)
def test_a_stream_has_these_messages(text: str, messages: list[Message]) -> None:
    assert parsed(text.encode()) == messages


@pytest.mark.parametrize(("text", "messages"), CASES)
def test_byte_by_byte_it_has_the_same(text: str, messages: list[Message]) -> None:
    assert parsed(*(bytes([byte]) for byte in text.encode())) == messages


LINES = st.sampled_from(["data: x", "data", "event: e", "id: 1", "id", ": c", "retry: 5", "é: ü", "data: 🌻", ""])
ENDS = st.sampled_from(["\n", "\r", "\r\n"])
STREAMS = st.lists(st.tuples(LINES, ENDS), max_size=20).map(lambda them: "".join(map("".join, them)).encode())


@given(STREAMS | st.binary(max_size=60), st.lists(st.integers(0, 200), max_size=12))
def test_any_cut_gives_the_same(stream: bytes, cuts: list[int]) -> None:
    at = sorted({0, *(cut for cut in cuts if cut < len(stream)), len(stream)})
    pieces = [stream[start:end] for start, end in itertools.pairwise(at)]
    assert parsed(*pieces) == parsed(stream)
    assert parsed(*pieces, b"", b"\n\n") == parsed(stream + b"\n\n")


@given(st.lists(st.dictionaries(st.text(), st.text()), max_size=5), ENDS)
def test_what_is_written_by_the_rules_is_read(things: list[dict[str, str]], end: str) -> None:
    texts = [json.dumps(thing, ensure_ascii=False, indent=1) for thing in things]
    written = "".join(
        f"event: entry{end}" + "".join(f"data: {line}{end}" for line in text.split("\n")) + end for text in texts
    )
    assert [json.loads(message.text) for message in parsed(written.encode())] == things


def test_the_pause_that_the_server_wants() -> None:
    parser = Parser()
    parser.feed(b"retry: 2000\nretry: 3s\nretry: -1\nretry: \xc2\xb2\nretry:\n")
    assert parser.retry == 2000


def test_a_message_without_end_is_given_up() -> None:
    parser = Parser()
    piece = b"x" * (LONGEST // 8)
    for _ in range(8):
        parser.feed(piece)
    with pytest.raises(NotAStream):
        parser.feed(piece)
