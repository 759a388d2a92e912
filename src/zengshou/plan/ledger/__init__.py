"""The task ledger (台账): stages and who may move them, milestones, process lamps, slips and scores."""
