"""Transcripts in every form: one file a format, each a pure function from text to a neutral form."""
