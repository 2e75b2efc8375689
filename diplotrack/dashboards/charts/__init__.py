"""Charts: Vega-Lite specifications in files, their data from our own API (``chart.py`` first).

The browser draws them from addresses. The server draws the same specification with the same answers
inside, in a process of its own, for downloads and for a reader without JavaScript.
"""
