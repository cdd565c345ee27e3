"""What is known of topics, calls, organisations and clusters, as lists and one by one. Reading only."""
