#!/usr/bin/env python3
"""`make run`: Label Studio, the companion and the page together; Ctrl-C stops what this started and nothing else.

Environment: PORT (8001) or LISTEN (127.0.0.1:8001) for the page, LABEL_STUDIO_PORT (8085) for our own Label Studio.
LABEL_STUDIO_URL=… uses yours instead: none is started, no token is printed. BATCH_API_URL=… shows your batch API,
BATCHES=… a folder of results files; with neither there is a sample set. Data stays in .run/.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

import label_studio
from label_studio import LabelStudio, Trouble, exit_on_signals, port_is_free, stop, tail

RUN = pathlib.Path(".run")
COMPANION = pathlib.Path("target/companion/batch-curator")


def listen_address() -> str:
    """Where the page will be, checked before anything slow begins."""
    listen = os.environ.get("LISTEN") or f"127.0.0.1:{os.environ.get('PORT') or 8001}"
    port = int(listen.rpartition(":")[2])
    if not port_is_free(port):
        raise Trouble(f"Port {port} on 127.0.0.1 is taken{holder(port)}, so the page cannot have it. "
                      f"Stop what listens there, or choose another one: make run PORT={port + 1}")
    return listen


def label_studio_port() -> int:
    """Where our own Label Studio will be; checked as early."""
    port = int(os.environ.get("LABEL_STUDIO_PORT") or 8085)
    if not port_is_free(port):
        raise Trouble(f"Port {port} on 127.0.0.1 is taken{holder(port)}, so Label Studio cannot have it. Stop what "
                      f"listens there, or choose another one: make run LABEL_STUDIO_PORT={port + 1}. To use a Label "
                      f"Studio that runs already: make run LABEL_STUDIO_URL=http://127.0.0.1:{port}")
    return port


def holder(port: int) -> str:
    """Who has the port, where the system says so."""
    try:
        found = subprocess.run(["lsof", "-nP", "-sTCP:LISTEN", "-Fcp", f"-iTCP:{port}"], capture_output=True, text=True)
    except OSError:
        return ""
    facts = {line[0]: line[1:] for line in found.stdout.splitlines() if line}
    return f" by {facts['c']} (process {facts['p']})" if "c" in facts and "p" in facts else ""


def launch_companion(listen: str, studio: str, log: pathlib.Path) -> subprocess.Popen:
    """Starts the companion, without waiting."""
    command = [COMPANION.absolute(), "serve", "--listen", listen, "--label-studio", studio]
    if url := os.environ.get("BATCH_API_URL"):
        command += ["--batch-api", url]
    elif folder := os.environ.get("BATCHES"):
        command += ["--batches", folder]
    with log.open("w") as out:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                start_new_session=True)


def wait_for_page(companion: subprocess.Popen, page: str, log: pathlib.Path) -> None:
    """Until the companion answers, whatever it says."""
    for _ in range(200):
        if companion.poll() is not None:
            raise Trouble(f"the companion ended before it was ready. The end of {log}:\n{tail(log)}")
        try:
            urllib.request.urlopen(page, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise Trouble(f"the companion does not answer at {page}. The end of {log}:\n{tail(log)}")


def greet(page: str, studio: dict[str, object], began: float) -> None:
    """What a person needs to go on."""
    lines = [("Batch Curator", page)]
    if "pat" in studio:
        lines += [
            ("Label Studio", f"{studio['url']}  (sign in: {studio['email']}, password {studio['password']})"),
            ("Project", f"{label_studio.DEMO_TITLE}, {studio['url']}/projects/{studio['project']}"),
            ("Token to paste", studio["pat"]),
        ]
    else:
        lines += [("Label Studio", f"{studio['url']}  (yours: paste a token of your account there)")]
    print()
    for name, value in lines:
        print(f"  {name:<15} {value}")
    print(f"\n  Up in {time.monotonic() - began:.0f} s. Ctrl-C stops it; what you push stays in .run/ "
          "('rm -r .run' starts afresh).\n", flush=True)


def main() -> int:
    began = time.monotonic()
    exit_on_signals()
    listen = listen_address()
    own = os.environ.get("LABEL_STUDIO_URL", "").rstrip("/")
    port = 0 if own else label_studio_port()
    parts = ["build"] if own else ["build", "label-studio"]
    for step in ([".make/setup", *parts], [os.environ.get("MAKE", "make"), "--no-print-directory", "companion"]):
        if subprocess.run(step).returncode != 0:
            return 1
    RUN.mkdir(exist_ok=True)
    log = RUN / "companion.log"
    started: dict[str, subprocess.Popen] = {}
    try:
        studio: dict[str, object] = {"url": own}
        if not own:
            server = LabelStudio(port, RUN / "label-studio")
            print("run: starting Label Studio, about 10 s", flush=True)
            server.launch()
            started["Label Studio"] = server.process
        started["The companion"] = launch_companion(listen, own or server.url, log)
        page = f"http://{listen.replace('0.0.0.0', '127.0.0.1')}/"
        wait_for_page(started["The companion"], page, log)
        if not own:
            studio = server.ready()
        greet(page, studio, began)
        while True:
            for name, process in started.items():
                if process.poll() is not None:
                    end = log if name == "The companion" else server.log
                    raise Trouble(f"{name} ended by itself. The end of {end}:\n{tail(end)}")
            time.sleep(0.3)
    finally:
        for process in reversed(list(started.values())):
            stop(process)
        if started:
            print("run: stopped", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(f"run: {trouble}")
