/* Where runs of a text begin and end, as tokenizer.RUN says. */
#ifndef PODSHIVKA_SPANS_H
#define PODSHIVKA_SPANS_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "check.h"
#include <stdint.h>

enum { WORD = 1, DIGIT = 2, SPACE = 4, INSIDE = 8, JOINT = 16, POINT = 32, LINE = 64, STOP = 128 };
/* INSIDE: normalise.INSIDE; JOINT: joins two words; POINT: two digits; STOP: ends an address. */

#define TABLED 0x2100
static uint8_t kinds[TABLED]; /* filled when the extension is loaded */

static uint8_t compute(Py_UCS4 c) {
    uint8_t kind = 0;
    if (Py_UNICODE_ISALNUM(c) || c == '_') kind |= WORD;
    if (Py_UNICODE_ISDECIMAL(c)) kind |= DIGIT;
    if (Py_UNICODE_ISSPACE(c)) kind |= SPACE | STOP;
    if ((c >= 0x300 && c <= 0x36F) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
        (c >= 0x202A && c <= 0x202E) || c == 0x2060 || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF)
        kind |= INSIDE;
    if (c == '-' || c == 0x2010 || c == 0x2011 || c == '.' || c == '@' || c == '\'' || c == '`' ||
        c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x2BC || c == '&')
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

static inline Py_UCS4 at(const Text *t, Py_ssize_t i) {
    return PyUnicode_READ(t->width, t->data, INDEX(i, t->size));
}

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

/* Where the number in groups of three digits that starts at i ends; i when none does. */
static Py_ssize_t grouped(const Text *t, Py_ssize_t i) {
    Py_ssize_t end = i;
    while (end < i + 3 && kind_at(t, end) & DIGIT) end++;
    const Py_ssize_t first = end;
    while (end < t->size) {
        const Py_UCS4 c = at(t, end);
        if (c != ' ' && c != 0xA0 && c != 0x2009 && c != 0x202F) break;
        if (!(kind_at(t, end + 1) & kind_at(t, end + 2) & kind_at(t, end + 3) & DIGIT)) break;
        end += 4;
    }
    return end > first && !(kind_at(t, end) & WORD) ? end : i;
}

static inline int capital(const Text *t, Py_ssize_t i) {
    const Py_UCS4 c = i < t->size ? at(t, i) : 0;
    return (c >= 'A' && c <= 'Z') || (c >= 0x410 && c <= 0x42F) || c == 0x401;
}

/* Where an abbreviation of three to eight letters with dots and spaces that starts at i ends; i
   if none starts there. */
static Py_ssize_t spelt(const Text *t, Py_ssize_t i) {
    Py_ssize_t end = i, letters = 0;
    while (capital(t, end) && end + 1 < t->size && at(t, end + 1) == '.') {
        letters++;
        const Py_UCS4 space = end + 2 < t->size ? at(t, end + 2) : 0;
        if (letters == 8 || (space != ' ' && space != 0xA0) || !capital(t, end + 3) || end + 4 >= t->size ||
            at(t, end + 4) != '.')
            return letters > 2 ? end + 1 : i;
        end += 3;
    }
    return i;
}

static inline int letter(const Text *t, Py_ssize_t i) {
    return (kind_at(t, i) & (WORD | DIGIT)) == WORD && at(t, i) != '_';
}

static inline int blank(const Text *t, Py_ssize_t i) {
    return i < t->size && (at(t, i) == ' ' || at(t, i) == '\t' || at(t, i) == '\r');
}

/* Behind the line break at i, which may have blanks around it; i when there is none. */
static inline Py_ssize_t next_line(const Text *t, Py_ssize_t i) {
    Py_ssize_t end = i;
    while (end < i + 3 && blank(t, end)) end++;
    if (end >= t->size || at(t, end) != '\n') return i;
    const Py_ssize_t most = ++end + 8;
    while (end < most && blank(t, end) && at(t, end) != '\r') end++;
    return end;
}

/* How many characters at i break a word at the end of a line: with a hyphen or behind a soft one;
   0 when it is not broken. */
static inline Py_ssize_t broken(const Text *t, Py_ssize_t i) {
    if (i >= t->size) return 0;
    const Py_UCS4 c = at(t, i);
    const int hyphen = c == '-' || c == 0x2010 || c == 0x2011 || c == 0xAC;
    if (hyphen ? !letter(t, i - 1) : at(t, i - 1) != 0xAD) return 0;
    const Py_ssize_t from = i + hyphen, end = next_line(t, from);
    return end > from && letter(t, end) ? end - i : 0;
}

/* Where a word goes on after its first letter in brackets at i: [p]arliament; i if there is none. */
static inline Py_ssize_t initial(const Text *t, Py_ssize_t i) {
    return at(t, i) == '[' && letter(t, i + 1) && letter(t, i + 3) && at(t, i + 2) == ']' ? i + 3 : i;
}

/* Where the run that starts at i ends; i when none starts there. */
static inline Py_ssize_t run_end(const Text *t, Py_ssize_t i) {
    const Py_UCS4 c = at(t, i);
    const uint8_t kind = kind_of(c);
    const Py_ssize_t word = initial(t, i);
    if (kind & WORD || word > i) {
        if (c == 'h' || c == 'w') {
            const Py_ssize_t end = address(t, i);
            if (end > i) return end;
        }
        if (capital(t, i)) { /* no bracket is one */
            const Py_ssize_t end = spelt(t, i);
            if (end > i) return end;
        }
        if (kind & DIGIT) {
            const Py_ssize_t end = grouped(t, i);
            if (end > i) return end;
        }
        i = word;
        for (;;) {
            do i++;
            while (kind_at(t, i) & (WORD | INSIDE));
            const uint8_t joint = kind_at(t, i), next = kind_at(t, i + 1);
            const Py_ssize_t size = joint & WORD ? 0 : broken(t, i);
            if (size) i += size;
            else if (joint & JOINT && next & WORD) i++;
            else if (joint & POINT && next & DIGIT && kind_at(t, i - 1) & DIGIT) i++;
            else return i;
        }
    }
    if (kind & LINE) return spaces(t, i + 1);
    if (kind & SPACE || c == ',') return i;
    do i++;
    while (i < t->size && at(t, i) != ',' && !(kind_of(at(t, i)) & (WORD | SPACE)) && initial(t, i) == i);
    return spaces(t, i);
}
#endif
