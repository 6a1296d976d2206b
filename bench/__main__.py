"""``python -m bench [service]``: each measure in its own run, against its peer in that same run."""

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    names = sorted(path.stem for path in HERE.glob("[a-z]*.py"))
    for name in sys.argv[1:] or names:
        if name not in names:
            sys.exit(f"There is no measure of {name!r}; there are: {', '.join(names)}.")
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
