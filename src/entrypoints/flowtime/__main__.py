"""`python -m flowtime` is the command `flowtime`."""

from flowtime_entrypoints.cli.main import main

if __name__ == "__main__":
    main()
