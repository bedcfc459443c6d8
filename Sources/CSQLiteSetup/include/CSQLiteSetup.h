/*
 * Settings of SQLite as a whole: sqlite3_config() is variadic, which Swift cannot call.
 */
#ifndef SONDE_CSQLITESETUP_H
#define SONDE_CSQLITESETUP_H

/* To be called before the first database is opened; later it has no effect. Returns an SQLite
 * result code. */
int sonde_setup_sqlite(void);

#endif
