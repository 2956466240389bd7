"""Which sources count, as of when, and several projects as one: before any rule is applied."""
