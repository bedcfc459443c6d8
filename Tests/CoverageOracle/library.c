#include "oracle.h"

#include <string.h>

static int scale;

/* Volatile: or the compiler would run constructors itself. */
static volatile int usual_scale = 2;

static int default_scale(void)
{
  return usual_scale;
}

__attribute__((constructor)) static void begin_library(void)
{
  scale = default_scale();
}

static int weigh(char letter)
{
  return letter == 'e' ? scale : 1;
}

int library_measure(const char *text)
{
  int weight = 0;

  for (const char *letter = text; *letter; letter++)
    weight += weigh(*letter);
  return weight;
}

void library_visit(int count, visitor visit)
{
  for (int index = 0; index < count; index++)
    visit(index);
}

static int recurse_more(int depth)
{
  return library_recurse(depth - 1) + 1;
}

int library_recurse(int depth)
{
  return depth > 0 ? recurse_more(depth) : 0;
}

static int forgotten(int value)
{
  return value ^ scale;
}

int library_never(int value)
{
  return forgotten(value) + 1;
}
