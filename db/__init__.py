"""Tables, migrations and the store: the only SQL of the program."""
