"""The typesetter's process: contents as JSON on its input, a PDF on its output.

Imports nothing of Django, so that it starts fast.
"""

import datetime
import json
import sys
from pathlib import Path

import typst
import vl_convert

TEMPLATE = Path(__file__).parent / "year.typ"


def main() -> None:
    contents = json.load(sys.stdin.buffer)
    contents["chart_svg"] = vl_convert.vegalite_to_svg(json.loads(contents.pop("chart")))
    made_at = datetime.datetime.fromisoformat(contents["made_at"])
    pdf = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,  # the same report on every machine
        sys_inputs={"contents": json.dumps(contents)},
        timestamp=int(made_at.timestamp()),
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
