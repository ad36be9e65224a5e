#!/usr/bin/env python3
"""`make test`: every runner in turn, each timed, and one sum of what they reported as the last line.

    test.py [native] [browser] [build] [size] [e2e]      all, in this order, by default

A runner that fails without naming a failed test, or that does not report, counts as one failure.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
from typing import Callable, Optional

LOGS = pathlib.Path("target/test-logs")
PLAYWRIGHT_REPORT = LOGS / "e2e.json"
Counts = Optional[tuple[int, int]]  # passed, failed; None: the runner did not report

LIBTEST = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed", re.M)
NEXTEST = re.compile(r"^\s*Summary \[.*?\] +\d+(?:/\d+)? tests? run: (.*)$", re.M)
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def libtest(text: str) -> Counts:
    """cargo test, native or in the browser: one line for each binary."""
    found = LIBTEST.findall(text)
    return (sum(int(p) for p, _ in found), sum(int(f) for _, f in found)) if found else None


def nextest(text: str) -> Counts:
    """cargo nextest: one line in all."""
    found = NEXTEST.findall(text)
    if not found:
        return None
    number = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|timed out|exec failed)", found[-1])}
    passed = number.pop("passed", 0)
    return passed, sum(number.values())


def playwright(_: str) -> Counts:
    """Playwright's own JSON report. A flaky test is a failed one."""
    try:
        stats = json.loads(PLAYWRIGHT_REPORT.read_text())["stats"]
    except (OSError, ValueError, KeyError):
        return None
    return stats["expected"], stats["unexpected"] + stats["flaky"]


def messages(suite: dict) -> list[tuple[str, str]]:
    """Title and error of each test that failed, in a suite of Playwright's report and those within it."""
    found = [(spec["title"], error.get("message", ""))
             for spec in suite.get("specs", []) if not spec["ok"]
             for test in spec["tests"] for result in test["results"] for error in result.get("errors", [])]
    return found + [each for inner in suite.get("suites", []) for each in messages(inner)]


def say_why(name: str) -> None:
    """The beginning of what failed, once more at the end: of a long log, often the end alone is kept."""
    log = LOGS / f"{name.replace(' ', '-')}.log"
    if name == "e2e" and PLAYWRIGHT_REPORT.exists():
        failed = messages(json.loads(PLAYWRIGHT_REPORT.read_text()))[:3]
    else:
        lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
        failed = [(f"the end of {log}", "\n".join(lines[-9:-1]))]
    for title, message in failed:
        print(f"\n==> {name} failed: {title}")
        lines = [line for line in COLOUR.sub("", message).splitlines() if line.strip()]
        for line in lines[:9]:
            print(f"    {line[:300]}")


def by_exit(_: str) -> Counts:
    """A check that only passes or fails counts as one test."""
    return 1, 0


