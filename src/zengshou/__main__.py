"""`python -m zengshou` is `zs`."""

from zengshou.faces.cli.main import main

main()
