"""What goes wrong in the store.

    StoreError                    the database can't be used as asked; the text names it and the remedy
    ├── UnusableDatabaseError     it can't be made or opened, is damaged, or is not one of ours
    │   └── GoneError             its server does not answer, or is going down
    ├── NewerSchemaError          a newer version of the program made it
    ├── OlderSchemaError          an older version made it, and it can't be upgraded as it was opened
    ├── BackupError               a backup can't be written, or not be put where it is wanted
    ├── LockedError               another program keeps writing to it
    ├── HeldError                 another run is at work on it
    ├── UnstorableError           a value that no database keeps faithfully: NUL, a lone surrogate, a naive time, NaN
    └── UnknownKeyError           a run, an article or an event that the database does not hold

No other exception of a database leaves this package.
"""


class StoreError(Exception):
    """Base of the store's errors. The command line prints the text and exits with 2."""


class UnusableDatabaseError(StoreError):
    """The database can't be made or opened, is damaged, or is not one of ours."""


class GoneError(UnusableDatabaseError):
    """The database's server does not answer, or is going down. It may be back in a minute."""


class NewerSchemaError(StoreError):
    """The database was made by a newer version of the program."""


class OlderSchemaError(StoreError):
    """The database was made by an older version of the program, and nothing says how to upgrade it."""


class BackupError(StoreError):
    """A backup can't be written, or not be put in the place of what is there."""


class LockedError(StoreError):
    """Another program kept the database locked for longer than we wait."""


class HeldError(StoreError):
    """Another run is at work on the database."""


class UnstorableError(StoreError):
    """A value that can't be kept as it is. It is refused, not mended: later offsets point into stored texts."""


class UnknownKeyError(StoreError):
    """Something is to be attached to a run, an article or an event that is not there."""
