from tests.http.village import ann, bob, eve, groceries, nobody, server, shared

__all__ = ["ann", "bob", "eve", "groceries", "nobody", "server", "shared"]
