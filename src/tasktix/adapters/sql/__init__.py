"""One set of tables, statements and repositories for every SQL store. Only `mysql` and `sqlite` stand on it."""
