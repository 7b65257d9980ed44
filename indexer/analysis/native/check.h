/* Bounds. A number that leads out of its array, as a damaged file can hold one, ends the call with
   an IndexError: nothing is read or written there. In the checked build (PODSHIVKA_CHECKED=1, see
   setup.py), which reads sound files only, it ends the process and names its line. When
   memory runs out, the call ends with a MemoryError. */
#ifndef PODSHIVKA_CHECK_H
#define PODSHIVKA_CHECK_H
#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* The call that a thread is in. What it holds when it is ended, memory and buffers, is not given
   back: a file that is found to be damaged is not read for long. */
typedef struct {
    jmp_buf end;
    PyThreadState *released; /* while other threads run */
    const char *what, *file; /* what does not hold, and where; NULL: memory ran out */
    int line;
} Call;

extern _Thread_local Call call;

#ifdef PODSHIVKA_CHECKED
#define CHECKED 1
#else
#define CHECKED 0
#endif

__attribute__((cold, noreturn, noinline, unused)) static void leave(const char *what,
                                                                    const char *file, int line) {
    if (CHECKED) {
        fprintf(stderr, "podshivka: %s:%d: does not hold: %s\n", file, line, what);
        abort();
    }
    call.what = what;
    call.file = file;
    call.line = line;
    longjmp(call.end, 1);
}

__attribute__((cold, noreturn, noinline, unused)) static void leave_without_memory(void) {
    call.what = NULL;
    longjmp(call.end, 1);
}

/* After BEGIN_LONG other threads run until END_LONG. */
#define BEGIN_LONG call.released = PyEval_SaveThread();
#define END_LONG                           \
    do {                                   \
        PyEval_RestoreThread(call.released); \
        call.released = NULL;              \
    } while (0);

/* A function of a module, of which each of these ends with an error. */
#define GUARDED(name, function)                                                               \
    static PyObject *name(PyObject *self, PyObject *args) {                                   \
        call.released = NULL;                                                                 \
        if (!setjmp(call.end)) return function(self, args);                                   \
        if (call.released) END_LONG                                                           \
        if (!call.what) return PyErr_NoMemory();                                              \
        return PyErr_Format(PyExc_IndexError, "%s:%d: does not hold: %s", call.file, call.line, \
                            call.what);                                                       \
    }

#define LIKELY(holds) __builtin_expect(!!(holds), 1)
#define CHECK(holds) (LIKELY(holds) ? (void)0 : leave(#holds, __FILE__, __LINE__))

static inline size_t within(size_t index, size_t count, const char *what, const char *file,
                            int line) {
    if (!LIKELY(index < count)) leave(what, file, line);
    return index;
}

#define INDEX(index, count) \
    within((size_t)(index), (size_t)(count), #index " < " #count, __FILE__, __LINE__)

/* An item of an array that has so many. */
#define AT(array, index, count) ((array)[INDEX(index, count)])
#endif
