"""What holds for the package, for every lesson, and for the two commands of the README."""
