"""Scores every built-in message by the checkers of Debian, SpamAssassin and rspamd, with their
local rules alone: nothing is asked of the network, and what is started here ends here.

python -m tests.notifications.mail_lint
"""

import email
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

from deploy.local.processes import free_port
from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.domain.facts import Kind, NoticeFacts
from tests.notifications import samples

# Names of which checkers know the end (RFC 2606); the rest of the samples have none.
_DOMAIN = "example.net"
_LINK = "https://portaal.example.net/in/abc"
_MOST = 1.0
_STATUS = re.compile(r"score=(-?[\d.]+).*?tests=(.*?)(?: \w+=|$)", re.DOTALL)
# No server of names, and none that knows messages of others.
_CALM = {
    "local.d/options.inc": (
        "disable_hyperscan = true; "
        'dns { nameserver = ["127.0.0.1:9"]; timeout = 0.05s; retransmits = 1; }'
    ),
    "local.d/fuzzy_check.conf": "enabled = false;",
    "local.d/logging.inc": 'type = "console"; level = "error";',
    "override.d/worker-controller.inc": "enabled = false;",
    "override.d/worker-proxy.inc": "enabled = false;",
    "override.d/worker-fuzzy.inc": "enabled = false;",
}


def _told(kind: Kind) -> NoticeFacts:
    """Also for addresses that stand in the facts: the page counts a link whatever it ends on, the
    plain text one with an end that is known alone, and the two must agree."""
    facts = samples.EVERY_KIND[kind]
    said = facts.model_dump_json().replace("//portal.example/", f"//portal.{_DOMAIN}/")
    return type(facts).model_validate_json(said)


def messages(folder: Path) -> Iterator[Path]:
    composer = Composer(Letterhead(f"meldingen@{_DOMAIN}", _DOMAIN))
    for kind in get_args(Kind):
        for language in ("nl", "en"):
            told = samples.delivery(kind, language=language, email="proef@example.org")
            data = composer.compose(kind, _told(kind), told, _LINK).data
            path = folder / f"{kind}.{language}.eml"
            path.write_bytes(data)
            yield path


def by_spamassassin(path: Path) -> tuple[float, str]:
    done = subprocess.run(
        ["/usr/bin/spamassassin", "--local"],
        input=path.read_bytes(), capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    status = str(email.message_from_bytes(done.stdout)["X-Spam-Status"])
    found = _STATUS.search(status)
    assert found, status
    return float(found[1]), " ".join(found[2].split())


@contextmanager
def rspamd(folder: Path) -> Iterator[int]:
    port = free_port()
    told = _CALM | {"override.d/worker-normal.inc": f'bind_socket = "127.0.0.1:{port}"; count = 1;'}
    for name, text in told.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    names = ("LOCAL_CONFDIR", "DBDIR", "RUNDIR", "LOGDIR")
    command = ["/usr/bin/rspamd", "-f", "--insecure", "-c", "/etc/rspamd/rspamd.conf"]
    command += [f"--var={name}={folder}" for name in names]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as one,
    ):
        try:
            yield port
        finally:
            one.terminate()
            one.wait(30)


def by_rspamd(port: int, path: Path) -> tuple[float, str]:
    """As from a mail server whose name and address fit."""
    asked = ["/usr/bin/rspamc", "-h", f"127.0.0.1:{port}", "--json", "-i", "192.0.2.1"]
    asked += ["--helo", f"mail.{_DOMAIN}", "--hostname", f"mail.{_DOMAIN}"]
    asked += ["-F", f"b@{_DOMAIN}", "-r", "proef@example.org", "symbols", str(path)]
    for _ in range(600):
        done = subprocess.run(asked, capture_output=True, check=False, timeout=60)
        if done.returncode == 0 and done.stdout.startswith(b"{"):
            answer = json.loads(done.stdout)
            marks = {name: one["score"] for name, one in answer["symbols"].items() if one["score"]}
            # Without a server of names no sending host has a name: no fault of the message.
            counted = sum(score for name, score in marks.items() if not name.startswith("HFILTER_"))
            return counted, " ".join(f"{name}({score})" for name, score in marks.items())
        time.sleep(0.5)
    raise RuntimeError(f"rspamd does not answer: {done.stdout!r} {done.stderr!r}")


def main() -> int:
    missing = [name for name in ("spamassassin", "rspamd") if shutil.which(name) is None]
    if missing:
        print(f"Install {' and '.join(missing)} first: apt-get install --no-install-recommends …")
        return 2
    worst = 0.0
    with tempfile.TemporaryDirectory() as place:
        mails, own = Path(place) / "mails", Path(place) / "rspamd"
        mails.mkdir()
        own.mkdir()
        with rspamd(own) as port:
            for path in messages(mails):
                for checker, (score, marks) in (
                    ("spamassassin", by_spamassassin(path)),
                    ("rspamd", by_rspamd(port, path)),
                ):
                    worst = max(worst, score)
                    print(f"{path.stem:28} {checker:13} {score:6.2f}  {marks}", flush=True)
    print(f"worst {worst:.2f}; clean is at most {_MOST}")
    return 0 if worst <= _MOST else 1


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    sys.exit(main())
