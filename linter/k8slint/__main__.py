"""`python -m k8slint`: the command line, with the working folder off the import path first."""

import os
import sys

sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]

if __name__ == "__main__":
    from k8slint.cli import main

    raise SystemExit(main())
