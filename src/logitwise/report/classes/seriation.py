"""An order in which things that are close stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def seriation(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """Order of things, the closest pairs beside each other.

    Single linkage with flips: each thing begins as a chain of its own; each pair in turn joins its two chains, turned
    so that the pair stands as near as it can. Chains that nothing joins follow each other by their least member. The
    same links always give the same order.

    Args:
        count: of things, numbered from 0.
        links: pairs, the closest first.

    >>> seriation(5, [(0, 3), (1, 4), (3, 4)])
    [0, 3, 4, 1, 2]
    """
    chain_of = [[k] for k in range(count)]
    for a, b in links:
        front, back = chain_of[a], chain_of[b]
        if front is not back:
            joined = _towards_the_end(front, a) + _towards_the_end(back, b)[::-1]
            for k in joined:
                chain_of[k] = joined
    chains = {id(chain): chain if chain[0] <= chain[-1] else chain[::-1] for chain in chain_of}
    return [k for chain in sorted(chains.values(), key=min) for k in chain]


def _towards_the_end(chain: list[int], k: int) -> list[int]:
    """The chain, turned where `k` would otherwise stand nearer to its beginning."""
    return chain[::-1] if 2 * chain.index(k) < len(chain) - 1 else chain
