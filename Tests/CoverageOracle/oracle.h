/* A program with functions that run in many ways, which compilers' own coverage is compared with.
 * Each argument is one deed; some functions have no deed that leads to them. */
#pragma once

typedef int (*operation)(int, int);
typedef void (*visitor)(int);

/* operations.c */
operation find_operation(const char *name);
int sorted_sum(int *numbers, int count);

/* events.c */
void install_handler(void);
void raise_signal(void);
void run_threads(int count);
int events_seen(void);

/* In the shared library. */
int library_measure(const char *text);
void library_visit(int count, visitor visit);
int library_recurse(int depth);
int library_never(int value);
