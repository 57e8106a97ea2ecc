"""A million draws over a company that was made up: the draw is the real one, the judge knows nothing of it."""
