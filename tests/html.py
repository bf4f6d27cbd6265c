"""The Nu HTML checker over every page that the journeys kept, in one process of Java.

`make html` runs it after the journeys. It needs Java; without, it says so, and CI takes no skip.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGES = ROOT / ".test-results" / "pages"
JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# What we mean to say though the checker objects, each with its reason.
MEANT: dict[str, str] = {}


def faults(pages: Path = PAGES) -> list[str]:
    """What the checker calls an error, but for what is meant, as page, line, words, HTML."""
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", str(JAR), "--errors-only", "--format", "json",
         "--exit-zero-always", "--skip-non-html", str(pages)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"The HTML checker did not run: {done.stderr or done.stdout}")
    messages: list[dict[str, Any]] = json.loads(done.stderr or done.stdout)["messages"]
    return [
        f"{Path(one.get('url', '')).name}:{one.get('lastLine', '?')}: {one['message']} "
        f"{one.get('extract', '')!r}"
        for one in messages
        if not any(re.search(meant, one["message"]) for meant in MEANT)
    ]


def main() -> None:
    if shutil.which("java") is None:
        sys.stdout.write("NO JAVA: the HTML checker is skipped\n")
        sys.exit(os.environ.get("CI") == "true")
    count = len(list(PAGES.glob("*.html")))
    if not count:
        sys.exit("No page was kept in .test-results/pages: run the journeys first")
    found = faults()
    sys.stdout.write("\n".join([*found, f"{len(found)} errors on {count} pages", ""]))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
