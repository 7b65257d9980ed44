"""XML: read as a stream, damaged or not; feeds, NewsML, NITF, WordPress, sitemaps."""
