"""Topics as people and programs ask for them: with the conditions that apply, and what they say in prose."""
