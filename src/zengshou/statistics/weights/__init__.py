"""Survey weights: the design's own, adjusted for who did not answer, made to meet known totals, and their diagnostics.

The public face is `design_weight`, `response` and `calibrate`.
"""
