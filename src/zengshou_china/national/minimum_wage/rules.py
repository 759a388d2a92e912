"""最低工资标准: parameters that other laws read (unemployment insurance, housing fund, unemployment benefit)."""
