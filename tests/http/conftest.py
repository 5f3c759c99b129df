from tests.http.village import ann, bob, cy, eve, groceries, nobody, scene, server, shared

__all__ = ["ann", "bob", "cy", "eve", "groceries", "nobody", "scene", "server", "shared"]
