"""The plan reader: lines of a document in, its tasks, offices and targets out, with places, confidences and flags."""
