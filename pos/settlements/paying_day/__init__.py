"""Paying day: the list to sign, the slips, the notes to fetch, and handing the envelopes over."""
