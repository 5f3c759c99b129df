"""Tasktix over HTTP: the API, the live stream and the page."""
