"""What lies on the disk: segments, their container, the manifest, Whoosh's own view of them."""
