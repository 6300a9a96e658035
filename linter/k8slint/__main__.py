"""`python -m k8slint`: the command line, with the working folder off the import path first."""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]
    from k8slint._internal.cli import main

    raise SystemExit(main())
