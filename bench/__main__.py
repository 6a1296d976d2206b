"""``python -m bench [service]``: each measure in its own run, against its peer in that same run."""

import importlib
import sys

MEASURES = ("contracts", "documents", "notifications")


def main() -> None:
    for name in sys.argv[1:] or MEASURES:
        if name not in MEASURES:
            sys.exit(f"There is no measure of {name!r}; there are: {', '.join(MEASURES)}.")
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
