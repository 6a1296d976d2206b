"""docs/problems.md names every code that a service answers, and no other."""

import re

from tests.rules.problem_codes import PAGE, codes

ROW = re.compile(r"^\| `([a-z-]+)` \| (\w+) \| .", re.MULTILINE)


def test_the_page_of_problems_names_every_code() -> None:
    told = {(status, code) for code, status in ROW.findall(PAGE.read_text())}
    raised = {(one.status, one.code) for one in codes()}
    assert told == raised, "write it anew: python -m tests.rules.problem_codes"
