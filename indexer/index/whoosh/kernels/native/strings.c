/* Tables of strings, and what words stand for. */
#include "kernels.h"

static inline const char *string_at(Table table, size_t at, size_t *length) {
    const size_t end = AT(table.ends, at, table.count), begin = at ? table.ends[at - 1] : 0;
    CHECK(begin <= end && end <= table.size);
    *length = end - begin;
    return table.text + begin;
}

/* The first of sorted strings that is >= key; *equal: whether it is the key. */
static size_t search(Table table, const char *key, size_t size, int *equal) {
    size_t low = 0, high = table.count;
    *equal = 0;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        size_t length;
        const char *text = string_at(table, middle, &length);
        int order = memcmp(text, key, length < size ? length : size);
        if (!order) order = (length > size) - (length < size);
        if (order < 0) low = middle + 1;
        else high = middle;
        *equal |= !order;
    }
    return low;
}

/* String number at as an object. */
PyObject *text_at(Table table, size_t at) {
    size_t length;
    const char *text = string_at(table, at, &length);
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)length, NULL);
}

/* texts(text u8, ends u32, indices u32) -> list of those strings */
PyObject *kernel_texts(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    if (!PyArg_ParseTuple(args, "y*y*y*", &b[0], &b[1], &b[2])) return NULL;
    const uint32_t *indices = b[2].buf;
    const Table table = table_in(&b[0], &b[1]);
    PyObject *out = PyList_New(COUNT(b[2], uint32_t));
    for (Py_ssize_t i = 0; out && i < COUNT(b[2], uint32_t); i++) {
        PyObject *text = text_at(table, indices[i]);
        if (text) PyList_SET_ITEM(out, i, text);
        else Py_CLEAR(out);
    }
    release(b, 3);
    return out;
}

/* find(text u8, ends u32, key, exact) -> index of the first string >= key, or, if exact, of the
   one that is equal, else -1 */
PyObject *kernel_find(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[3] = {{0}};
    int exact, equal;
    if (!PyArg_ParseTuple(args, "y*y*y*p", &b[0], &b[1], &b[2], &exact)) return NULL;
    const Table table = table_in(&b[0], &b[1]);
    const size_t at = search(table, b[2].buf, (size_t)b[2].len, &equal);
    release(b, 3);
    return exact && !equal ? PyLong_FromLong(-1) : PyLong_FromSize_t(at);
}

typedef struct {
    uint32_t *forms;
    size_t count, room;
    int failed; /* no memory */
} Found;

static void add(Found *found, const uint32_t *forms, size_t count) {
    if (found->count + count > found->room) {
        found->room = 2 * (found->count + count);
        uint32_t *larger = realloc(found->forms, found->room * sizeof *larger);
        if ((found->failed |= !larger)) return;
        found->forms = larger;
    }
    CHECK(found->count + count <= found->room);
    memcpy(found->forms + found->count, forms, count * sizeof *forms);
    found->count += count;
}

/* Add the forms of a term; "=x" is the form x. */
static void add_term(const Segment *s, const char *term, size_t size, Found *found) {
    const int exact = size && term[0] == '=';
    const Table table = exact ? table_in(&s->arrays[FORMS], &s->arrays[FORM_ENDS])
                              : table_in(&s->arrays[TERMS], &s->arrays[TERM_ENDS]);
    int equal;
    const uint32_t at = (uint32_t)search(table, term + exact, size - (size_t)exact, &equal);
    if (!equal) return;
    if (exact) {
        add(found, &at, 1);
    } else {
        const uint32_t *ends = s->arrays[TERM_FORMS_ENDS].buf;
        const uint32_t end = AT(ends, at, HELD(s, TERM_FORMS_ENDS, uint32_t));
        const uint32_t begin = at ? ends[at - 1] : 0;
        CHECK(begin <= end && end <= HELD(s, TERM_FORMS, uint32_t));
        add(found, (const uint32_t *)s->arrays[TERM_FORMS].buf + begin, end - begin);
    }
}

/* Leave out the forms of without. */
static int leave_out(const Segment *s, PyObject *without, Found *found) {
    const Table table = table_in(&s->arrays[FORMS], &s->arrays[FORM_ENDS]);
    for (Py_ssize_t w = 0; w < PyTuple_GET_SIZE(without); w++) {
        Py_ssize_t size;
        int equal;
        const char *form = PyUnicode_AsUTF8AndSize(PyTuple_GET_ITEM(without, w), &size);
        if (!form) return -1;
        const size_t at = search(table, form, (size_t)size, &equal);
        size_t kept = 0;
        for (size_t i = 0; i < found->count; i++)
            if (!equal || found->forms[i] != at) found->forms[kept++] = found->forms[i];
        found->count = kept;
    }
    return 0;
}

static int ascending(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* forms(segment, terms, without) -> numbers u32 of the forms that have one of the terms and are
   not in without: ascending, distinct */
PyObject *kernel_forms(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *terms, *without, *out = NULL;
    const Segment *s;
    Found found = {0};
    if (!PyArg_ParseTuple(args, "OO!O!", &capsule, &PyTuple_Type, &terms, &PyTuple_Type, &without))
        return NULL;
    if (!(s = segment_of(capsule))) return NULL;
    for (Py_ssize_t t = 0; t < PyTuple_GET_SIZE(terms); t++) {
        Py_ssize_t size;
        const char *term = PyUnicode_AsUTF8AndSize(PyTuple_GET_ITEM(terms, t), &size);
        if (!term) goto done;
        add_term(s, term, (size_t)size, &found);
        if (found.failed) {
            PyErr_NoMemory();
            goto done;
        }
    }
    if (leave_out(s, without, &found) < 0) goto done;
    if (PyTuple_GET_SIZE(terms) > 1 && found.count) qsort(found.forms, found.count, 4, ascending);
    size_t n = 0;
    for (size_t i = 0; i < found.count; i++)
        if (!n || found.forms[i] != found.forms[n - 1]) found.forms[n++] = found.forms[i];
    out = PyBytes_FromStringAndSize((char *)found.forms, (Py_ssize_t)(n * 4));
done:
    free(found.forms);
    return out;
}
