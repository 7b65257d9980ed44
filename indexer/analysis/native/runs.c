/* The extension indexer.analysis._runs: runs of texts are found and numbered in one pass.
   tokenizer.RUN says what a run is; table.py gives the same answers without this file.

   A table of strings is three arrays: the code points of all strings end to end, the end of each,
   and slots: open addressing, number + 1 or 0, at most half full. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 1, DIGIT = 2, SPACE = 4, INSIDE = 8, JOINT = 16, POINT = 32, LINE = 64, STOP = 128 };
/* INSIDE: normalise.INSIDE; JOINT: joins two words; POINT: two digits; STOP: ends an address. */

#define TABLED 0x2100
#define LONGEST 128 /* tokenizer.LONGEST_RUN */
static uint8_t kinds[TABLED];

static uint8_t compute(Py_UCS4 c) {
    uint8_t kind = 0;
    if (Py_UNICODE_ISALNUM(c) || c == '_') kind |= WORD;
    if (Py_UNICODE_ISDECIMAL(c)) kind |= DIGIT;
    if (Py_UNICODE_ISSPACE(c)) kind |= SPACE | STOP;
    if ((c >= 0x300 && c <= 0x36F) || c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 ||
        c == 0xFEFF)
        kind |= INSIDE;
    if (c == '-' || c == 0x2010 || c == 0x2011 || c == '.' || c == '@' || c == '\'' ||
        c == 0x2019 || c == 0x2BC || c == '&')
        kind |= JOINT;
    if (c == ',' || c == ':' || c == 0x2044) kind |= POINT;
    if (c == '\n') kind |= LINE;
    if (c == '<' || c == '>' || c == 0xAB || c == 0xBB || c == '"') kind |= STOP;
    return kind;
}

static inline uint8_t kind_of(Py_UCS4 c) { return c < TABLED ? kinds[c] : compute(c); }

typedef struct {
    int width; /* bytes of a code point */
    const void *data;
    Py_ssize_t size;
} Text;

static inline Py_UCS4 at(const Text *t, Py_ssize_t i) { return PyUnicode_READ(t->width, t->data, i); }
static inline uint8_t kind_at(const Text *t, Py_ssize_t i) {
    return i < t->size ? kind_of(at(t, i)) : 0;
}

static int begins(const Text *t, Py_ssize_t i, const char *with) {
    for (; *with; with++, i++)
        if (i >= t->size || at(t, i) != (Py_UCS4)*with) return 0;
    return 1;
}

/* Where the address that starts at i ends; i when none does. */
static Py_ssize_t address(const Text *t, Py_ssize_t i) {
    Py_ssize_t from = i;
    if (begins(t, i, "www.")) from = i + 4;
    else if (begins(t, i, "http://")) from = i + 7;
    else if (begins(t, i, "https://")) from = i + 8;
    else return i;
    Py_ssize_t end = from;
    while (end < t->size && !(kind_of(at(t, end)) & STOP)) end++;
    return end > from ? end : i;
}

static inline Py_ssize_t spaces(const Text *t, Py_ssize_t i) {
    while (kind_at(t, i) & SPACE) i++;
    return i;
}

/* Where the run that starts at i ends; i when none starts there. */
static inline Py_ssize_t run_end(const Text *t, Py_ssize_t i) {
    const Py_UCS4 c = at(t, i);
    const uint8_t kind = kind_of(c);
    if (kind & WORD) {
        if (c == 'h' || c == 'w') {
            const Py_ssize_t end = address(t, i);
            if (end > i) return end;
        }
        for (;;) {
            do i++;
            while (kind_at(t, i) & (WORD | INSIDE));
            const uint8_t joint = kind_at(t, i), next = kind_at(t, i + 1);
            if (joint & JOINT && next & WORD) i++;
            else if (joint & POINT && next & DIGIT && kind_at(t, i - 1) & DIGIT) i++;
            else return i;
        }
    }
    if (kind & LINE) return spaces(t, i + 1);
    if (kind & SPACE || c == ',') return i;
    do i++;
    while (i < t->size && at(t, i) != ',' && !(kind_of(at(t, i)) & (WORD | SPACE)));
    return spaces(t, i);
}

