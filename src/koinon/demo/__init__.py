"""The demonstration: an openly fictional league of eighteen cities, told through acts only.

The story is in `story` and its chapters; `loading.load` tells it to an empty record.
"""
