"""The schema's history (Alembic). `HEAD` is the newest revision, known without loading Alembic."""

from typing import Final

HEAD: Final = "0007"
