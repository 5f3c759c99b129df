"""GitHub: what it sends, and what it is asked."""
