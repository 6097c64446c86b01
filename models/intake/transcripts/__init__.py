"""Transcripts in every form: one file a format, each a pure function from text to a neutral form.

The way of a file: `forms` knows it by what is inside and hands it to its reader; the reader gives `told.Told`, with
what it left behind; `belonging` finds the recording; `fit` lays it on that (`speakers`, `times`); `remarks` says the
losses.
"""
