"""python -m export_bundle"""

import sys

from .cli import main

sys.exit(main())
