"""The process that draws: a line of JSON in, a line of JSON out.

Imports nothing of Django. The process keeps Vega loaded, which takes a second the first time, and
the web workers' memory stays free of it.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any

import vl_convert

# vl-convert puts its example data's address before a link that has no origin.
ADDED_ORIGIN = "https://vega.github.io/vega-datasets//"


def main(outlines: str) -> None:
    world = json.loads(Path(outlines).read_text(encoding="utf-8"))
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"drawn": base64.b64encode(drawn(asked, world)).decode()}
        except Exception as error:  # the process lives on; who asked is told why
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


def drawn(asked: dict[str, Any], world: dict) -> bytes:
    spec = json.loads(asked["specification"])
    put_in(spec, world)
    if asked["form"] == "png":
        return vl_convert.vegalite_to_png(spec, scale=2)
    return vl_convert.vegalite_to_svg(spec).replace(ADDED_ORIGIN, asked["base_url"] + "/").encode()


def put_in(part: Any, world: dict) -> None:
    """The world's outlines where the specification asks for them."""
    if isinstance(part, dict):
        if part.get("url") == "outlines:":
            del part["url"]
            part["values"] = world
        else:
            for value in part.values():
                put_in(value, world)
    elif isinstance(part, list):
        for value in part:
            put_in(value, world)


if __name__ == "__main__":
    main(sys.argv[1])
