"""axe-core, where it is installed: an npm package that `.ci/run` puts below build/."""

import os
from pathlib import Path

_AT = Path(os.environ.get("LOGITWISE_AXE", Path(__file__).parents[2] / "build/npm/node_modules/axe-core/axe.min.js"))
AXE = _AT.read_text(encoding="utf-8") if _AT.exists() else None
"""Its source, or None."""
