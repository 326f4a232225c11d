// Placeholder until the suite is built.
