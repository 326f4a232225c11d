// Placeholder until the house is built.
