"""One report, three files: HTML to read, docx in official format to send, xlsx to reckon with."""