def run(name: str, command: list[str], read: Callable[[str], Counts], minutes: int, env: dict[str, str]) -> tuple[int, int]:
    """Runs one command, shows its output, and counts."""
    print(f"\n==> {name}: {' '.join(command)}", flush=True)
    log = LOGS / f"{name.replace(' ', '-')}.log"
    began = time.monotonic()
    with log.open("w+", errors="replace") as out:
        # A session of its own, so that nothing that it started outlives it, also when it hangs.
        process = subprocess.Popen(command, env={**os.environ, **env}, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        signal.signal(signal.SIGALRM, lambda *_: end(process))
        signal.alarm(minutes * 60)
        try:
            for line in process.stdout:
                text = line.decode(errors="replace")
                sys.stdout.write(text)
                sys.stdout.flush()
                out.write(text)
            code = process.wait()
        finally:
            signal.alarm(0)
            end(process)
        out.seek(0)
        counts = read(COLOUR.sub("", out.read()))
    seconds = time.monotonic() - began
    if code != 0 and (counts is None or counts[1] == 0):
        counts = (0 if counts is None or read is by_exit else counts[0], 1)
        print(f"==> {name}: ended with {code} without naming a failed test (log: {log})")
    elif counts is None:
        counts = (0, 1)
        print(f"==> {name}: did not report what it ran (log: {log})")
    print(f"==> {name}: {counts[0]} passed, {counts[1]} failed ({seconds:.0f} s)", flush=True)
    return counts


def end(process: subprocess.Popen) -> None:
    """Ends a runner and what it left behind: only its own group, in order and then by force."""
    try:
        for sign, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
            os.killpg(process.pid, sign)
            until = time.monotonic() + patience
            while time.monotonic() < until:
                process.poll()
                os.killpg(process.pid, 0)  # raises when nobody is left
                time.sleep(0.05)
    except (ProcessLookupError, PermissionError):
        pass


def native() -> list[tuple]:
    """The core and the companion, on this machine."""
    if shutil.which("cargo-nextest"):
        runs = [("native", ["cargo", "nextest", "run", "--locked", "--workspace", "--no-fail-fast", "--status-level", "slow"], nextest)]
    else:
        runs = [("native", ["cargo", "test", "--locked", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests", "-q"], libtest)]
    return [(*r, 60, {}) for r in [*runs, ("doc tests", ["cargo", "test", "--locked", "--doc", "-q"], libtest)]]


def browser() -> list[tuple]:
    """The page's Rust, in headless Chromium: tests in src/ and in tests/web*.rs; the others know the companion."""
    capabilities = json.loads(pathlib.Path("tests/webdriver.json").read_text())
    capabilities["goog:chromeOptions"]["binary"] = os.environ["CHROMIUM"]
    file = LOGS.absolute() / "webdriver.json"
    file.write_text(json.dumps(capabilities))
    env = {"WASM_BINDGEN_TEST_WEBDRIVER_JSON": str(file), "WASM_BINDGEN_TEST_TIMEOUT": "300",
           "WASM_BINDGEN_TEST_DRIVER_TIMEOUT": "30"}
    command = ["cargo", "test", "--locked", "--target", "wasm32-unknown-unknown", "--no-fail-fast",
               "--lib", "--test", "web*"]
    return [("browser", command, libtest, 30, env)]


def build() -> list[tuple]:
    """The page and the companion as they ship; the next two stages use them."""
    return [("build", [os.environ.get("MAKE", "make"), "--no-print-directory", "companion"], by_exit, 45, {})]


def size() -> list[tuple]:
    return [("size", ["node", ".make/size.mjs", "dist"], by_exit, 5, {})]


def e2e() -> list[tuple]:
    """A real browser, the companion, and a real Label Studio."""
    PLAYWRIGHT_REPORT.unlink(missing_ok=True)
    command = ["node_modules/.bin/playwright", "test", "--config", "tests/e2e/playwright.config.ts"]
    return [("e2e", command, playwright, 45, {"PLAYWRIGHT_JSON_OUTPUT_FILE": str(PLAYWRIGHT_REPORT.absolute())})]


STAGES = {stage.__name__: stage for stage in (native, browser, build, size, e2e)}


def main(wanted: list[str]) -> int:
    unknown = [name for name in wanted if name not in STAGES]
    if unknown:
        sys.exit(f"test: there is no stage '{unknown[0]}': {', '.join(STAGES)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    LOGS.mkdir(parents=True, exist_ok=True)
    (LOGS / "summary").unlink(missing_ok=True)
    results = []
    began = time.monotonic()
    for name in wanted or STAGES:
        results += [(each[0], *run(*each)) for each in STAGES[name]()]
    passed, failed = (sum(column) for column in list(zip(*results))[1:])
    for name, _, count in results:
        if count:
            say_why(name)
    print(f"\nall of it took {time.monotonic() - began:.0f} s")
    summary = f"{passed} passed, {failed} failed"
    (LOGS / "summary").write_text(summary + "\n")
    print(summary, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
