"""Files that somebody brings: lists of clusters, packages of CORDIS, calls of Interreg."""
