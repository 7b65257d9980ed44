/* Articles as documents of OpenSearch: pieces of text, one after the other.
   indexer/index/opensearch/lines.py does the same in numpy. */
#include "loops.h"
#include "text.h"

#define SHORT 32  /* bytes that are copied at once: most pieces have no more */
#define AHEAD 16   /* tokens whose pieces are fetched ahead, and twice as many where they begin */
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

/* A piece of fixed text, at hand. */
typedef struct {
    char text[SHORT];
    size_t size;
} Short;

/* Where a piece begins in the text, up to where the next one does; and the last article that had it,
   counted from 1. Both are asked of each token, so that they lie together. */
typedef struct {
    uint32_t begin, seen;
} Place;

/* What articles are made of: tokens in order of position, the text of all pieces, and what stands
   between forms. */
typedef struct {
    const uint32_t *rows, *positions, *hashes;
    const char *text;
    Place *places; /* of all pieces, and where the last one ends */
    size_t tokens, pieces, hashed, size;
    const Fixed *fixed;
    Short other, next, empty, forms_next;
} Given;

/* What is being written: all that came before, the forms of this article, and which these are. */
typedef struct {
    Text out, forms;
    uint32_t *distinct; /* room for those of the longest article */
    size_t count;
    uint32_t article;
} Written;

/* A field as it is laid out. */
typedef struct {
    int64_t place;          /* the last position that was laid out, -1 for none */
    int64_t begun[MARKERS]; /* where the open sentence or paragraph began, -1 for none */
    size_t mark[MARKERS];   /* where in the text it says so */
} Field;

/* Where a piece begins in the text, and how long it is. */
static inline const char *piece_at(const Given *g, int64_t number, size_t *size) {
    const Place *place = g->places + INDEX(number, g->pieces);
    *size = place[1].begin - place->begin;
    return g->text + place->begin;
}

static inline Text put(Text text, const Given *g, int64_t piece) {
    size_t size;
    const char *from = piece_at(g, piece, &size);
    text = with_room(text, size + SHORT);
    /* a copy of a fixed length is quick; what it copies too much is overwritten */
    if (LIKELY(size <= SHORT && from + SHORT <= g->text + g->size))
        memcpy(text.at, from, SHORT);
    else
        memcpy(text.at, from, size);
    text.at += size;
    return text;
}

static inline Text put_short(Text text, const Short *piece) {
    text = with_room(text, SHORT);
    memcpy(text.at, piece->text, SHORT);
    text.at += piece->size;
    return text;
}

static Short short_piece(const Given *g, int64_t number) {
    Short piece = {{0}, 0};
    const char *from = piece_at(g, number, &piece.size);
    CHECK(piece.size <= SHORT);
    memcpy(piece.text, from, piece.size);
    return piece;
}

/* Go on to a position: what stands before its next form. */
static inline Text go_to(Text out, const Given *g, Field *field, int64_t place) {
    if (place == field->place) return put_short(out, &g->other);
    if (field->place >= 0) out = put_short(out, &g->next);
    for (int64_t at = field->place + 1; at < place; at++)
        out = put_short(put_short(out, &g->empty), &g->next);
    field->place = place;
    return out;
}

/* A sentence or paragraph ends here, if one has begun. */
static Text end_at(Text out, const Given *g, Field *field, int kind, int64_t place) {
    if (field->begun[kind] >= 0 && field->begun[kind] < place) {
        /* all marks have the same size */
        size_t size;
        const char *first = piece_at(g, g->fixed->marks[kind].first, &size);
        char *mark = out.begin + field->mark[kind];
        CHECK(mark + size <= out.at);
        memcpy(mark, first, size);
        out = put(go_to(out, g, field, place), g, g->fixed->marks[kind].last);
    }
    field->begun[kind] = -1;
    return out;
}

