/* Text that is written into a bytearray, which grows as is needed. */
#ifndef PODSHIVKA_TEXT_H
#define PODSHIVKA_TEXT_H
#include "loops.h"

/* The bytearray, and where the text goes on. Functions take and give it by value, so
   that compilers keep it in registers. */
typedef struct {
    PyObject *within;
    char *begin, *at, *end;
} Text;

static inline Text text_of(PyObject *within) {
    char *begin = PyByteArray_AS_STRING(within);
    return (Text){within, begin, begin, begin + PyByteArray_GET_SIZE(within)};
}

static __attribute__((noinline)) Text grown(Text text, size_t more) {
    const size_t size = (size_t)(text.at - text.begin);
    const size_t room = 2 * (size_t)(text.end - text.begin) + more;
    if (PyByteArray_Resize(text.within, (Py_ssize_t)room) < 0) leave_without_memory();
    text = text_of(text.within);
    text.at += size;
    return text;
}

/* The same with room for so many bytes more. */
static inline Text with_room(Text text, size_t more) {
    return LIKELY((size_t)(text.end - text.at) >= more) ? text : grown(text, more);
}

static inline Text put_bytes(Text text, const char *from, size_t size) {
    text = with_room(text, size);
    memcpy(text.at, from, size);
    text.at += size;
    return text;
}
#endif
