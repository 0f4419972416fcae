"""What we promise about speed, measured: `make bench`, or `python -m bench [measure …]`."""
