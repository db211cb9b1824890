"""The order in which confused classes stand together."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from logitwise.report.classes.seriation import seriation

LINKS = st.integers(1, 30).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=60))
)


def test_without_links_the_order_stays():
    assert seriation(4, []) == [0, 1, 2, 3]


def test_the_closest_pair_stands_side_by_side():
    assert seriation(4, [(3, 0), (1, 2)]) == [0, 3, 1, 2]


def test_chains_are_turned_so_that_their_link_is_short():
    order = seriation(6, [(0, 1), (4, 5), (0, 5)])
    assert order in ([1, 0, 5, 4, 2, 3], [4, 5, 0, 1, 2, 3])


@given(LINKS)
def test_the_order_is_of_all_things_once_and_always_the_same(case):
    count, links = case
    order = seriation(count, links)
    assert sorted(order) == list(range(count))
    assert seriation(count, links) == order


@given(LINKS)
def test_what_is_linked_in_any_way_stands_in_one_piece(case):
    count, links = case
    reach = np.eye(count, dtype=int)
    for a, b in links:
        reach[a, b] = reach[b, a] = 1
    for _ in range(count):
        reach = np.minimum(reach @ reach, 1)
    order = seriation(count, links)
    breaks = sum(not reach[a, b] for a, b in pairwise(order))
    assert breaks == len({tuple(row) for row in reach.tolist()}) - 1