static inline uint32_t hash(const Text *t, Py_ssize_t i, Py_ssize_t end) {
    uint64_t h = 0xCBF29CE484222325ULL;
    for (; i < end; i++) h = (h ^ at(t, i)) * 0x100000001B3ULL;
    h *= 0x9E3779B97F4A7C15ULL;
    return (uint32_t)(h >> 32);
}

typedef struct {
    Py_buffer slots, ends, chars;
} Table;

static void table_release(Table *t) {
    if (t->slots.obj) PyBuffer_Release(&t->slots);
    if (t->ends.obj) PyBuffer_Release(&t->ends);
    if (t->chars.obj) PyBuffer_Release(&t->chars);
}

/* The slot of a string: its own or the free one where it belongs. */
static inline size_t slot_of(const Table *table, const Text *t, Py_ssize_t i, Py_ssize_t end) {
    const uint32_t *slots = table->slots.buf, *ends = table->ends.buf, *chars = table->chars.buf;
    const size_t mask = (size_t)table->slots.len / 4 - 1;
    size_t slot = hash(t, i, end) & mask;
    for (; slots[slot]; slot = (slot + 1) & mask) {
        const uint32_t number = slots[slot] - 1, begin = number ? ends[number - 1] : 0;
        if (ends[number] - begin != (uint32_t)(end - i)) continue;
        Py_ssize_t k = 0;
        while (k < end - i && chars[begin + k] == at(t, i + k)) k++;
        if (k == end - i) break;
    }
    return slot;
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
    memcpy(b->data + b->size, value, size);
    b->size += size;
    return 0;
}

/* The numbers of the runs of one text; of a run that the table lacks its index and its string. */
static inline Py_ssize_t find_in(const Table *table, PyObject *text, const Text *t, Buffer *ids,
                                 Buffer *where, PyObject *missing) {
    Py_ssize_t count = 0;
    for (Py_ssize_t i = 0; i < t->size;) {
        const Py_ssize_t end = run_end(t, i);
        if (end == i) {
            i++;
            continue;
        }
        const Py_ssize_t cut = end - i > LONGEST ? i + LONGEST : end;
        const uint32_t found = ((const uint32_t *)table->slots.buf)[slot_of(table, t, i, cut)];
        const uint32_t number = found - 1;
        if (!found) {
            const int64_t index = (int64_t)(ids->size / 4);
            PyObject *run = PyUnicode_Substring(text, i, cut);
            if (!run || PyList_Append(missing, run) < 0 || push(where, &index, 8) < 0) {
                Py_XDECREF(run);
                return -1;
            }
            Py_DECREF(run);
        }
        if (push(ids, &number, 4) < 0) return -1;
        count++;
        i = end;
    }
    return count;
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

/* find(texts list, slots u32, ends u32, chars u32) ->
   numbers u32 of all runs of all texts, runs i64 of each text,
   indices i64 of those that the table lacks, and those as strings. */
static PyObject *find(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *texts, *out = NULL;
    Table table = {{0}, {0}, {0}};
    Buffer ids = {0}, where = {0}, counts = {0};
    if (!PyArg_ParseTuple(args, "O!y*y*y*", &PyList_Type, &texts, &table.slots, &table.ends,
                          &table.chars))
        return NULL;
    PyObject *missing = PyList_New(0);
    int failed = !missing;
    for (Py_ssize_t n = 0; !failed && n < PyList_GET_SIZE(texts); n++) {
        PyObject *text = PyList_GET_ITEM(texts, n);
        Text t;
        if (text_of(text, &t) < 0) failed = 1;
        else {
            Py_ssize_t count;
            /* the same loop for each width, so that reading a code point takes no switch */
            if (t.width == 1) {
                const Text narrow = {1, t.data, t.size};
                count = find_in(&table, text, &narrow, &ids, &where, missing);
            } else if (t.width == 2) {
                const Text middle = {2, t.data, t.size};
                count = find_in(&table, text, &middle, &ids, &where, missing);
            } else {
                const Text wide = {4, t.data, t.size};
                count = find_in(&table, text, &wide, &ids, &where, missing);
            }
            const int64_t number = count;
            failed = count < 0 || push(&counts, &number, 8) < 0;
        }
    }
    if (!failed)
        out = Py_BuildValue("y#y#y#O", ids.size ? ids.data : "", (Py_ssize_t)ids.size,
                            counts.size ? counts.data : "", (Py_ssize_t)counts.size,
                            where.size ? where.data : "", (Py_ssize_t)where.size, missing);
    free(ids.data);
    free(where.data);
    free(counts.data);
    Py_XDECREF(missing);
    table_release(&table);
    return out;
}

/* insert(strings list, slots u32, ends u32, chars u32, size) -> numbers u32, new size. The arrays
   have room for all strings. */
static PyObject *insert(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *strings, *out = NULL, *numbers = NULL;
    Table table = {{0}, {0}, {0}};
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "O!w*w*w*n", &PyList_Type, &strings, &table.slots, &table.ends,
                          &table.chars, &size))
        return NULL;
    const Py_ssize_t count = PyList_GET_SIZE(strings);
    uint32_t *slots = table.slots.buf, *ends = table.ends.buf, *chars = table.chars.buf;
    numbers = PyBytes_FromStringAndSize(NULL, count * 4);
    int failed = !numbers;
    for (Py_ssize_t n = 0; !failed && n < count; n++) {
        Text t;
        if (text_of(PyList_GET_ITEM(strings, n), &t) < 0) {
            failed = 1;
            break;
        }
        const size_t slot = slot_of(&table, &t, 0, t.size);
        if (!slots[slot]) {
            const size_t begin = size ? ends[size - 1] : 0;
            if ((begin + (size_t)t.size) * 4 > (size_t)table.chars.len ||
                (size_t)size * 4 >= (size_t)table.ends.len ||
                (size_t)size * 8 >= (size_t)table.slots.len) {
                PyErr_SetString(PyExc_ValueError, "there is no room in the table");
                failed = 1;
                break;
            }
            for (Py_ssize_t k = 0; k < t.size; k++) chars[begin + (size_t)k] = at(&t, k);
            ends[size] = (uint32_t)(begin + (size_t)t.size);
            slots[slot] = (uint32_t)++size;
        }
        ((uint32_t *)PyBytes_AS_STRING(numbers))[n] = slots[slot] - 1;
    }
    if (!failed) out = Py_BuildValue("On", numbers, size);
    Py_XDECREF(numbers);
    table_release(&table);
    return out;
}

