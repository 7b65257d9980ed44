/* Bounds that only the checked build asks for (PODSHIVKA_CHECKED=1, see setup.py): one that does
   not hold ends the process and names its line. Elsewhere nothing is left of them. */
#ifndef PODSHIVKA_CHECK_H
#define PODSHIVKA_CHECK_H
#include <stddef.h>

#ifdef PODSHIVKA_CHECKED
#include <stdio.h>
#include <stdlib.h>

static inline void check(int holds, const char *what, const char *file, int line) {
    if (holds) return;
    fprintf(stderr, "podshivka: %s:%d: does not hold: %s\n", file, line, what);
    abort();
}

static inline size_t within(size_t index, size_t count, const char *what, const char *file,
                            int line) {
    if (index < count) return index;
    fprintf(stderr, "podshivka: %s:%d: %s: %zu is not below %zu\n", file, line, what, index, count);
    abort();
}

#define CHECKED 1
#define CHECK(holds) check((holds) != 0, #holds, __FILE__, __LINE__)
#define INDEX(index, count) within((size_t)(index), (size_t)(count), #index, __FILE__, __LINE__)
#else
#define CHECKED 0
#define CHECK(holds) ((void)sizeof(holds))
#define INDEX(index, count) ((void)sizeof(count), (index))
#endif

/* An item of an array that has so many. */
#define AT(array, index, count) ((array)[INDEX(index, count)])
#endif
