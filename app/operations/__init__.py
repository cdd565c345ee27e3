"""What stands around the service whatever is asked of it: kept answers, limits, logs, metrics, traces, its end."""
