"""A log names things, never people: what an exception says may be somebody's data."""

import json
import subprocess
import sys

FAILING = """
from pydantic import BaseModel
from shared.logs import log

class Person(BaseModel):
    age: int

try:
    try:
        Person(age="anna@bakkerij.example")
    except ValueError as error:
        raise ExceptionGroup("anna@bakkerij.example", [error])
except ExceptionGroup as error:
    error.add_note("anna@bakkerij.example")
    log.error("failed", exc_info=error)
"""


def test_a_logged_exception_says_what_and_where_and_none_of_its_words() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING], capture_output=True, text=True, check=True
    )
    assert "bakkerij" not in done.stderr
    (group,) = json.loads(done.stderr)["exception"]
    assert group["exc_type"] == "ExceptionGroup"
    assert group["exceptions"][0][0]["exc_type"] == "ValidationError"
    assert group["frames"][0]["lineno"]
