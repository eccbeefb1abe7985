"""The parts of a review, a module for each group of them: each function makes one part from the desk."""
