"""Intake: what a department has (recordings, lists, transcripts) becomes records; what cannot be taken is listed.

`take_in.take_in` is the way in; `request` holds what is asked for and what came of it.
"""