/* Note a form of the article, unless it had it already. */
static inline void note(Written *to, const Given *g, uint32_t form) {
    Place *place = g->places + INDEX(form, g->pieces);
    if (place->seen == to->article) return;
    place->seen = to->article;
    const uint32_t *hashes = hashes_of(g->hashes, form, g->hashed);
    __builtin_prefetch(hashes);
    __builtin_prefetch(hashes + BYTES - 1); /* they may lie in two lines of the cache */
    to->distinct[to->count++] = form;
    to->forms = put(put_short(to->forms, &g->forms_next), g, form);
}

/* Pieces lie far apart in memory. Those of tokens to come are fetched: first where they begin. */
static inline void fetch_ahead(const Given *g, size_t t) {
    if (t + 2 * AHEAD >= g->tokens) return;
    __builtin_prefetch(g->places + g->rows[t + 2 * AHEAD]);
    const uint32_t row = g->rows[t + AHEAD];
    if (row < g->pieces) __builtin_prefetch(g->text + g->places[row].begin);
}

/* The tokens from t to end as one field. */
static Text lay_field(Text out, Written *to, const Given *g, size_t t, size_t end,
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
                if (g->rows[at] == g->fixed->marks[kind].marker)
                    out = end_at(out, g, &field, kind, place - 1);
        for (; t < after; t++) {
            int64_t piece = g->rows[t];
            fetch_ahead(g, t);
            out = go_to(out, g, &field, place);
            if (LIKELY(piece >= g->fixed->forms))
                note(to, g, (uint32_t)piece);
            else
                for (int kind = 0; kind < MARKERS; kind++)
                    if (piece == g->fixed->marks[kind].marker) {
                        field.begun[kind] = place;
                        field.mark[kind] = (size_t)(out.at - out.begin);
                        piece = g->fixed->marks[kind].only;
                        break;
                    }
            out = put(out, g, piece);
        }
    }
    const int64_t last = field.place;
    for (int kind = 0; kind < MARKERS; kind++) out = end_at(out, g, &field, kind, last);
    return out;
}

/* The forms that were noted, and the signature. */
static Text lay_forms(Text out, const Written *to, const Given *g) {
    if (to->count) {
        /* what stands before the first form is another thing than between two */
        const char *from = to->forms.begin + g->forms_next.size;
        out = put(out, g, g->fixed->forms_begin);
        out = put_bytes(out, from, (size_t)(to->forms.at - from));
        out = put(out, g, g->fixed->forms_end);
    }
    uint32_t least[BYTES];
    memset(least, 255, sizeof least);
    for (size_t at = 0; at < to->count; at++)
        keep_least(least, hashes_of(g->hashes, to->distinct[at], g->hashed));
    for (int i = 0; i < BYTES; i++)
        out = put(out, g, g->fixed->signature + 256 * i + (least[i] & 255));
    return out;
}

/* The article whose tokens lie from t to end and whose fields begin at starts. */
static Text lay_article(Text out, Written *to, const Given *g, size_t t, size_t end,
                        const uint32_t *starts) {
    to->article++;
    to->count = 0;
    to->forms.at = to->forms.begin;
    size_t begin = t;
    for (int f = 0; f < FIELDS; f++) {
        const size_t from = begin;
        while (begin < end && (f + 1 == FIELDS || g->positions[begin] < starts[f + 1])) begin++;
        if (from == begin) continue;
        CHECK(g->positions[from] >= starts[f]);
        out = put(out, g, g->fixed->fields[f]);
        out = lay_field(out, to, g, from, begin, starts[f]);
        out = put(out, g, g->fixed->close);
    }
    return lay_forms(out, to, g);
}

/* All articles, with their heads and what ends each; where each ends is kept in bounds. */
static int lay_all(Written *to, const Given *g, PyObject *heads, const Py_buffer *tail,
                   const int64_t *ends, const uint32_t *starts, int64_t *bounds) {
    Text out = to->out;
    int64_t begin = 0;
    Py_ssize_t size = 0, a = 0;
    const char *head;
    for (; a < PyList_GET_SIZE(heads); a++) {
        if (!(head = PyUnicode_AsUTF8AndSize(PyList_GET_ITEM(heads, a), &size))) break;
        out = put_bytes(out, head, (size_t)size);
        out = lay_article(out, to, g, (size_t)begin, (size_t)ends[a], starts + FIELDS * a);
        out = put_bytes(out, tail->buf, (size_t)tail->len);
        bounds[a] = out.at - out.begin;
        begin = ends[a];
    }
    to->out = out;
    return a == PyList_GET_SIZE(heads);
}

