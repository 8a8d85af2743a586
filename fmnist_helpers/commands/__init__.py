"""What `python -m fmnist_helpers COMMAND` runs: a command is a file, or a folder, of its name."""
