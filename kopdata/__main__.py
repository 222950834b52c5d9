"""``python -m kopdata``."""

import sys

from kopdata.cli import main

sys.exit(main())
