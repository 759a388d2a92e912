"""专项附加扣除: who may deduct what from taxable income."""
