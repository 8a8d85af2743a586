"""Run lessons in many surroundings, and say how far their numbers wander: see `__main__`."""
