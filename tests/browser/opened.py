"""A page of the browser that remembers what it asked for and what went wrong in it."""

import pytest
from tests.browser.axe import AXE

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


class Opened:
    """A page of the browser that remembers what it asked for and what went wrong in it."""

    def __init__(self, browser, **settings):
        self.context = browser.new_context(**settings)
        self.page = self.context.new_page()
        self.asked, self.faults = [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def violations(self):
        """What axe finds wrong with what is shown."""
        if AXE is None:
            pytest.skip("axe-core is not installed (npm install --prefix build/npm axe-core)")
        # Evaluated by the debugger, which no content policy of the page restrains.
        self.page.evaluate(AXE)
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [f"{each['id']}: {each['help']}: {node['html'][:200]}" for each in found for node in each["nodes"]]
