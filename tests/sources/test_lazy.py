"""Queries of DuckDB and polars are run as their rows are needed, and only for the columns that are."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest

import logitwise as lw
from logitwise.errors import FormatError, ScoreError
from logitwise.sources import open_table

duckdb = pytest.importorskip("duckdb")
pl = pytest.importorskip("polars")

COLUMNS = {"label": ["owl", "cat", "owl"], "p_cat": [0.25, 0.75, 0.5], "p_owl": [0.75, 0.25, 0.5], "^x$": [1, 2, 3]}


def relation(columns):
    table = pa.table(columns)
    return duckdb.from_arrow(table, connection=duckdb.connect())


@pytest.fixture(params=["relation", "lazy frame"])
def query(request):
    return {"relation": relation, "lazy frame": pl.LazyFrame}[request.param]


def rows(reading):
    return [(b.labels.tolist(), b.scores.tolist()) for b in reading.batches()]


def test_a_query_gives_the_rows_of_its_frame(query):
    assert rows(open_table(query(COLUMNS))) == rows(open_table(pl.DataFrame(COLUMNS)))


def test_a_query_can_be_read_again_and_by_halves(query):
    reading = open_table(query(COLUMNS), classes=["owl", "cat"])
    first = rows(reading)
    next(reading.batches())
    assert rows(reading) == first


def test_rows_are_looked_through_for_the_positive_class_first(query):
    table = {"label": ["b"] * 300_000 + ["m"], "p": np.full(300_001, 0.5)}
    reading = open_table(query(table), positive="m")
    assert sum(b.rows for b in reading.batches()) == 300_001
    assert reading.head.classes == ("b", "m")


def test_columns_with_any_name_can_be_chosen(query):
    table = {'a "label" ^.*$': [0, 1], "^p.*$": [0.25, 0.75], "p.v1": [1.0, 2.0], "*": [1, 2]}
    reading = open_table(query(table), label='a "label" ^.*$', probabilities="^p.*$")
    assert rows(reading) == [([0, 1], [0.25, 0.75])]


def test_vectors_categories_and_decimals(query):
    vectors = {"label": pl.Series([2, 0]), "logits": pl.Series([[1.0, 2, 3], [3, 2, 1]], dtype=pl.Array(pl.Float32, 3))}
    frame = pl.DataFrame(vectors)
    source = frame.lazy() if query is pl.LazyFrame else relation(frame.to_arrow())
    assert rows(open_table(source)) == [([2, 0], [[1, 2, 3], [3, 2, 1]])]


def test_a_row_is_named_by_its_number(query):
    p = np.where(np.arange(400_000) == 390_000, 7.0, 0.5)
    with pytest.raises(ScoreError, match="row 390001, column p"):
        list(open_table(query({"label": np.zeros(400_000, int), "p": p})).batches())


def test_a_query_that_fails_says_so():
    with pytest.raises(FormatError, match="relation: the query cannot be run: Conversion Error"):
        list(open_table(duckdb.sql("select x::int as label, 0.5 as p from (values ('1'), ('q')) t(x)")).batches())
    failing = pl.LazyFrame({"label": ["q"], "p": [0.5]}).select(pl.col("label").cast(pl.Int64), "p")
    with pytest.raises(FormatError, match="lazy frame: the query cannot be run"):
        open_table(failing)
    with pytest.raises(FormatError, match="lazy frame: the query cannot be run"):
        open_table(pl.scan_csv("there/is/no.csv"))


def test_a_query_of_scores_stands_where_an_array_would(query):
    report = lw.evaluate([0, 1] * 30, probabilities=query({"p": [0.25, 0.75] * 30}), policy="baseline")
    assert report.metric("accuracy").value == 1.0


MEMORY = """
import resource, sys
import {library}
import logitwise as lw
def used(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
def query(n): return {query}
lw.evaluate(query(200_000), policy="baseline")
before = used()
assert lw.evaluate(query(5_000_000), policy="baseline").rows.used == 5_000_000
print(used() - before)
"""
QUERIES = {
    "duckdb": "duckdb.sql(f\"select i % 2 as label, ((i * 7919) % 1000) / 1000.0 as p, repeat('x', 200) as note, "
    'i as a, i as b, i as c from range({n}) t(i)")',
    "polars": "polars.LazyFrame().select(i=polars.int_range(n)).select(label=polars.col('i') % 2, p=(polars.col('i') * "
    "7919 % 1000) / 1000, a='i', b=polars.col('i') * 2, note=polars.lit('x' * 200))",
}


@pytest.mark.slow
@pytest.mark.parametrize("library", ["duckdb", "polars"])
def test_five_million_rows_take_no_more_memory_than_a_few(library):
    """All columns at once would be more than a gigabyte, the two that are read 80 megabytes."""
    code = MEMORY.format(library=library, query=QUERIES[library])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) < 150_000, done.stdout
