"""Classes and their mistakes, prepared for charts and tables: who is shown, in which order, with which intervals."""
