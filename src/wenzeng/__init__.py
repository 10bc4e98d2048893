"""稳增 wenzeng."""
