"""An installation's register: its folder, its channels, its keys and its soundness."""
