"""What the tests share: stand-ins, processes, lessons."""
