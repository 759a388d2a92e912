"""Text of plans from txt, docx and pdf files, read in a limited process."""
