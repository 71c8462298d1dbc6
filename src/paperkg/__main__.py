"""`python -m paperkg`."""

from paperkg.cli.main import main

if __name__ == "__main__":
    main()