/* The places of pieces that end there. */
static Place *places_of(const uint32_t *ends, size_t pieces, size_t size) {
    Place *places = PyMem_Malloc((pieces + 1) * sizeof *places);
    if (!places) leave_without_memory();
    uint32_t begin = 0;
    for (size_t at = 0; at < pieces; at++) {
        places[at] = (Place){begin, 0};
        CHECK(begin <= ends[at]);
        begin = ends[at];
    }
    CHECK(begin <= size);
    places[pieces] = (Place){begin, 0};
    return places;
}

/* The tokens of the longest article. */
static size_t longest(const int64_t *ends, Py_ssize_t articles, size_t tokens) {
    size_t most = 0;
    int64_t begin = 0;
    for (Py_ssize_t a = 0; a < articles; begin = ends[a++]) {
        CHECK(begin <= ends[a] && (size_t)ends[a] <= tokens);
        if ((size_t)(ends[a] - begin) > most) most = (size_t)(ends[a] - begin);
    }
    return most;
}

/* lay(into: bytearray; heads: list of str, one an article; tail: bytes that end each; text and ends
   u32 of pieces; hashes u32 BYTES a piece; fixed i64, see Fixed; rows u32 (numbers of pieces) and
   positions u32 of tokens; ends i64 of articles in these; starts u32 of fields, FIELDS an article)
   -> i64 where each article ends in the bytearray, which grows as is needed */
PyObject *loop_lay(PyObject *self, PyObject *args) {
    (void)self;
    Py_buffer b[9] = {{0}};
    PyObject *into, *heads;
    if (!PyArg_ParseTuple(args, "O!O!y*y*y*y*y*y*y*y*y*", &PyByteArray_Type, &into, &PyList_Type,
                          &heads, &b[0], &b[1], &b[2], &b[3], &b[4], &b[5], &b[6], &b[7], &b[8]))
        return NULL;
    const Py_ssize_t articles = PyList_GET_SIZE(heads);
    Given g = {.rows = b[5].buf, .positions = b[6].buf, .hashes = b[3].buf, .text = b[1].buf,
               .tokens = (size_t)b[5].len / 4, .pieces = (size_t)b[2].len / 4,
               .hashed = (size_t)b[3].len / 4 / BYTES, .size = (size_t)b[1].len,
               .fixed = b[4].buf};
    g.places = places_of(b[2].buf, g.pieces, g.size);
    CHECK(b[4].len == sizeof(Fixed) && (size_t)b[6].len / 4 == g.tokens);
    CHECK(b[7].len / 8 == articles && b[8].len / 4 == FIELDS * articles);
    g.other = short_piece(&g, g.fixed->other);
    g.next = short_piece(&g, g.fixed->next);
    g.empty = short_piece(&g, g.fixed->empty);
    g.forms_next = short_piece(&g, g.fixed->forms_next);
    const size_t most = longest(b[7].buf, articles, g.tokens);
    PyObject *forms = PyByteArray_FromStringAndSize(NULL, 0);
    PyObject *out = PyBytes_FromStringAndSize(NULL, b[7].len);
    uint32_t *distinct = PyMem_Malloc((most + 1) * sizeof *distinct);
    if (forms && out && distinct) {
        Written to = {text_of(into), text_of(forms), distinct, 0, 0};
        int64_t *bounds = (int64_t *)PyBytes_AS_STRING(out);
        if (!lay_all(&to, &g, heads, &b[0], b[7].buf, b[8].buf, bounds)) Py_CLEAR(out);
    } else {
        Py_CLEAR(out);
        PyErr_NoMemory();
    }
    Py_XDECREF(forms);
    PyMem_Free(distinct);
    PyMem_Free(g.places);
    release(b, 9);
    return out;
}
