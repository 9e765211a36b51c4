"""Food on the shelf by the day it expires, and what to do about it."""
