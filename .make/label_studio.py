#!/usr/bin/env python3
"""A real Label Studio of our own, on loopback, with telemetry off: for the demo and for the tests.

    label_studio.py template                     make the migrated, empty data directory (once per machine)
    label_studio.py start --port P --data DIR    run one; DIR is made from the template when it is not there

`start` prints one line of JSON when everything is ready (address, account, tokens, project) and runs until it gets
SIGINT or SIGTERM or the process that started it is gone; then it stops Label Studio too. Use `.make/env.sh` first:
it says where Label Studio is.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

VENV = pathlib.Path(os.environ.get("LABEL_STUDIO_VENV", ""))
TEMPLATE = pathlib.Path(os.environ.get("LABEL_STUDIO_TEMPLATE", ""))
DATABASE = "label_studio.sqlite3"
EMAIL = "demo@example.com"
DEMO_TITLE = "Batch result review"
DEMO_XML = pathlib.Path(__file__).parent.parent / "src/core/labeling/templates/batch-result-review.xml"


class Trouble(Exception):
    """A sentence for the person who started this."""


def environment(data: pathlib.Path, **more: str) -> dict[str, str]:
    """What Label Studio gets to see: nothing of the caller's own settings, and nobody to phone home to."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ")}
    quiet = {"COLLECT_ANALYTICS": "0", "LATEST_VERSION_CHECK": "0", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": ""}
    return {**kept, **quiet, "HOME": str(data), "PYTHONNOUSERSITE": "1", "LABEL_STUDIO_BASE_DATA_DIR": str(data), **more}


def make_template() -> None:
    """Nearly all of Label Studio's first start is Django migrations: they run here once, in memory where possible."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="label-studio-", dir=memory) as work:
        data = pathlib.Path(work)
        # `version` migrates and needs neither an account nor a port.
        done = subprocess.run([VENV / "bin/label-studio", "version", "--data-dir", work], env=environment(data),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0 or not (data / DATABASE).exists():
            raise Trouble(f"Label Studio could not prepare its database:\n{done.stdout[-2000:]}")
        fresh = TEMPLATE.with_suffix(f".{os.getpid()}")
        fresh.mkdir(parents=True)
        shutil.copy(data / DATABASE, fresh)  # not `.env`: the key in it signs tokens, and every copy makes its own
        shutil.rmtree(TEMPLATE, ignore_errors=True)
        fresh.rename(TEMPLATE)


def port_is_free(port: int) -> bool:
    """Label Studio walks silently to the next port when its own is taken, so this is asked first."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def exit_on_signals() -> None:
    """SIGINT, SIGTERM and SIGHUP unwind through `finally`, once: a second one must not cut the stopping short."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def leave(*_: object) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        sys.exit(0)

    for each in signals:
        signal.signal(each, leave)


def stop(process: subprocess.Popen, seconds: float = 10) -> None:
    """Ends one process that we started, firmly if it does not listen."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def tail(path: pathlib.Path, lines: int = 15) -> str:
    """The end of a log."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""


class LabelStudio:
    """One running instance and its one account."""

    def __init__(self, port: int, data: pathlib.Path) -> None:
        self.url, self.port, self.data = f"http://127.0.0.1:{port}", port, data.absolute()
        self.log = self.data / "label-studio.log"
        self.account_file = self.data / "account.json"
        self.process: subprocess.Popen | None = None
        self.bearer = ""

    def launch(self, flags: list[str] | None = None) -> None:
        """Starts it, without waiting; with some of its feature flags on."""
        if not port_is_free(self.port):
            raise Trouble(f"Port {self.port} on 127.0.0.1 is taken, so Label Studio cannot have it. "
                          "Stop what listens there, or choose another one: LABEL_STUDIO_PORT=…")
        self.data.mkdir(parents=True, exist_ok=True)
        if not (self.data / DATABASE).exists():
            shutil.copy(TEMPLATE / DATABASE, self.data)
        if self.account_file.exists():
            self.account = json.loads(self.account_file.read_text())
        else:
            self.account = {"email": EMAIL, "password": secrets.token_urlsafe(12)}
            self.save_account()
        env = environment(self.data, LABEL_STUDIO_USERNAME=self.account["email"],
                          LABEL_STUDIO_PASSWORD=self.account["password"], **dict.fromkeys(flags or [], "true"))
        command = [VENV / "bin/label-studio", "start", "--no-browser", "--internal-host", "127.0.0.1",
                   "--port", str(self.port), "--data-dir", self.data]
        with self.log.open("w") as log:
            # A session of its own: Ctrl-C in the terminal reaches only us, and we stop it in order.
            self.process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=subprocess.STDOUT, start_new_session=True)

    def wait(self, seconds: float = 180) -> None:
        """Until it answers as Label Studio."""
        assert self.process
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Trouble(f"Label Studio ended before it was ready. The end of {self.log}:\n{tail(self.log)}")
            try:
                with urllib.request.urlopen(f"{self.url}/api/version", timeout=5) as answer:
                    json.load(answer)
                    return
            except (OSError, ValueError):
                time.sleep(0.1)
        raise Trouble(f"Label Studio did not answer within {seconds:.0f} s. The end of {self.log}:\n{tail(self.log)}")

    def save_account(self) -> None:
        """A token is shown once, so it is kept for the next run, where only its owner may read it."""
        with open(os.open(self.account_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(self.account, file)

    def ask(self, method: str, path: str, body: object = None, opener: urllib.request.OpenerDirector | None = None,
            headers: dict[str, str] | None = None) -> object:
        """One API call; JSON in, JSON out. With the account's bearer token, once there is one."""
        request = urllib.request.Request(self.url + path, method=method, headers=dict(headers or {}))
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if self.bearer:
            request.add_header("Authorization", f"Bearer {self.bearer}")
        with (opener.open if opener else urllib.request.urlopen)(request, timeout=60) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def token(self) -> str:
        """The account's personal access token: the kept one while it works, else a new one."""
        kept = self.account.get("pat")
        if not kept or not self.refresh(kept):
            self.account["pat"] = self.new_token()
            self.save_account()
            self.refresh(self.account["pat"])
        return self.account["pat"]

    def refresh(self, pat: str) -> bool:
        """Trades the personal access token for a bearer token of five minutes."""
        self.bearer = ""
        try:
            self.bearer = self.ask("POST", "/api/token/refresh/", {"refresh": pat})["access"]
        except urllib.error.HTTPError:
            return False
        return True

    def new_token(self) -> str:
        """Signs in as a browser does and makes a token; an account has one, so one that nobody knows is revoked."""
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        browser.open(f"{self.url}/user/login/", timeout=60).read()

        def csrf() -> str:
            return next((c.value or "" for c in jar if c.name == "csrftoken"), "")

        form = urllib.parse.urlencode({"email": self.account["email"], "password": self.account["password"],
                                       "csrfmiddlewaretoken": csrf()}).encode()
        answer = browser.open(urllib.request.Request(f"{self.url}/user/login/", data=form), timeout=60)
        if "/user/login" in answer.url:
            raise Trouble(f"{self.account['email']} cannot sign in with the password in {self.account_file}. "
                          f"If it was changed, write the new one there, or start afresh: rm -r {self.data}")
        for old in self.ask("GET", "/api/token/", opener=browser):
            self.ask("POST", "/api/token/blacklist/", {"refresh": old["token"]}, browser, {"X-CSRFToken": csrf()})
        return self.ask("POST", "/api/token/", {}, browser, {"X-CSRFToken": csrf()})["token"]

    def legacy_token(self) -> str:
        """The 40-character token of former times, after switching that kind on (it is off by default)."""
        self.ask("POST", "/api/jwt/settings", {"api_tokens_enabled": True, "legacy_api_tokens_enabled": True})
        return self.ask("GET", "/api/current-user/token")["token"]

    def project(self, title: str, xml: str) -> int:
        """The id of the project of that title, made if it is not there."""
        query = urllib.parse.urlencode({"title": title, "include": "id,title", "page_size": 100})
        for project in self.ask("GET", f"/api/projects/?{query}")["results"]:
            if project["title"] == title:
                return project["id"]
        return self.ask("POST", "/api/projects/", {"title": title, "label_config": xml})["id"]

    def ready(self, legacy: bool = False) -> dict[str, object]:
        """Waits, and makes account, tokens and demo project; answers with all of them."""
        began = time.monotonic()
        self.wait()
        about: dict[str, object] = {"url": self.url, "email": self.account["email"],
                                    "password": self.account["password"], "pat": self.token()}
        if legacy:
            about["legacy_token"] = self.legacy_token()
        about["project"] = self.project(DEMO_TITLE, DEMO_XML.read_text())
        return {**about, "seconds": round(time.monotonic() - began, 1)}


def start(arguments: argparse.Namespace) -> None:
    """Runs one in the foreground, for a test harness."""
    parent = os.getppid()
    exit_on_signals()
    server = LabelStudio(arguments.port, pathlib.Path(arguments.data))
    try:
        server.launch(arguments.flag)
        print(json.dumps(server.ready(arguments.legacy)), flush=True)
        while server.process.poll() is None and os.getppid() == parent:
            time.sleep(0.3)
        if server.process.poll() is not None:
            raise Trouble(f"Label Studio ended by itself. The end of {server.log}:\n{tail(server.log)}")
    finally:
        if server.process:
            stop(server.process)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("template")
    run = commands.add_parser("start")
    run.add_argument("--port", type=int, required=True)
    run.add_argument("--data", required=True)
    run.add_argument("--legacy", action="store_true", help="allow legacy tokens and print one")
    run.add_argument("--flag", action="append", help="a feature flag of Label Studio's to switch on")
    arguments = parser.parse_args()
    if not (VENV / "bin/label-studio").exists():
        raise Trouble("Label Studio is not installed: run '.make/setup label-studio' (and source .make/env.sh).")
    make_template() if arguments.command == "template" else start(arguments)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"label-studio: {trouble}")
