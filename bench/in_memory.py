"""The whole server on the memory store, which `tasktix serve` does not offer: nothing it says outlives it. For what is
not to be measured with a durable write in it."""

from __future__ import annotations

import argparse
import logging

from tasktix.entrypoints import serve
from tasktix.entrypoints.settings import MEMORY, Settings

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    serve.run(Settings(database=MEMORY, port=parser.parse_args().port))
