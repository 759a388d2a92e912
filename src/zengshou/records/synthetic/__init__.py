"""合成数据: a made-up administration: what every office would send about the same invented people, and the truth."""