/* enter(slots u32, ends u32, chars u32, size): fill zeroed slots. */
static PyObject *enter(PyObject *self, PyObject *args) {
    (void)self;
    Table table = {{0}, {0}, {0}};
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "w*y*y*n", &table.slots, &table.ends, &table.chars, &size))
        return NULL;
    uint32_t *slots = table.slots.buf;
    const uint32_t *ends = table.ends.buf, *chars = table.chars.buf;
    const size_t mask = (size_t)table.slots.len / 4 - 1;
    for (Py_ssize_t n = 0; n < size; n++) {
        const uint32_t begin = n ? ends[n - 1] : 0;
        const Text t = {4, chars + begin, ends[n] - begin};
        size_t slot = hash(&t, 0, t.size) & mask;
        while (slots[slot]) slot = (slot + 1) & mask;
        slots[slot] = (uint32_t)n + 1;
    }
    table_release(&table);
    Py_RETURN_NONE;
}

/* text(ends u32, chars u32, size, number) -> the string of this number. */
static PyObject *text(PyObject *self, PyObject *args) {
    (void)self;
    Table table = {{0}, {0}, {0}};
    Py_ssize_t size, number;
    PyObject *out = NULL;
    if (!PyArg_ParseTuple(args, "y*y*nn", &table.ends, &table.chars, &size, &number)) return NULL;
    const uint32_t *ends = table.ends.buf, *chars = table.chars.buf;
    if (number >= 0 && number < size) {
        const uint32_t begin = number ? ends[number - 1] : 0;
        out = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, chars + begin, ends[number] - begin);
    } else {
        PyErr_SetString(PyExc_IndexError, "there is no such string");
    }
    table_release(&table);
    return out;
}

static PyMethodDef methods[] = {
    {"find", find, METH_VARARGS, NULL},   {"insert", insert, METH_VARARGS, NULL},
    {"enter", enter, METH_VARARGS, NULL}, {"text", text, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_runs", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__runs(void) {
    for (Py_UCS4 c = 0; c < TABLED; c++) kinds[c] = compute(c);
    return PyModule_Create(&module);
}
