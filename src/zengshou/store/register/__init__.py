"""The register of incomes and assets (Z2): batches as they came, facts that are only added, and what was put aside."""
