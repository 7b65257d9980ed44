/* Articles as documents of OpenSearch: pieces of text, one after the other.
   indexer/index/opensearch/lines.py does the same in numpy. */
#include "loops.h"

#define SHORT 16  /* bytes that are copied at once: most pieces have no more */
#define AHEAD 16  /* pieces that hashes are fetched ahead; every second one is a form */
#define FIELDS 3  /* schemas.document.FIELDS */
#define MARKERS 2 /* opensearch.laid_out.MARKS */

/* Numbers of pieces, in the order of opensearch.lines.FIXED. */
typedef struct {
    int64_t forms; /* the first form: all from this on are forms */
    int64_t other, next, empty, close;
    int64_t forms_begin, forms_next, forms_end, signature;
    int64_t fields[FIELDS];
    struct {
        int64_t marker, first, last, only;
    } marks[MARKERS];
} Fixed;

/* Pieces of one article. The caller frees the memory. */
typedef struct {
    int64_t *at;
    size_t count, room;
} Pieces;

/* A field as it is laid out. */
typedef struct {
    int64_t place;           /* the last position that was laid out, -1 for none */
    int64_t begun[MARKERS];  /* where the open sentence or paragraph began, -1 for none */
    size_t mark[MARKERS];    /* which piece says so */
} Field;

/* What an article is made of: tokens in order of position, and the text of all pieces. */
typedef struct {
    const int64_t *rows, *ends;
    const uint32_t *positions, *hashes;
    const char *text;
    size_t tokens, pieces, hashed, size;
} Given;

static void push(Pieces *out, int64_t piece) {
    if (out->count == out->room) {
        const size_t room = 2 * out->room + 1024;
        int64_t *grown = PyMem_Realloc(out->at, room * sizeof *grown);
        CHECK(grown);
        out->at = grown;
        out->room = room;
    }
    out->at[out->count++] = piece;
}

/* Go on to a position: what stands before its next form. */
static void go_to(Pieces *out, const Fixed *fixed, Field *field, int64_t place) {
    if (place == field->place) {
        push(out, fixed->other);
        return;
    }
    if (field->place >= 0) push(out, fixed->next);
    for (int64_t at = field->place + 1; at < place; at++) {
        push(out, fixed->empty);
        push(out, fixed->next);
    }
    field->place = place;
}

/* A sentence or paragraph ends here, if one has begun. */
static void end_at(Pieces *out, const Fixed *fixed, Field *field, int kind, int64_t place) {
    if (field->begun[kind] >= 0 && field->begun[kind] < place) {
        out->at[field->mark[kind]] = fixed->marks[kind].first;
        go_to(out, fixed, field, place);
        push(out, fixed->marks[kind].last);
    }
    field->begun[kind] = -1;
}

/* The tokens from t to end as one field. */
static void lay_field(Pieces *out, const Fixed *fixed, const Given *g, size_t t, size_t end,
                      uint32_t start) {
    Field field = {-1, {-1, -1}, {0, 0}};
    while (t < end) {
        const uint32_t position = g->positions[t];
        const int64_t place = (int64_t)position - start;
        size_t after = t;
        for (; after < end && g->positions[after] == position; after++)
            ;
        for (int kind = 0; kind < MARKERS; kind++)
            for (size_t at = t; at < after; at++)
                if (g->rows[at] == fixed->marks[kind].marker)
                    end_at(out, fixed, &field, kind, place - 1);
        for (; t < after; t++) {
            int64_t piece = g->rows[t];
            go_to(out, fixed, &field, place);
            for (int kind = 0; kind < MARKERS; kind++)
                if (piece == fixed->marks[kind].marker) {
                    field.begun[kind] = place;
                    field.mark[kind] = out->count;
                    piece = fixed->marks[kind].only;
                    break;
                }
            push(out, piece);
        }
    }
    const int64_t last = field.place;
    for (int kind = 0; kind < MARKERS; kind++) end_at(out, fixed, &field, kind, last);
}

/* The distinct forms of the tokens from t to end, as they first occur, and the signature. */
static void lay_forms(Pieces *out, const Fixed *fixed, const Given *g, size_t t, size_t end,
                      uint32_t *seen, uint32_t stamp) {
    const size_t first = out->count + 1;
    int64_t before = fixed->forms_begin;
    for (; t < end; t++) {
        const int64_t form = g->rows[t];
        if (form < fixed->forms || seen[INDEX(form, g->pieces)] == stamp) continue;
        seen[form] = stamp;
        push(out, before);
        push(out, form);
        before = fixed->forms_next;
    }
    uint32_t least[BYTES];
    memset(least, 255, sizeof least);
    for (size_t at = first; at < out->count; at += 2) {
        /* the hashes lie far apart: they are fetched before their turn */
        if (at + AHEAD < out->count) __builtin_prefetch(g->hashes + out->at[at + AHEAD] * BYTES);
        keep_least(least, hashes_of(g->hashes, (size_t)out->at[at], g->hashed));
    }
    if (before != fixed->forms_begin) push(out, fixed->forms_end);
    for (int i = 0; i < BYTES; i++) push(out, fixed->signature + 256 * i + (least[i] & 255));
}

