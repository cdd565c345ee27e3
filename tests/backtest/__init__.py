"""Funded consortia of the past, and the same ones broken, judged by the law of their time."""
