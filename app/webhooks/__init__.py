"""Sends what webhooks are told: signed, to public addresses only, again and again until somebody takes it."""
