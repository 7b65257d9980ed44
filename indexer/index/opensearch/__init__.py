"""The engine on OpenSearch: the same contract, on a cluster that others run."""
