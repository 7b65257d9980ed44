/* The runs of a text, some at a time, and the prefetching of what looking them up reads. */
#ifndef PODSHIVKA_AHEAD_H
#define PODSHIVKA_AHEAD_H
#include "table.h"

#define AHEAD 32 /* runs that are prefetched before any of them is looked up */

typedef struct {
    Py_ssize_t begin, end;
    uint32_t code; /* its hash */
} Span;

/* The next runs of a text from *i on, at most AHEAD. */
static inline int next_spans(const Text *t, Py_ssize_t *i, Span *spans) {
    int count = 0;
    while (*i < t->size && count < AHEAD) {
        const Py_ssize_t begin = *i, end = run_end(t, begin);
        *i = end == begin ? begin + 1 : end;
        if (end == begin) continue;
        const Py_ssize_t cut = end - begin > LONGEST ? begin + LONGEST : end;
        spans[count++] = (Span){begin, cut, hash(t, begin, cut)};
    }
    return count;
}

/* Prefetch what the look-up of these runs reads: the table is larger than the processor's
   caches, and each of three reads in a row says where the next one is. */
static inline void fetch(const Table *table, const Span *spans, int count) {
    const uint32_t *slots = table->slots.buf, *ends = table->ends.buf, *chars = table->chars.buf;
    const size_t mask = held(&table->slots) - 1, size = held(&table->ends);
    for (int s = 0; s < count; s++) __builtin_prefetch(&slots[spans[s].code & mask]);
    for (int s = 0; s < count; s++) {
        const uint32_t found = AT(slots, spans[s].code & mask, mask + 1);
        if (found && found < size) __builtin_prefetch(&ends[found - 1]);
    }
    for (int s = 0; s < count; s++) {
        const uint32_t found = slots[spans[s].code & mask];
        const uint32_t begin = found > 1 && found < size ? ends[found - 2] : 0;
        if (begin < held(&table->chars)) __builtin_prefetch(&chars[begin]);
    }
}
#endif
