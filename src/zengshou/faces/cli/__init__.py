"""The command line."""

import os

# Before numpy is first imported. Its sums over long columns wait for memory, not for arithmetic: a second thread of the
# linear algebra library would only spin, which tripled the CPU time of a table of indicators.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
