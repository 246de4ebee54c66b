"""What the program needs of the machine: streams, terminals, signals, clipboard, browser."""
