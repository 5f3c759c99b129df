"""`python -m tasktix`."""

import sys

from tasktix.entrypoints.cli import main

sys.exit(main())
