"""The least that every question needs; a test adds the kind and what it is about."""

HEAD = """
skill = "axis"

[[misconception]]
id = "m"
thought = "..."
right = "..."
place = "deep#axis"

[[question]]
id = "q"
asks = "right call"
difficulty = "easy"
place = "deep#axis"
stem = "Which?"
hints = ["a", "b"]
steps = ["a", "b"]
check = "c"
"""
