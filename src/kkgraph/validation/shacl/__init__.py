"""The shapes, the graph that they are held against, and the engines that do it."""

PYSHACL, FAST = ENGINES = ("pyshacl", "fast")  # the reference, and the compiled one
