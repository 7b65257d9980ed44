/* Documents in which several pseudo-terms occur close to each other. */
#include "kernels.h"

/* What is looked for together: where each part stands, and how far a walk over that has come. */
typedef struct {
    Places *places;
    Keys *keys;
    size_t *at;
    size_t count;
} Parts;

static void parts_release(Parts *parts) {
    for (size_t p = 0; p < parts->count; p++) {
        places_release(&parts->places[p]);
        free(parts->keys[p].at);
    }
    free(parts->places);
    free(parts->keys);
    free(parts->at);
}

/* 0, or -1 with an error set; to be released in any case. */
static int parts_get(PyObject *given, Parts *parts) {
    const size_t room = (size_t)PyTuple_GET_SIZE(given);
    parts->count = 0;
    parts->places = calloc(room + 1, sizeof *parts->places);
    parts->keys = calloc(room + 1, sizeof *parts->keys);
    parts->at = calloc(room + 1, sizeof *parts->at);
    if (!parts->places || !parts->keys || !parts->at) {
        PyErr_NoMemory();
        return -1;
    }
    for (; parts->count < room; parts->count++)
        if (places_get(PyTuple_GET_ITEM(given, parts->count), &parts->places[parts->count]) < 0)
            return -1;
    return 0;
}

/* Move every part to least or behind it, where the greatest key is greatest; 0 when a part has none
   left. */
static int move_all(Parts *parts, uint64_t least, uint64_t *greatest) {
    *greatest = 0;
    for (size_t p = 0; p < parts->count; p++) {
        const Keys *keys = &parts->keys[p];
        size_t at = parts->at[p];
        while (at < keys->count && keys->at[at] < least) at++;
        parts->at[p] = at;
        if (at == keys->count) return 0;
        if (keys->at[at] > *greatest) *greatest = keys->at[at];
    }
    return parts->count > 0;
}

/* Documents with an occurrence of each part within a distance. A window ends at the greatest of
   the parts' next keys or behind it, so that nothing far before that can be in one. */
static size_t near_docs(Parts *parts, uint64_t distance, uint32_t *docs, size_t room) {
    size_t n = 0;
    uint64_t least = 0, greatest;
    while (move_all(parts, least, &greatest)) {
        const uint64_t reached = greatest > distance ? greatest - distance : 0;
        uint64_t first = greatest;
        for (size_t p = 0; p < parts->count; p++)
            if (parts->keys[p].at[parts->at[p]] < first) first = parts->keys[p].at[parts->at[p]];
        if (first < reached) {
            CHECK(reached > least);
            least = reached;
            continue;
        }
        const uint32_t doc = (uint32_t)(first >> 32);
        AT(docs, n++, room) = doc;
        least = ((uint64_t)doc + 1) << 32;
    }
    return n;
}

/* near(segment, (places as in occurrences, ...), among u32, distance) -> documents u32 in which one
   occurrence of each lies within the distance of all others */
PyObject *kernel_near(PyObject *self, PyObject *args) {
    (void)self;
    PyObject *capsule, *given, *out = NULL;
    Py_buffer among = {0};
    unsigned int distance;
    const Segment *s;
    Parts parts;
    Scratch scratch;
    if (!PyArg_ParseTuple(args, "OO!y*I", &capsule, &PyTuple_Type, &given, &among, &distance))
        return NULL;
    const size_t room = (size_t)COUNT(among, uint32_t);
    if (parts_get(given, &parts) < 0 || !(s = segment_of(capsule))) goto done;
    if (scratch_take(&scratch, s->size) < 0) goto done;
    if ((out = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(room * 4)))) {
        size_t n = 0;
        int failed = 0;
        BEGIN_LONG
        for (size_t p = 0; !failed && p < parts.count; p++)
            failed = places_keys(s, &parts.places[p], among.buf, room, &scratch,
                                 &parts.keys[p]) < 0;
        if (!failed) n = near_docs(&parts, distance, (uint32_t *)PyBytes_AS_STRING(out), room);
        END_LONG
        if (!failed) {
            _PyBytes_Resize(&out, (Py_ssize_t)(n * 4));
        } else {
            Py_CLEAR(out);
            PyErr_NoMemory();
        }
    }
    scratch_give(&scratch);
done:
    parts_release(&parts);
    release(&among, 1);
    return out;
}
