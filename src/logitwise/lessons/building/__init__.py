"""The build step: runs every question and computes every figure, with TensorFlow; the app never imports it."""

from __future__ import annotations
