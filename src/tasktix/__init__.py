"""Tasktix: people change a shared list, and everyone who looks at it sees the truth at once."""
