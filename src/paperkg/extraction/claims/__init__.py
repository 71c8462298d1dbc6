"""What a paper says of its entities: roles, results, and relations."""
