"""Random families: a program, a region and a country below it, whose variants may leave what is open to them.

What is in force on each day, and what each level leaves open, is worked out here from the figures that were drawn, by
no line of the product: it says which texts are to be refused.
"""
