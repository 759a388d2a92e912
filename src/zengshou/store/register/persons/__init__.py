"""The reads of persons' rows, each through the gate."""
