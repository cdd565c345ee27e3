"""Load on a service: what it is compared with, who sends it, and what comes back."""
