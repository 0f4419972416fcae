"""What leaves the notebook and what comes in, opened by programs that we did not write."""
