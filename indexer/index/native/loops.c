/* The extension indexer.index._loops: what is done for every word of every article, either by
   several engines or by one that has no kernels of its own. loops.py and opensearch/lines.py give
   the same answers without it. */
#include "loops.h"

_Thread_local Call call;

GUARDED(guarded_lay, loop_lay)
GUARDED(guarded_sign, loop_sign)

static PyMethodDef methods[] = {
    {"lay", guarded_lay, METH_VARARGS, NULL},
    {"sign", guarded_sign, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_loops", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__loops(void) {
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddIntConstant(made, "checked", CHECKED) < 0) Py_CLEAR(made);
    return made;
}
