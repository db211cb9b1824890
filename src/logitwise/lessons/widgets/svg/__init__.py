"""Charts as SVG text: scales, axes and marks, coloured by classes of the theme alone."""

from __future__ import annotations
