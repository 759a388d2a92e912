"""Small areas (小区域估计): counties too small for the survey alone borrow strength from covariates and one another.

The public face is `small_area`.
"""
