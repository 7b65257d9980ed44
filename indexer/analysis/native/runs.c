/* The extension indexer.analysis._runs: it finds and numbers the runs of texts in one pass, lays them
   out as tokens, and finds words among them. string_table.py, positions.py and sought.py
   give the same answers without this file. */
#include "lay.h"
#include "seek.h"

/* The numbers of the runs of one text; of a run that the table lacks its index and its string. */
static inline Py_ssize_t find_in(const Table *table, PyObject *text, const Text *t, Buffer *ids,
                                 Buffer *where, PyObject *missing) {
    const uint32_t *slots = table->slots.buf;
    Py_ssize_t count = 0, i = 0;
    Span spans[AHEAD];
    for (int some; (some = next_spans(t, &i, spans)) > 0; count += some) {
        fetch(table, spans, some);
        for (int s = 0; s < some; s++) {
            const Span run = spans[s];
            const size_t slot = slot_by(table, run.code, t, run.begin, run.end);
            const uint32_t found = AT(slots, slot, held(&table->slots)), number = found - 1;
            if (!found) {
                const int64_t index = (int64_t)(ids->size / 4);
                PyObject *string = PyUnicode_Substring(text, run.begin, run.end);
                if (!string || PyList_Append(missing, string) < 0 || push(where, &index, 8) < 0) {
                    Py_XDECREF(string);
                    return -1;
                }
                Py_DECREF(string);
            }
            if (push(ids, &number, 4) < 0) return -1;
        }
    }
    return count;
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

/* The number of a string in a table of *size strings; a new one gets the next number. -1 with an
   error if there is no room. */
static inline int64_t number_in(Table *table, const Text *t, Py_ssize_t *size) {
    uint32_t *slots = table->slots.buf, *ends = table->ends.buf, *chars = table->chars.buf;
    const size_t slot = slot_of(table, t, 0, t->size);
    if (slots[slot]) return slots[slot] - 1;
    const size_t begin = *size ? ends[*size - 1] : 0;
    if ((begin + (size_t)t->size) * 4 > (size_t)table->chars.len ||
        (size_t)*size * 4 >= (size_t)table->ends.len ||
        (size_t)*size * 8 >= (size_t)table->slots.len) {
        PyErr_SetString(PyExc_ValueError, "there is no room in the table");
        return -1;
    }
    for (Py_ssize_t k = 0; k < t->size; k++)
        AT(chars, begin + (size_t)k, held(&table->chars)) = at(t, k);
    AT(ends, *size, held(&table->ends)) = (uint32_t)(begin + (size_t)t->size);
    slots[slot] = (uint32_t)++*size;
    return *size - 1;
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
    numbers = PyBytes_FromStringAndSize(NULL, count * 4);
    int failed = !numbers;
    for (Py_ssize_t n = 0; !failed && n < count; n++) {
        Text t;
        if (text_of(PyList_GET_ITEM(strings, n), &t) < 0) {
            failed = 1;
            break;
        }
        const int64_t number = number_in(&table, &t, &size);
        failed = number < 0;
        AT((uint32_t *)PyBytes_AS_STRING(numbers), n, count) = (uint32_t)number;
    }
    if (!failed) out = Py_BuildValue("On", numbers, size);
    Py_XDECREF(numbers);
    table_release(&table);
    return out;
}

/* unite(ends u32, chars u32, slots u32, ends u32, chars u32, size) -> numbers u32, new size: as
   insert, for strings that are laid end to end as in a table. */
static PyObject *unite(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *out = NULL, *numbers = NULL;
    Table given = {{0}, {0}, {0}}, table = {{0}, {0}, {0}};
    Py_ssize_t size;
    if (!PyArg_ParseTuple(args, "y*y*w*w*w*n", &given.ends, &given.chars, &table.slots, &table.ends,
                          &table.chars, &size))
        return NULL;
    const size_t count = held(&given.ends);
    numbers = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count * 4);
    int failed = !numbers;
    for (size_t n = 0; !failed && n < count; n++) {
        const uint32_t begin = begin_of(&given, n), end = ((const uint32_t *)given.ends.buf)[n];
        const Text t = {4, (const uint32_t *)given.chars.buf + begin, end - begin};
        const int64_t number = number_in(&table, &t, &size);
        failed = number < 0;
        AT((uint32_t *)PyBytes_AS_STRING(numbers), n, count) = (uint32_t)number;
    }
    if (!failed) out = Py_BuildValue("On", numbers, size);
    Py_XDECREF(numbers);
    table_release(&given);
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
    const size_t mask = held(&table.slots) - 1;
    CHECK(held(&table.slots) && !(held(&table.slots) & mask));
    for (Py_ssize_t n = 0; n < size; n++) {
        const uint32_t begin = begin_of(&table, (size_t)n);
        const Text t = {4, chars + begin, ends[n] - begin};
        size_t slot = hash(&t, 0, t.size) & mask;
        while (AT(slots, slot, mask + 1)) slot = (slot + 1) & mask;
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
        const uint32_t begin = begin_of(&table, (size_t)number);
        out = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, chars + begin, ends[number] - begin);
    } else {
        PyErr_SetString(PyExc_IndexError, "there is no such string");
    }
    table_release(&table);
    return out;
}

_Thread_local Call call;

GUARDED(guarded_find, find)
GUARDED(guarded_insert, insert)
GUARDED(guarded_enter, enter)
GUARDED(guarded_text, text)
GUARDED(guarded_unite, unite)
GUARDED(guarded_lay_out, lay_out)
GUARDED(guarded_seek, seek)

static PyMethodDef methods[] = {
    {"find", guarded_find, METH_VARARGS, NULL},   {"insert", guarded_insert, METH_VARARGS, NULL},
    {"enter", guarded_enter, METH_VARARGS, NULL}, {"text", guarded_text, METH_VARARGS, NULL},
    {"lay_out", guarded_lay_out, METH_VARARGS, NULL}, {"seek", guarded_seek, METH_VARARGS, NULL},
    {"unite", guarded_unite, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_runs", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__runs(void) {
    for (Py_UCS4 c = 0; c < TABLED; c++) kinds[c] = compute(c);
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddIntConstant(made, "checked", CHECKED) < 0) Py_CLEAR(made);
    return made;
}
