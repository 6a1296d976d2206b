"""``make provider``: a provider and its first owner, who gets a sign-in link by mail."""

import argparse
import sys

import httpx

from deploy.local.folder import data_folder
from deploy.local.instance import chosen_ports
from deploy.local.secrets import NothingStarted, setup_token


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", required=True, help="as clients know the provider")
    parser.add_argument("--owner", required=True, help="e-mail address of the first owner")
    arguments = parser.parse_args()
    if not arguments.name or not arguments.owner:
        sys.exit('Give both: make provider NAME="Your Hosting B.V." OWNER=you@example.org')
    portal = f"http://127.0.0.1:{chosen_ports()['portal']}"
    try:
        answer = httpx.post(
            f"{portal}/providers",
            json={
                "name": arguments.name,
                "owner": {"email": arguments.owner},
                "setup_token": setup_token(data_folder()),
            },
            timeout=30,
        )
    except NothingStarted as error:
        sys.exit(str(error))
    except httpx.TransportError:
        sys.exit(f"Nothing answers at {portal}. Start it first: make run")
    if answer.is_error:
        sys.exit(answer.json().get("detail", answer.text))
    made = answer.json()
    print(
        f"{arguments.name} is there. Its owner gets a sign-in link at {arguments.owner}; or, once:"
    )
    print(f"  {made['sign_in_url']}")
    print(f"Public page: {made['public_page']}")


if __name__ == "__main__":
    main()
