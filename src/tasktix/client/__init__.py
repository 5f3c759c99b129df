"""Tasktix from another program: calls that are done once, and lists that are followed (`docs/client.md`)."""

from tasktix.client.backoff import Backoff
from tasktix.client.connection import Answer, Connection
from tasktix.client.errors import ClientError, NotFound, Refused, SignedOut, Unreachable
from tasktix.client.following import EntryApplied, Following, Happening, ListGone, SnapshotTaken, follow
from tasktix.client.replica import Change, Entry, Replica
from tasktix.client.sse import Message, Parser

__all__ = [
    "Answer",
    "Backoff",
    "Change",
    "ClientError",
    "Connection",
    "Entry",
    "EntryApplied",
    "Following",
    "Happening",
    "ListGone",
    "Message",
    "NotFound",
    "Parser",
    "Refused",
    "Replica",
    "SignedOut",
    "SnapshotTaken",
    "Unreachable",
    "follow",
]
