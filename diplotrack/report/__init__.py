"""The printed report of a country's year.

``contents`` gathers everything as plain data, ``typesetting`` hands it as JSON to a process of its
own, where Typst sets it (``year.typ``) around charts drawn as SVG. No text is ever spliced into
markup, and no web worker carries the typesetter's memory.
"""
