"""The command line: the same work as the window, for scripts and Quality Assurance. `program.run` is the way in."""
