//! Arguments, terminal and exit status; a file per command.
