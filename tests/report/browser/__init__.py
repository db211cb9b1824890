"""The page of a report in real Chromium."""
