"""The design of a sample and the error it gives: strata, stages, replicates, calibration, overlap."""
