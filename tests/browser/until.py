"""Waiting for what a page comes to, never for a time."""

import time

STEADY = """([selector]) => JSON.stringify([...document.querySelectorAll(selector)].map(each => {
  const { x, y, width, height } = each.getBoundingClientRect();
  return [x, y, width, height, each.innerHTML.length]; }))"""
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"


def until(page, holds, arg=None, *, seconds=10):
    """Asks until it holds: the policy of a page lets no waiting predicate be made of text."""
    deadline = time.monotonic() + seconds
    while not page.evaluate(holds, arg):
        assert time.monotonic() < deadline, f"does not come to hold: {holds} of {arg!r}"
        page.wait_for_timeout(50)


def at_rest(page, selector, *, seconds=10):
    """Asks until what `selector` matches stands where it stood, and holds what it held, two frames before."""
    deadline, before = time.monotonic() + seconds, None
    while (now := page.evaluate(STEADY, [selector])) != before:
        assert time.monotonic() < deadline, f"does not come to rest: {selector}"
        before = now
        page.evaluate(FRAMES)
