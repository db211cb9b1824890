"""What stands in the file besides markup: data, style, script and the policy that lets nothing else run."""

import base64
import hashlib
import json
import re

import pytest
from tests.report import reports

from logitwise.report.html import page
from logitwise.report.html.inline import content_policy, data_text, script, style

BREAKERS = ("</script>", "<!--<script>", "]]>", "\u2028\u2029", "&lt;", "\ud800", "' \" ` \\ ${x}", "\x00")


@pytest.fixture(scope="module")
def ten():
    return page(reports.of_softmax(10, 1000))


@pytest.mark.parametrize("text", BREAKERS)
def test_data_come_back_from_the_page_as_they_went_in(text):
    assert json.loads(data_text({text: [text]})) == {text: [text]}


@pytest.mark.parametrize("text", BREAKERS)
def test_data_hold_nothing_that_a_parser_of_html_or_javascript_stops_at(text):
    assert not re.search("[<>&\u2028\u2029\ud800\x00]", data_text({text: text}))


def test_a_number_that_json_does_not_have_is_an_error_not_a_broken_page():
    with pytest.raises(ValueError, match="not JSON compliant"):
        data_text({"x": float("nan")})


@pytest.mark.parametrize("text", [style(), script()], ids=["style", "script"])
def test_nothing_in_style_and_script_ends_them_early_or_is_read_otherwise_than_it_is_hashed(text):
    # A parser ends the element at its end tag, and replaces carriage returns and NUL before the hash is taken.
    assert not re.search(r"</(script|style)|<!--|\r|\x00", text, re.IGNORECASE)


def test_the_policy_names_what_is_in_the_page_by_hash(ten):
    for element, directive in (("style", "style-src"), ("script", "script-src")):
        (inside,) = re.findall(rf"<{element}>(.*?)</{element}>", ten, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in content_policy()


def test_the_policy_allows_nothing_by_default_and_nothing_unsafe():
    assert content_policy().startswith("default-src 'none'; ")
    assert "unsafe" not in content_policy()


def test_one_report_gives_the_same_page_each_time(ten):
    assert page(reports.of_softmax(10, 1000)) == ten


def test_style_uses_no_colour_but_those_of_the_theme():
    own = style().partition("/* The report.")[2].partition("/* Paper:")[0]
    assert not re.search(r":[^;{}]*#[0-9a-f]{3,8}\b", own, re.IGNORECASE)


def test_style_uses_no_property_that_the_theme_does_not_give():
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", style()))
    given = set(re.findall(r"(--[a-z0-9-]+)\s*:", style()))
    assert used <= given


def test_a_per_cent_sign_stays_with_its_number_and_a_command_is_as_it_was():
    report = reports.of_binary(names=("not 5 % fat", "5 % fat"))
    html = page(report)
    shown = re.sub(r"<(script|style|pre|code)\b.*?</\1>|<[^>]*>", "", html, flags=re.DOTALL)
    assert "5\xa0% fat" in shown
    assert not re.search(r"\d %", shown)
    commands = "".join(re.findall(r'data-copy="[^"]*"|<pre.*?</pre>', html, flags=re.DOTALL))
    assert commands
    assert "\xa0" not in commands
