/* A disk that is full from some writing call on: preloaded before libc, so that what SQLite writes is
 * refused, too. Only files below one folder count; what gives room back is never refused. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[4096];
static long *counted; /* shared by all processes that are forked later: calls, first refused, refused */

__attribute__((constructor)) static void begin(void)
{
    counted = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* Refuse writing calls below a folder from this one on, counted from 1; 0: none any more. */
void disk_fill(const char *folder, long first)
{
    strncpy(root, folder, sizeof root - 1);
    counted[1] = first;
    if (first)
        counted[0] = counted[2] = 0;
}

long disk_calls(void) { return counted[0]; }
long disk_refused(void) { return counted[2]; }

static int within(const char *path) { return root[0] && !strncmp(path, root, strlen(root)); }

static int full(void)
{
    long call = __atomic_add_fetch(&counted[0], 1, __ATOMIC_SEQ_CST);
    if (!counted[1] || call < counted[1])
        return 0;
    __atomic_add_fetch(&counted[2], 1, __ATOMIC_SEQ_CST);
    errno = ENOSPC;
    return 1;
}

static int full_file(int file)
{
    char name[64], path[4096];
    if (!root[0])
        return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    ssize_t length = readlink(name, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    return within(path) && full();
}

static int full_new(int folder, const char *path)
{
    struct stat there;
    /* relative names are of folders that are being deleted, or of none of ours */
    return path[0] == '/' && within(path) && fstatat(folder, path, &there, 0) && full();
}

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *data, size_t size)
{
    return full_file(file) ? -1 : REAL(write)(file, data, size);
}

ssize_t writev(int file, const struct iovec *parts, int count)
{
    return full_file(file) ? -1 : REAL(writev)(file, parts, count);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t at)
{
    return full_file(file) ? -1 : REAL(pwrite)(file, data, size, at);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t at)
{
    return full_file(file) ? -1 : REAL(pwrite64)(file, data, size, at);
}

static int grows(int file, off_t size)
{
    struct stat now;
    return !fstat(file, &now) && size > now.st_size && full_file(file);
}

int ftruncate(int file, off_t size)
{
    return grows(file, size) ? -1 : REAL(ftruncate)(file, size);
}

int ftruncate64(int file, off64_t size)
{
    return grows(file, size) ? -1 : REAL(ftruncate64)(file, size);
}

ssize_t sendfile(int, int, off_t *, size_t);
ssize_t sendfile(int to, int from, off_t *at, size_t size)
{
    return full_file(to) ? -1 : REAL(sendfile)(to, from, at, size);
}

ssize_t sendfile64(int, int, off64_t *, size_t);
ssize_t sendfile64(int to, int from, off64_t *at, size_t size)
{
    return full_file(to) ? -1 : REAL(sendfile64)(to, from, at, size);
}

int fsync(int file) { return full_file(file) ? -1 : REAL(fsync)(file); }
int fdatasync(int file) { return full_file(file) ? -1 : REAL(fdatasync)(file); }

int mkdir(const char *path, mode_t mode)
{
    return full_new(AT_FDCWD, path) ? -1 : REAL(mkdir)(path, mode);
}

/* Only the first refused call may be one: a folder that cannot grow takes back what it had. */
int rename(const char *from, const char *to)
{
    int refused = full_new(AT_FDCWD, to) && counted[2] == 1;
    return refused ? -1 : REAL(rename)(from, to);
}

#define OPEN(name)                                                                    \
    int name(const char *path, int flags, ...)                                        \
    {                                                                                 \
        va_list more;                                                                 \
        va_start(more, flags);                                                        \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;     \
        va_end(more);                                                                 \
        if (flags & O_CREAT && full_new(AT_FDCWD, path))                              \
            return -1;                                                                \
        return REAL(name)(path, flags, mode);                                         \
    }

OPEN(open)
OPEN(open64)