/* Where a piece begins in the text, and how long it is. */
static inline size_t piece_at(const Given *g, int64_t number, size_t *size) {
    const size_t at = INDEX(number, g->pieces);
    const int64_t begin = at ? g->ends[at - 1] : 0, end = g->ends[at];
    CHECK(0 <= begin && begin <= end && (size_t)end <= g->size);
    *size = (size_t)(end - begin);
    return (size_t)begin;
}

/* What stands at the head, then the pieces, as bytes. */
static PyObject *told(const Given *g, PyObject *head, const Pieces *pieces) {
    size_t total = (size_t)PyBytes_GET_SIZE(head), done = total, size;
    for (size_t at = 0; at < pieces->count; at++) {
        piece_at(g, pieces->at[at], &size);
        total += size;
    }
    PyObject *made = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)total);
    if (!made) return NULL;
    char *out = PyBytes_AS_STRING(made);
    memcpy(out, PyBytes_AS_STRING(head), done);
    for (size_t at = 0; at < pieces->count; at++) {
        const size_t from = piece_at(g, pieces->at[at], &size);
        /* a copy of a fixed length is quick; what it copies too much is overwritten */
        if (size <= SHORT && from + SHORT <= g->size && done + SHORT <= total)
            memcpy(out + done, g->text + from, SHORT);
        else
            memcpy(out + done, g->text + from, size);
        done += size;
    }
    return made;
}

/* The pieces of the article whose tokens lie from t to end and whose fields begin at starts. */
static void lay_article(Pieces *out, const Fixed *fixed, const Given *g, size_t t, size_t end,
                        const uint32_t *starts, uint32_t *seen, uint32_t stamp) {
    out->count = 0;
    size_t begin = t;
    for (int f = 0; f < FIELDS; f++) {
        const size_t from = begin;
        while (begin < end && (f + 1 == FIELDS || g->positions[begin] < starts[f + 1])) begin++;
        if (from == begin) continue;
        CHECK(g->positions[from] >= starts[f]);
        push(out, fixed->fields[f]);
        lay_field(out, fixed, g, from, begin, starts[f]);
        push(out, fixed->close);
    }
    lay_forms(out, fixed, g, t, end, seen, stamp);
}

/* lay(heads: list of bytes, one an article; text and ends i64 of pieces; hashes u32 BYTES a piece;
   fixed i64, see Fixed; rows i64 (numbers of pieces) and positions u32 of tokens; ends i64 of
   articles in these; starts u32 of fields, FIELDS an article) -> list of bytes */
PyObject *loop_lay(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[8] = {{0}};
    PyObject *heads;
    if (!PyArg_ParseTuple(args, "O!y*y*y*y*y*y*y*y*", &PyList_Type, &heads, &b[0], &b[1], &b[2],
                          &b[3], &b[4], &b[5], &b[6], &b[7]))
        return NULL;
    const Given g = {b[4].buf, b[1].buf, b[5].buf, b[2].buf, b[0].buf, (size_t)b[4].len / 8,
                     (size_t)b[1].len / 8, (size_t)b[2].len / 4 / BYTES, (size_t)b[0].len};
    const size_t articles = (size_t)PyList_GET_SIZE(heads);
    const int64_t *ends = b[6].buf;
    CHECK(b[3].len == sizeof(Fixed) && (size_t)b[5].len / 4 == g.tokens);
    CHECK((size_t)b[6].len / 8 == articles && (size_t)b[7].len / 4 == FIELDS * articles);
    Pieces pieces = {NULL, 0, 0};
    uint32_t *seen = PyMem_Calloc(g.pieces + 1, sizeof *seen);
    PyObject *out = seen ? PyList_New((Py_ssize_t)articles) : PyErr_NoMemory();
    int64_t begin = 0;
    for (size_t a = 0; out && a < articles; a++) {
        PyObject *head = PyList_GET_ITEM(heads, (Py_ssize_t)a);
        CHECK(PyBytes_Check(head) && begin <= ends[a] && (size_t)ends[a] <= g.tokens);
        const uint32_t *starts = (const uint32_t *)b[7].buf + FIELDS * a;
        lay_article(&pieces, b[3].buf, &g, (size_t)begin, (size_t)ends[a], starts, seen,
                    (uint32_t)a + 1);
        PyObject *made = told(&g, head, &pieces);
        if (made)
            PyList_SET_ITEM(out, (Py_ssize_t)a, made);
        else
            Py_CLEAR(out);
        begin = ends[a];
    }
    PyMem_Free(pieces.at);
    PyMem_Free(seen);
    release(b, 8);
    return out;
}
