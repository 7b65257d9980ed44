"""Articles of the store → batches of columns → an engine, and the check that nothing is lost."""
