// Placeholder until the target is built.
