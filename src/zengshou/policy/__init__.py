"""Floor 2. The rules engine: rules over whole columns, dated parameters, lawbooks, run plans.

A rule is a plain function whose argument names are the edges of the graph. A lawbook holds all rules and
parameters of a place; a run plan is the compiled order of work. The same plan runs a city in blocks, one
case on floats, and the explanation of one figure.
"""
