"""The command line: arguments, a verb, an exit status."""
