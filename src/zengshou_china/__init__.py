"""China: law, provinces, cities, instruments. Data and rule functions; sees only `policy` and `concepts`."""
