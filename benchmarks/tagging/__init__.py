"""How well tagging finds regions, topics, people and organisations, and how fast.

``labels.jsonl`` holds what a reader found in real articles: ids and labels, none of their text.
"""
