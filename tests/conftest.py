"""Fixtures that several folders of tests share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.browser.fixtures import chromium, opened  # noqa: F401  one browser for all folders

settings.register_profile("everyday", max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everyday")


def folder_of_references() -> Path | None:
    """The folder of reference data beside the project, where there is one."""
    for parent in Path(__file__).resolve().parents:
        beside = parent.parent / "shared"
        if (beside / "reference_values.json").is_file():
            return beside
    return None


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reference data that does not ship with the project."""
    folder = folder_of_references()
    if folder is None:
        pytest.skip("the folder of reference data (../shared) is not here")
    return folder


@pytest.fixture(scope="session")
def references(shared: Path) -> dict[str, dict[str, dict[str, object]]]:
    """Numbers from R, scikit-learn and others, with the data sets they belong to."""
    return json.loads((shared / "reference_values.json").read_text())
