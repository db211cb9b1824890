"""The way in: ``logitwise`` and ``python -m logitwise``."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end with its exit status."""
    from logitwise.cli.run import run  # noqa: PLC0415  importing this module costs nothing

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
