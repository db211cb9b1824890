"""Models of other people: opened safely, read to the last layer, called on batches."""
