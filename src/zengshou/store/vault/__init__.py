"""The identity vault: the only place that knows whose a reference is. A database of its own, three calls."""
