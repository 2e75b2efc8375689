"""The typesetter's process: contents as JSON on its input, a PDF on its output.

Imports nothing of Django, so that it starts fast. Its arguments are the file of the world's
outlines and the seconds of processor time after which the system ends it.
"""

import datetime
import json
import resource
import sys
from pathlib import Path

import typst
import vl_convert

from diplotrack.dashboards.charts.worker import put_in

DRAWN_IN, SET_IN = 'font-family="sans-serif"', 'font-family="Libertinus Serif"'
TEMPLATE = Path(__file__).parent / "year.typ"


def main(outlines: str, seconds: str) -> None:
    # Also when nobody is left who waits for it.
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    contents = json.load(sys.stdin.buffer)
    draw(contents["charts"], outlines)
    made_at = datetime.datetime.fromisoformat(contents["made_at"])
    pdf = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,  # the same report on every machine
        sys_inputs={"contents": json.dumps(contents)},
        pdf_standards="ua-1",  # tagged, with a title, a language and a text for each chart
        timestamp=int(made_at.timestamp()),
    )
    sys.stdout.buffer.write(pdf)


def draw(charts: list[dict], outlines: str) -> None:
    """Puts the drawing of each chart in the place of its specification."""
    world = json.loads(Path(outlines).read_text(encoding="utf-8")) if charts else {}
    for chart in charts:
        specification = json.loads(chart.pop("specification"))
        put_in(specification, world)
        drawn = vl_convert.vegalite_to_svg(specification)
        chart["svg"] = drawn.replace(DRAWN_IN, SET_IN)  # which comes with Typst


if __name__ == "__main__":
    main(*sys.argv[1:])
