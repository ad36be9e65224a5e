#!/usr/bin/env python3
"""How fast a push is: 5,000 tasks with predictions through `batch-curator push`, by turns with the fastest import that
plain curl does of the same tasks into the same real Label Studio; then lookups in a large project, and the memory of
a push of 50,000 results. `ROUNDS` (5), `LARGE` (50000: the tasks of the large project).

Ours is more than the import: it looks up, writes a journal, reads everything back, and counts the project again.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.path.insert(0, ".make")
import label_studio  # noqa: E402

COMPANION = pathlib.Path("target/companion/batch-curator").resolve()
ROUNDS = int(os.environ.get("ROUNDS", "5"))
LARGE = int(os.environ.get("LARGE", "50000"))
TASKS = 5_000
BUDGET = 1.15
MEMORY_BUDGET = 64 * 2**20
XML = ('<View><Text name="t" value="$t"/><Choices name="c" toName="t"><Choice value="yes"/><Choice value="no"/></Choices></View>')


def results(path: pathlib.Path, count: int) -> None:
    with path.open("w") as out:
        for n in range(count):
            text = json.dumps({"c": "yes" if n % 2 else "no", "why": f"{n} " + "lorem ipsum dolor " * 150})
            body = {"model": "m", "choices": [{"message": {"role": "assistant", "content": text}}]}
            out.write(json.dumps({"custom_id": f"request-{n:05}", "response": {"status_code": 200, "body": body}, "error": None}) + "\n")


class Studio:
    def __init__(self, url: str, pat: str) -> None:
        self.url, self.pat, self.since, self.bearer = url, pat, 0.0, ""

    def access(self) -> str:
        if time.time() - self.since > 200:
            self.since, self.bearer = time.time(), ""
            self.bearer = self.ask("POST", "/api/token/refresh/", {"refresh": self.pat})["access"]
        return self.bearer

    def ask(self, method: str, path: str, body: object = None) -> dict:
        headers = {"Content-Type": "application/json"}
        if self.bearer or not path.endswith("refresh/"):
            headers["Authorization"] = f"Bearer {self.access()}"
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data, headers, method=method), timeout=300) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    def project(self) -> int:
        return self.ask("POST", "/api/projects/", {"title": "bench", "label_config": XML})["id"]


def push(studio: Studio, project: int, file: pathlib.Path, mapping: pathlib.Path, folder: pathlib.Path) -> tuple[float, str, int]:
    """Seconds, what it said, and the most memory that it took."""
    command = [COMPANION, "push", "--results", file, "--mapping", mapping, "--label-studio", studio.url, "--project", str(project)]
    environment = {**os.environ, "LABEL_STUDIO_API_KEY": studio.pat, "XDG_STATE_HOME": str(folder)}
    began = time.monotonic()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    peak = 0

    def watch() -> None:
        nonlocal peak
        while child.poll() is None:
            try:
                status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
                peak = max([peak] + [int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")])
            except OSError:
                pass
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, said = child.communicate()
    watcher.join()
    took = time.monotonic() - began
    if child.returncode != 0:
        sys.exit(f"push failed:\n{said}")
    return took, said, peak


def curl(studio: Studio, project: int, tasks: list[str], chunk: int, folder: pathlib.Path) -> float:
    files = []
    for at in range(0, len(tasks), chunk):
        file = folder / f"curl-{chunk}-{at}.json"
        file.write_text("[" + ",".join(tasks[at:at + chunk]) + "]")
        files.append(file)
    header = f"Authorization: Bearer {studio.access()}"
    began = time.monotonic()
    for file in files:
        url = f"{studio.url}/api/projects/{project}/import"
        command = ["curl", "-sS", "--fail", "-o", os.devnull, "-H", header, "-H", "Content-Type: application/json", "--data-binary", f"@{file}", url]
        subprocess.run(command, check=True)
    return time.monotonic() - began


def main() -> int:
    folder = pathlib.Path(tempfile.mkdtemp(prefix="batch-curator-bench-"))
    port = 8391
    command = [sys.executable, ".make/label_studio.py", "start", "--port", str(port), "--data", str(folder / "studio")]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        about = json.loads(next(line for line in server.stdout if line.startswith("{")))
        return measure(Studio(about["url"], about["pat"]), folder)
    finally:
        label_studio.stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def measure(studio: Studio, folder: pathlib.Path) -> int:
    file, mapping = folder / "output.jsonl", folder / "mapping.json"
    results(file, TASKS)
    mapping.write_text(json.dumps({"version": 1, "name": "bench", "config": XML, "data": {"t": {"path": "output.text"}},
                                   "predictions": [{"model_version": {"path": "model"}, "controls": {"c": {"path": "output.json.c"}}}]}))
    tasks = subprocess.run([COMPANION, "map", "--mapping", mapping, "--results", file], check=True, capture_output=True, text=True).stdout.splitlines()
    sizes = {chunk: curl(studio, studio.project(), tasks, chunk, folder) for chunk in (250, 1_000, 5_000)}
    fastest = min(sizes, key=sizes.__getitem__)
    print("push: curl takes " + ", ".join(f"{took:.1f} s in requests of {chunk}" for chunk, took in sizes.items()), flush=True)
    ratios, ours = [], []
    for number in range(ROUNDS):
        theirs = curl(studio, studio.project(), tasks, fastest, folder)
        took, _, _ = push(studio, studio.project(), file, mapping, folder / f"state-{number}")
        ratios.append(took / theirs)
        ours.append(took)
        print(f"push: {took:.1f} s, curl {theirs:.1f} s, {took / theirs:.2f}x", flush=True)
    median = statistics.median(ratios)
    held = median <= BUDGET
    print(f"push: {TASKS:,} tasks of {sum(map(len, tasks)) // TASKS:,} bytes: {median:.2f}x of the fastest curl "
          f"({min(ratios):.2f} to {max(ratios):.2f}), {TASKS / statistics.median(ours):.0f} tasks in a second "
          f"(budget {BUDGET}x{'' if held else ', MISSED'})", flush=True)

    large = folder / "large.jsonl"
    results(large, LARGE)
    project = studio.project()
    took, _, peak = push(studio, project, large, mapping, folder / "state-large")
    fits = peak <= MEMORY_BUDGET
    print(f"push: {LARGE:,} results in {took:.0f} s, at most {peak / 2**20:.0f} MiB (budget {MEMORY_BUDGET // 2**20}{'' if fits else ', MISSED'})", flush=True)
    took, _, _ = push(studio, project, large, mapping, folder / "state-again")
    print(f"push: all {LARGE:,} once more: {took:.0f} s, nothing sent", flush=True)
    # 5,000 keys of that batch: the file keeps the batch's name.
    few = folder / "few" / "large.jsonl"
    few.parent.mkdir()
    with large.open() as all_of_them, few.open("w") as out:
        for _, line in zip(range(TASKS), all_of_them):
            out.write(line)
    took, _, _ = push(studio, project, few, mapping, folder / "state-few")
    print(f"push: {min(TASKS, LARGE):,} keys looked up among {LARGE:,} tasks: {took:.1f} s", flush=True)
    return 0 if held and fits else 1


if __name__ == "__main__":
    sys.exit(main())
