#!/usr/bin/env python3
"""200 people browse through the companion while it imports 50,000 results: nothing is lost, and what it costs.

Each of them asks, by turns and without a pause, for the page, the list of batches, one batch, a piece of the results file
and the ledger. `PEOPLE` (200), `LINES` (50000). Prints the 50th and 99th percentile of their waiting, alone and while the
import runs, and the companion's memory above what it is at rest (budget 64 MiB).
"""

from __future__ import annotations

import asyncio
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, ".make")
import label_studio  # noqa: E402

COMPANION = pathlib.Path("target/companion/batch-curator").resolve()
PEOPLE = int(os.environ.get("PEOPLE", "200"))
LINES = int(os.environ.get("LINES", "50000"))
MEMORY_BUDGET = 64 * 2**20
XML = '<View><Text name="r" value="$llm_response"/><Choices name="ok" toName="r"><Choice value="yes"/></Choices></View>'


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=120) as answer:
        return json.load(answer)


def memory(pid: int) -> int:
    with open(f"/proc/{pid}/status") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


async def person(port: int, paths: list[tuple[str, str]], waits: list[float], failed: list[str], stop: asyncio.Event) -> None:
    """One connection that is kept, as a browser does."""
    reader = writer = None
    turn = 0
    while not stop.is_set():
        path, more = paths[turn % len(paths)]
        turn += 1
        begun = time.perf_counter()
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n".encode())
            await writer.drain()
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            status = int(head.split(" ", 2)[1])
            if "content-length:" in head:
                length = int(head.split("content-length:", 1)[1].split("\r\n", 1)[0])
                await reader.readexactly(length)
            else:
                while size := int((await reader.readline()).split(b";")[0], 16):
                    await reader.readexactly(size + 2)
                await reader.readline()
            if status >= 400:
                failed.append(f"{path}: {status}")
            waits.append(time.perf_counter() - begun)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            failed.append(f"{path}: {error!r}")
            writer = None
            await asyncio.sleep(0.1)


async def browse(port: int, paths: list[tuple[str, str]], until) -> tuple[list[float], list[str]]:
    waits: list[float] = []
    failed: list[str] = []
    stop = asyncio.Event()
    people = [asyncio.create_task(person(port, paths, waits, failed, stop)) for _ in range(PEOPLE)]
    await until()
    stop.set()
    await asyncio.gather(*people)
    return waits, failed


def told(what: str, waits: list[float], seconds: float) -> None:
    cut = statistics.quantiles(waits, n=100)
    print(f"  {what}: {len(waits):,} requests, {len(waits) / seconds:,.0f} a second; half wait {cut[49] * 1000:.0f} ms, 99 of 100 at most {cut[98] * 1000:.0f} ms, the longest {max(waits) * 1000:.0f} ms")


def main() -> int:
    root = pathlib.Path(tempfile.mkdtemp(prefix="load-"))
    folder = root / "batches"
    subprocess.run([COMPANION, "samples", "--write", folder, "--lines", str(LINES)], check=True, stderr=subprocess.DEVNULL)
    studio = label_studio.LabelStudio(free_port(), root / "label-studio")
    try:
        studio.launch()
        about = studio.ready()
        project = studio.project("load", XML)
        port = free_port()
        environment = {**os.environ, "LABEL_STUDIO_API_KEY": str(about["pat"]), "XDG_STATE_HOME": str(root / "state")}
        where = ["--listen", f"127.0.0.1:{port}", "--batches", folder, "--label-studio", str(about["url"]), "--project", str(project)]
        companion = subprocess.Popen([COMPANION, "watch", *where, "--ledger", root / "ledger.db"], env=environment, stderr=subprocess.DEVNULL)
        try:
            return measure(port, companion.pid, studio, project, str(about["pat"]))
        finally:
            companion.terminate()
            companion.wait(30)
    finally:
        label_studio.stop(studio.process)


def measure(port: int, pid: int, studio: label_studio.LabelStudio, project: int, pat: str) -> int:
    base = f"http://127.0.0.1:{port}"
    while True:
        try:
            found = ask(f"{base}/api/imports")["data"]
            if found:
                break
        except OSError:
            pass
        time.sleep(0.2)
    batch = ask(f"{base}/v1/batches")["data"][0]
    time.sleep(3)
    rest = memory(pid)
    piece = f"/v1/files/{batch['output_file_id']}/content"
    paths = [("/", ""), ("/v1/batches?limit=100", ""), (f"/v1/batches/{batch['id']}", ""), (piece, "Range: bytes=1000000-1065535\r\n"), ("/api/imports?limit=50", "")]
    print(f"load: {PEOPLE} people without a pause, {LINES:,} results")

    async def ten_seconds() -> None:
        await asyncio.sleep(10)

    waits, failed = asyncio.run(browse(port, paths, ten_seconds))
    told("nothing imported", waits, 10)
    highest = browsed = memory(pid)
    request = urllib.request.Request(f"{base}/api/imports/{found[0]['batch_id']}/retry", method="POST")
    urllib.request.urlopen(request, timeout=30).read()
    begun = time.time()
    end: dict = {}

    async def imported() -> None:
        nonlocal highest, end
        while True:
            await asyncio.sleep(0.2)
            highest = max(highest, memory(pid))
            end = (await asyncio.to_thread(ask, f"{base}/api/imports"))["data"][0]
            if end["state"] in ("imported", "failed", "skipped") and time.time() - begun > 5:
                return

    waits, more = asyncio.run(browse(port, paths, imported))
    took = time.time() - begun
    told(f"while importing, {took:.0f} s", waits, took)
    studio.refresh(pat)  # an access token lives five minutes
    counted = studio.ask("GET", f"/api/projects/{project}/")["task_number"]
    above = highest - rest
    print(f"  {end['state']}: {end['done']:,} of {end['total']:,}; Label Studio counts {counted:,}; {len(failed) + len(more)} requests failed")
    print(f"  memory: {rest / 2**20:.0f} MiB at rest, {above / 2**20:.0f} MiB above that at its highest, {(browsed - rest) / 2**20:.0f} of that by browsing alone (budget 64): {'ok' if above <= MEMORY_BUDGET else 'MISSED'}")
    for line in (failed + more)[:5]:
        print(f"    {line}")
    whole = counted == end["done"] and end["total"] == LINES
    return 0 if whole and not failed and not more and above <= MEMORY_BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
