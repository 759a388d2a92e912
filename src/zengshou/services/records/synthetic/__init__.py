"""合成数据: invented administrations and a register filled with them."""
