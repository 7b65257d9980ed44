"""Words of one language that say in the archive what words of the other say."""
