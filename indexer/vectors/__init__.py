"""What articles mean, as vectors: made by an encoder, kept beside the store, compared."""
