#include "CSQLiteSetup.h"

#include <sqlite3.h>

/* Slots large enough for a row of ours, so that binding and stepping need no malloc. */
#define LOOKASIDE_SLOT 1024
#define LOOKASIDE_COUNT 200

int sonde_setup_sqlite(void)
{
  /* Statistics of memory cost a mutex at each allocation, and nobody reads them. */
  int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

  if (code == SQLITE_OK)
    code = sqlite3_config(SQLITE_CONFIG_LOOKASIDE, LOOKASIDE_SLOT, LOOKASIDE_COUNT);
  return code;
}
