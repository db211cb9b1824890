"""Going through pages with keys alone: Tab, arrows, space, Enter and letters; nothing is clicked."""

MOST = 120
"""Presses of Tab after which what is looked for is not there."""


def tab_to(page, selector):
    """Press Tab until the focus is on what `selector` matches."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"no {selector} is reached by Tab on {page.url}")


def press_button(page, selector):
    """Tab to a button and press Enter, and wait for the page that comes."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer(page):
    """Answer the question that is shown, anyhow: the first option, position or cell, or something in each blank."""
    if page.locator("main input[type=radio][name=answer]").count():
        tab_to(page, "input[type=radio][name=answer]")
        page.keyboard.press("Space")
    elif page.locator("main select[name=answer]").count():
        tab_to(page, "select[name=answer], .slider input")
        page.keyboard.press("ArrowRight")
    else:
        for _ in range(page.locator("main input[name=answer]").count()):
            tab_to(page, "input[name=answer]")
            page.keyboard.type("0")
    press_button(page, "button[value=answer]")
