"""Verbs: what a person asks for, composed from all the floors below. The only files that know them all."""
