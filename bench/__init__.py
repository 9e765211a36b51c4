"""Where the figures of the README come from; `./titip bench` runs `bench.measuring`.

Everything happens in a data folder that is thrown away, with both deliveries of `tests/data`
imported, under gunicorn as `./titip run` starts it. What is compared runs in the same minute on
the same disk, turn by turn.
"""
