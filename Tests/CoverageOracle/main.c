#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int prepared;
static int total;

/* Volatile: or the compiler would run constructors itself. */
static volatile int table_size = 17;

static int prepare_table(void)
{
  return table_size;
}

__attribute__((constructor)) static void prepare(void)
{
  prepared = prepare_table();
}

static void say_goodbye(void)
{
  printf("total %d\n", total + prepared);
}

static void say_more(void)
{
  printf("more\n");
}

/* Of the same name as one in another file. */
static int step(int value)
{
  return value * 3 + 1;
}

static void add_to_total(int value)
{
  total += step(value);
}

static int never_called_here(int value)
{
  return step(value) - 1;
}

static void leave_early(void)
{
  exit(7);
}

static int apply(const char *name)
{
  operation chosen = find_operation(name);

  return chosen ? chosen(12, 5) : -1;
}

static void sort_some(void)
{
  int numbers[] = {5, 3, 11, 7, 2};

  total += sorted_sum(numbers, 5);
}

static int is_even(int value);

static int is_odd(int value)
{
  return value == 0 ? 0 : is_even(value - 1);
}

static int is_even(int value)
{
  return value == 0 ? 1 : is_odd(value - 1);
}

static void complain(const char *deed)
{
  fprintf(stderr, "no deed %s\n", deed);
  if (total < -1000000)
    total = never_called_here(total);
}

static void act(const char *deed)
{
  if (!strcmp(deed, "signal"))
    raise_signal();
  else if (!strcmp(deed, "threads"))
    run_threads(4);
  else if (!strcmp(deed, "sort"))
    sort_some();
  else if (!strcmp(deed, "measure"))
    total += library_measure("some text");
  else if (!strcmp(deed, "visit"))
    library_visit(5, add_to_total);
  else if (!strcmp(deed, "recurse"))
    total += library_recurse(9) + is_even(10);
  else if (!strcmp(deed, "more"))
    atexit(say_more);
  else if (!strcmp(deed, "leave"))
    leave_early();
  else if (apply(deed) < 0)
    complain(deed);
}

int main(int count, char **deeds)
{
  atexit(say_goodbye);
  install_handler();
  for (int index = 1; index < count; index++)
    act(deeds[index]);
  return events_seen() & 3;
}
