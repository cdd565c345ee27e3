"""From a request for a consortium to the question for the solver, and from its answer to ours."""
