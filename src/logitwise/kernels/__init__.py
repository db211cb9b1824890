"""Compiled loops and their NumPy twins: arrays in, arrays out, the same bits on every path and machine.

Whatever a tally stores comes from these functions. They use only additions, multiplications, divisions and bit
operations of IEEE 754 float64 in a fixed order: no fused or reordered arithmetic, and no logarithm or exponential of
the platform, whose last digits differ from one library to the next.
"""
