"""How the requested contribution is split over the members, or why it cannot be: `docs/solver.md`, money.

`budget` has what is asked, `dividing` the question and its answer, `limits` what budget and law say in numbers,
`filling` the mathematics over `nested` or `crossing` limits, and `seats` what a set of members must be like for a
split to exist at all.
"""
