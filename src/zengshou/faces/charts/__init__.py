"""Figures: one drawing described once, written as an ECharts option, as inline SVG and as a native office chart."""
