"""The policy and the workflows as text, so that every change of them is a visible difference.

`UPDATE_GOLDEN=1 pytest tests/architecture/test_golden.py` writes the files anew.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from award.foundation import workflow
from tests.architecture.matrix import permission_matrix

GOLDEN = Path(__file__).parent.parent / "golden"
DOCS = Path(__file__).parent.parent.parent / "docs"


def compare(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_permissions(app: Flask) -> None:
    compare("permissions.txt", permission_matrix())


def test_state_diagrams(app: Flask) -> None:
    text = ""
    for kind, machine in workflow.machines().items():
        text += f"## {kind}\n\n```mermaid\n{machine.diagram()}```\n\n"
        text += "| state | staff read | applicants read | tag |\n|---|---|---|---|\n"
        for name, state in machine.states.items():
            text += f"| {name} | {state.staff_label} | {state.applicant_label} | {state.colour} |\n"
        text += (
            "\n| from | action | to | permission | button | notices |\n|---|---|---|---|---|---|\n"
        )
        for row in machine.transitions:
            text += (
                f"| {row.source} | {row.action} | {row.target} | {row.permission} | {row.label} "
                f"| {', '.join(row.notices) or '-'} |\n"
            )
        text += "\n"
    compare("workflows.md", text)
    page = (DOCS / "workflows.md").read_text(encoding="utf-8")
    assert page.partition("\n\n")[2] == text, "docs/workflows.md: copy tests/golden/workflows.md"
