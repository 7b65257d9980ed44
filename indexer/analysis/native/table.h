/* A table of strings, as string_table.Table has it: three arrays, the code points of all strings end
   to end, the end of each, and slots: open addressing, number + 1 or 0, at most half full. */
#ifndef PODSHIVKA_TABLE_H
#define PODSHIVKA_TABLE_H
#include "spans.h"
#include <stdlib.h>
#include <string.h>

#define LONGEST 128 /* tokenizer.LONGEST_RUN */

static inline uint32_t hash(const Text *t, Py_ssize_t i, Py_ssize_t end) {
    uint64_t h = 0xCBF29CE484222325ULL;
    for (; i < end; i++) h = (h ^ at(t, i)) * 0x100000001B3ULL;
    h *= 0x9E3779B97F4A7C15ULL; /* a slot is of low bits: those above depend on all of them */
    return (uint32_t)(h >> 32);
}

typedef struct {
    Py_buffer slots, ends, chars;
} Table;

/* How many numbers an array has. */
static inline size_t held(const Py_buffer *b) { return (size_t)b->len / 4; }

/* Where a string begins; where it ends lies within the code points that there are. */
static inline uint32_t begin_of(const Table *table, size_t number) {
    const uint32_t *ends = table->ends.buf;
    const uint32_t end = AT(ends, number, held(&table->ends)), begin = number ? ends[number - 1] : 0;
    CHECK(begin <= end && end <= held(&table->chars));
    return begin;
}

static void table_release(Table *t) {
    if (t->slots.obj) PyBuffer_Release(&t->slots);
    if (t->ends.obj) PyBuffer_Release(&t->ends);
    if (t->chars.obj) PyBuffer_Release(&t->chars);
}

/* The slot of a string: its own or the free one where it belongs. code: its hash. */
static inline size_t slot_by(const Table *table, uint32_t code, const Text *t, Py_ssize_t i,
                             Py_ssize_t end) {
    const uint32_t *slots = table->slots.buf, *ends = table->ends.buf, *chars = table->chars.buf;
    const size_t mask = held(&table->slots) - 1;
    CHECK(held(&table->slots) && !(held(&table->slots) & mask));
    size_t slot = code & mask;
    for (; AT(slots, slot, mask + 1); slot = (slot + 1) & mask) {
        const uint32_t number = slots[slot] - 1, begin = begin_of(table, number);
        if (ends[number] - begin != (uint32_t)(end - i)) continue;
        Py_ssize_t k = 0;
        while (k < end - i && chars[begin + k] == at(t, i + k)) k++;
        if (k == end - i) break;
    }
    return slot;
}

static inline size_t slot_of(const Table *table, const Text *t, Py_ssize_t i, Py_ssize_t end) {
    return slot_by(table, hash(t, i, end), t, i, end);
}

typedef struct {
    char *data;
    size_t size, room;
} Buffer;

static int push(Buffer *b, const void *value, size_t size) {
    if (b->size + size > b->room) {
        const size_t room = b->room ? b->room * 2 : 65536;
        char *data = realloc(b->data, room);
        if (!data) {
            PyErr_NoMemory();
            return -1;
        }
        b->data = data;
        b->room = room;
    }
    CHECK(b->size + size <= b->room);
    memcpy(b->data + b->size, value, size);
    b->size += size;
    return 0;
}

static int text_of(PyObject *object, Text *t) {
    if (!PyUnicode_Check(object)) {
        PyErr_SetString(PyExc_TypeError, "a text is a str");
        return -1;
    }
    t->width = PyUnicode_KIND(object);
    t->data = PyUnicode_DATA(object);
    t->size = PyUnicode_GET_LENGTH(object);
    return 0;
}
#endif
