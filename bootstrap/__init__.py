"""What zs.py does: make .venv, install the locked components, start the product. Standard library only."""
