"""What states do with regard to instruments, and in which periods that binds them.

``tables`` reads the rows of registers, participant tables and lists into actions; ``triples`` writes these down and
reads them back; ``law`` holds each instrument's own rules; ``periods`` derives when a state is bound to what; ``bound``
answers for a date; ``changes`` compares two snapshots.
"""
