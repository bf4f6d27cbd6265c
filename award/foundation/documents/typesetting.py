"""Run by itself, with nothing of ours: a document as JSON in, the PDF out.

What Typst refuses as PDF/UA (a mark on a picture that it can't name) is set as a tagged PDF all
the same, and standard error says why.
"""

import json
import os
import resource
import sys
from typing import Literal

MOST_MEMORY = 3_000_000_000


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]]
    )
    with open(asked["template"], "rb") as file:  # noqa: PTH123  nothing more is loaded than needed
        template = file.read()

    def made(standard: Literal["ua-1", "1.7"]) -> bytes:
        return typst.compile(
            template,
            root=os.path.dirname(asked["template"]),  # noqa: PTH120
            font_paths=fonts,
            pdf_standards=[standard],
            timestamp=asked["timestamp"],
            sys_inputs={"data": json.dumps(asked["data"])},
        )

    try:
        found = made("ua-1")
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        found = made("1.7")
    sys.stdout.buffer.write(found)


if __name__ == "__main__":
    main()
