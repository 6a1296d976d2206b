"""Tests that share the one running instance must share a worker, or they end each other's."""

import subprocess
import sys

GROUPED = """
import os, pathlib, pytest

@pytest.mark.xdist_group("instance")
@pytest.mark.parametrize("turn", range(6))
def test_turn(turn):
    pathlib.Path(f"{turn}.worker").write_text(os.environ["PYTEST_XDIST_WORKER"])
"""


def test_tests_of_one_group_run_on_one_worker(tmp_path):
    (tmp_path / "test_a.py").write_text(GROUPED)
    (tmp_path / "test_b.py").write_text("def test_other():\n    pass\n")
    options = ["-n", "2", "--dist", "loadgroup", "-c", "/dev/null", "--rootdir", tmp_path]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert len({file.read_text() for file in tmp_path.glob("*.worker")}) == 1
