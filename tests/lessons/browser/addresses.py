"""Every kind of page that the lesson has."""

from logitwise.lessons.modes import MODES

WIDGETS = ("activation", "vector", "threshold", "matrix", "reliability", "gradients", "costs")
PAGES = (
    "/", *(f"/{mode.slug}" for mode in MODES), "/practice", "/findings", "/finding/LW401", "/yours", "/settings",
    *(f"/widget/{name}?show=1" for name in WIDGETS), "/no-such-page",
)  # fmt: skip
