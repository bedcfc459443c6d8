#include "oracle.h"

#include <stdlib.h>
#include <string.h>

static int add(int left, int right)
{
  return left + right;
}

static int subtract(int left, int right)
{
  return left - right;
}

static int multiply(int left, int right)
{
  int product = 0;

  for (int index = 0; index < right; index++)
    product = add(product, left);
  return product;
}

static int divide(int left, int right)
{
  return right ? left / right : 0;
}

static const struct {
  const char *name;
  operation call;
} table[] = {{"add", add}, {"subtract", subtract}, {"multiply", multiply}, {"divide", divide}};

operation find_operation(const char *name)
{
  for (unsigned index = 0; index < sizeof(table) / sizeof(table[0]); index++)
    if (!strcmp(table[index].name, name))
      return table[index].call;
  return 0;
}

static int compare(const void *left, const void *right)
{
  return *(const int *)left - *(const int *)right;
}

/* Of the same name as one in another file. */
static int step(int value)
{
  return value * 2;
}

int sorted_sum(int *numbers, int count)
{
  int sum = 0;

  qsort(numbers, count, sizeof(numbers[0]), compare);
  for (int index = 0; index < count; index++)
    sum += step(numbers[index]);
  return sum;
}

int operations_never(int value)
{
  return divide(value, 3);
}
