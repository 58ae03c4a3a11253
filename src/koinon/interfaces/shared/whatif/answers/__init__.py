"""The answers of a plan, one by one."""
