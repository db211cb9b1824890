import re
from itertools import pairwise

import pytest

from logitwise.report.theme import css
from logitwise.report.theme.contrast import contrast
from logitwise.report.theme.measures import SIZES, measures, sizes
from logitwise.report.theme.palette import DARK, DRAWN_PAIRS, LIGHT, TEXT_PAIRS

SCHEMES = {"light": LIGHT, "dark": DARK}
each_scheme = pytest.mark.parametrize("palette", SCHEMES.values(), ids=SCHEMES)


@each_scheme
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=" on ".join)
def test_text_stands_out_from_its_ground(palette, pair):
    assert contrast(*(getattr(palette, name) for name in pair)) >= 4.5


@each_scheme
@pytest.mark.parametrize("pair", DRAWN_PAIRS, ids=" on ".join)
def test_what_is_drawn_stands_out_from_its_ground(palette, pair):
    assert contrast(*(getattr(palette, name) for name in pair)) >= 3


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    # The first is exact; the others are what the W3C's own technique G18 and its calculators give.
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_the_guidelines(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def test_dark_gives_every_colour_that_light_gives():
    light, dark = css().split("@media")
    colours = re.findall(r"--([\w-]+): #[0-9a-f]{6};", light)
    assert colours == re.findall(r"--([\w-]+): #[0-9a-f]{6};", dark)
    assert len(colours) == len(LIGHT.variables())


def test_sizes_of_type_are_one_scale():
    rem = [float(sizes()[name].removesuffix("rem")) for name in SIZES]
    assert all(larger / smaller == pytest.approx(1.2, rel=1e-3) for smaller, larger in pairwise(rem))


def test_a_note_stands_between_small_type_and_text():
    small, note, text = (float(measures()[f"size-{name}"].removesuffix("rem")) for name in ("small", "note", "text"))
    assert note / small == pytest.approx(text / note, rel=1e-3)


def test_dark_is_for_screens_alone():
    assert re.findall(r"@media[^{]*", css()) == ["@media screen and (prefers-color-scheme: dark) "]
