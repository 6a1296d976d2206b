"""Create a provider and its first owner through the running portal.

python -m services.portal.provider --name "De Kale ICT" --owner owner@company.example
"""

import argparse
import os
import sys
from pathlib import Path

import httpx


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--name", required=True, help="name of the provider")
    parser.add_argument("--owner", required=True, help="e-mail address of its first owner")
    parser.add_argument("--owner-name", default="", help="how the owner is called")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")
    parser.add_argument("--slug", default="", help="short name in the public address")
    asked = parser.parse_args()
    body = {
        "setup_token": _setting("SETUP_TOKEN"),
        "name": asked.name,
        "slug": asked.slug,
        "owner": {"email": asked.owner, "name": asked.owner_name, "language": asked.language},
    }
    url = _setting("PUBLIC_URL") or "http://127.0.0.1:18080"
    try:
        response = httpx.post(f"{url}/providers", json=body, timeout=30)
    except httpx.TransportError:
        print(f"The portal does not answer at {url}. Start it first (make run).", file=sys.stderr)
        return 1
    return _report(response, asked.owner)


def _report(response: httpx.Response, owner: str) -> int:
    answer = response.json()
    if response.status_code != 201:
        print(f"Not created: {answer.get('detail', response.text)}", file=sys.stderr)
        return 1
    print(f"Provider ready. Public page: {answer['public_page']}")
    print(f"A sign-in link was mailed to {owner}. It can also be opened here, once:")
    print(answer["sign_in_url"])
    return 0


def _setting(name: str) -> str:
    if path := os.environ.get(f"SCHAKEL_{name}_FILE"):
        return Path(path).read_text().strip()
    return os.environ.get(f"SCHAKEL_{name}", "")


if __name__ == "__main__":
    sys.exit(main())
