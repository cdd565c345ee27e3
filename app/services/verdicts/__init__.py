"""From a request about participants and a call to a verdict, with every refusal at its place in the request."""
