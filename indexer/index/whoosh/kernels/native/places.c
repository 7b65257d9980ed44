/* What stands together, as it is given: forms, field and shift of each. */
#include "kernels.h"

/* 0, or -1 with an error set and nothing to release. */
int places_get(PyObject *tuple, Places *places) {
    places->count = 0;
    if (!PyTuple_Check(tuple)) {
        PyErr_SetString(PyExc_TypeError, "places are a tuple");
        return -1;
    }
    const size_t count = (size_t)PyTuple_GET_SIZE(tuple);
    if (!(places->at = calloc(count + 1, sizeof *places->at))) {
        PyErr_NoMemory();
        return -1;
    }
    for (; places->count < count; places->count++) {
        Place *place = &places->at[places->count];
        PyObject *given = PyTuple_GET_ITEM(tuple, places->count);
        if (!PyArg_ParseTuple(given, "y*iI", &place->buffer, &place->field, &place->shift)) {
            places_release(places);
            return -1;
        }
        place->forms = place->buffer.buf;
        place->count = (size_t)COUNT(place->buffer, uint32_t);
    }
    return 0;
}

void places_release(Places *places) {
    for (size_t p = 0; p < places->count; p++) PyBuffer_Release(&places->at[p].buffer);
    free(places->at);
}
