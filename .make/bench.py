#!/usr/bin/env python3
"""`make bench`: the budgets that exist so far, each measured here and now, side by side with its anchor.

    pass-through   a results file of 70 MB through the companion, against the same file straight from the batch API
    memory         the companion's own, at its highest, while it passes that on
    check          a configuration of 200 tags, against the validator of Label Studio's SDK on the same text
    first load     wasm + js + css as a server sends them
    results        50,000 results in the page, against a page that parses them all: tests/bench (BENCH_ROUNDS, 5; 12 minutes)
    push           5,000 tasks, against the fastest plain curl into the same Label Studio: tests/bench/push.py (ROUNDS, 5; 10 minutes)
    load           200 people browse while 50,000 results are imported: tests/bench/load.py (PEOPLE, LINES; 6 minutes)
    mapping        the same rows made tasks while the page stays alive, against a loop that freezes it

Exits 1 when one is over its budget. Numbers in seconds belong to this machine; the ratios travel.
"""

from __future__ import annotations

import http.server
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import threading
import time

import label_studio

SIZE = 70_000_000
ROUNDS = 15
PIECE = 64 * 1024  # what an ASGI server sends at a time when it answers with a file
PASS_THROUGH_BUDGET = 1.2
CHECK_BUDGET = 5  # milliseconds
MEMORY_BUDGET = 64 * 2**20
COMPANION = pathlib.Path("target/companion/batch-curator")


class BatchApi(http.server.BaseHTTPRequestHandler):
    """A batch server that has one results file."""

    line = json.dumps({"custom_id": "request-1", "response": {"body": {"text": "x" * 1300}}}).encode() + b"\n"
    piece = (line * (PIECE // len(line) + 1))[:PIECE]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Content-Length", str(SIZE))
        self.end_headers()
        left = SIZE
        while left:
            left -= self.wfile.write(self.piece[: min(left, PIECE)])

    def log_message(self, *_: object) -> None:
        pass


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def fetch(base: str) -> float:
    """Seconds until the whole file is there, as curl counts them."""
    url = f"{base}/v1/files/file-bench/content"
    done = subprocess.run(["curl", "-sS", "--fail", "-o", "/dev/null", "-w", "%{time_total} %{size_download}", url],
                          capture_output=True, text=True, check=True)
    seconds, size = done.stdout.split()
    if int(size) != SIZE:
        raise SystemExit(f"bench: {base} sent {size} bytes of {SIZE}")
    return float(seconds)


def peak_memory(pid: int) -> int | None:
    """Bytes, where the system tells (Linux)."""
    try:
        text = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    return next(int(row.split()[1]) * 1024 for row in text.splitlines() if row.startswith("VmHWM"))


def pass_through() -> bool:
    upstream = http.server.ThreadingHTTPServer(("127.0.0.1", 0), BatchApi)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    direct = f"http://127.0.0.1:{upstream.server_port}"
    listen = f"127.0.0.1:{free_port()}"
    companion = subprocess.Popen([COMPANION, "serve", "--listen", listen, "--batch-api", direct],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        through = f"http://{listen}"
        for _ in range(100):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", int(listen.rpartition(":")[2]))) == 0:
                    break
            time.sleep(0.05)
        fetch(direct), fetch(through)  # both warm
        # By turns, so that whatever else the machine does falls on both.
        pairs = [(fetch(direct), fetch(through)) for _ in range(ROUNDS)]
        before, after = (statistics.median(column) for column in zip(*pairs))
        ratio = after / before
        print(f"pass-through   {ratio:.2f}x of going direct (budget {PASS_THROUGH_BUDGET}x): "
              f"{SIZE / 1e6:.0f} MB, median of {ROUNDS}: {before:.3f} s direct, {after:.3f} s through the companion")
        peak = peak_memory(companion.pid)
        if peak is not None:
            print(f"memory         {peak / 2**20:.1f} MiB at its highest (budget {MEMORY_BUDGET // 2**20} MiB)")
        return ratio <= PASS_THROUGH_BUDGET and (peak or 0) <= MEMORY_BUDGET
    finally:
        label_studio.stop(companion)
        upstream.shutdown()


SDK = """
import json, sys, time
from label_studio_sdk.label_interface import LabelInterface
config, rounds = sys.stdin.read(), []
for _ in range(20):
    began = time.perf_counter()
    LabelInterface(config).validate()
    rounds.append((time.perf_counter() - began) * 1000)
print(json.dumps(rounds))
"""


def check() -> bool:
    """The page runs the same code as wasm, optimised for size: natively it must be well inside the page's budget."""
    done = subprocess.run(["cargo", "bench", "--locked", "-q", "--bench", "check"], stdout=subprocess.PIPE, text=True, check=True)
    ours = json.loads(done.stdout)
    rounds = ours["milliseconds"]
    median = statistics.median(rounds)
    told = f"{median:.2f} ms ({min(rounds):.2f} to {max(rounds):.2f}; budget {CHECK_BUDGET} ms)"
    if (python := label_studio.VENV / "bin/python").exists():
        sdk = json.loads(subprocess.run([python, "-c", SDK], input=ours["config"], stdout=subprocess.PIPE, text=True, check=True).stdout)
        theirs = statistics.median(sdk)
        told += f", {median / theirs:.3f}x of the SDK's validator: {theirs:.2f} ms ({min(sdk):.2f} to {max(sdk):.2f})"
    print(f"check          200 tags, native: {told}")
    return median <= CHECK_BUDGET


if __name__ == "__main__":
    inside = pass_through()
    inside &= check()
    print("first load")
    sys.stdout.flush()
    inside &= subprocess.run(["node", ".make/size.mjs", "dist"]).returncode == 0
    inside &= subprocess.run([sys.executable, "tests/bench/push.py"]).returncode == 0
    inside &= subprocess.run([sys.executable, "tests/bench/load.py"]).returncode == 0
    print("results        each measurement in a browser of its own; about 15 minutes")
    sys.stdout.flush()
    config = "tests/bench/playwright.config.ts"
    inside &= subprocess.run(["npx", "playwright", "test", "-c", config], env=os.environ | {"FORCE_COLOR": "0"}).returncode == 0
    sys.exit(0 if inside else "bench: over budget")
