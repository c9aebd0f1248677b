"""Sentences, voices, events, claims, differences and flags.

Pure: no socket, no file, no clock, no unseeded randomness.
"""
