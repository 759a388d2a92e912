"""Statistics: figures of the distribution of income, each with its error. Arrays and a Sample in, Estimates out.

The public face is `zengshou.statistics.indicators`.
"""
