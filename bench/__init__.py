"""Measured quality: predictions on labelled sets, their scores, and floors that only rise."""
