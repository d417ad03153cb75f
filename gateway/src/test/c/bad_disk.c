/*
 * A disk that misbehaves, for the crash suite: LD_PRELOADed under the real SQLite and the JVM.
 *
 * BAD_DISK_FOLDER   files below it are on the bad disk; SQLite's shared-memory index is not
 * BAD_DISK_CONTROL  32-bit words in the machine's order, shared with the test, which may change them
 *                   while the process runs:
 *                     [0] microseconds by which each fsync is slower
 *                     [1] n > 0: the n-th fsync from now fails with EIO, and all after it; -1: all fail
 *                     [2] 1: a write that would make a file longer fails with ENOSPC
 *                     [3] counts the fsyncs
 * BAD_DISK_UNDO     if set: what each write overwrites is kept in this folder, one file for each
 *                   written one, until the file is fsynced. Undoing what is left there after the
 *                   process was killed is what a power cut does: unsynced writes are forgotten. Names
 *                   made since the folder was last fsynced are kept in ".names".
 *
 * A record of an undo file is: offset, old length of the file, number of bytes, the bytes; 64 bits
 * each number. It is written before the write it undoes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DELAY_US, FAIL_FSYNC, FULL, FSYNCS, WORDS };

static const char *folder;
static const char *undo_folder;
static volatile int32_t *control;
static int32_t no_control[WORDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void init(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_open = dlsym(RTLD_NEXT, "open64");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  folder = getenv("BAD_DISK_FOLDER");
  undo_folder = getenv("BAD_DISK_UNDO");
  control = no_control;
  const char *path = getenv("BAD_DISK_CONTROL");
  int fd = path == NULL ? -1 : real_open(path, O_RDWR);
  if (fd >= 0) {
    void *shared = mmap(NULL, sizeof no_control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shared != MAP_FAILED) {
      control = shared;
    }
    close(fd);
  }
}

/* The path of a file below the folder, relative to it; NULL for any other. */
static const char *below(const char *path) {
  size_t length = folder == NULL ? 0 : strlen(folder);
  if (length == 0 || strncmp(path, folder, length) != 0 || path[length] != '/') {
    return NULL;
  }
  const char *name = path + length + 1;
  size_t n = strlen(name);
  return n > 4 && strcmp(name + n - 4, "-shm") == 0 ? NULL : name;
}

static const char *path_of(int fd, char *buffer) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, buffer, PATH_MAX - 1);
  if (n <= 0) {
    return NULL;
  }
  buffer[n] = 0;
  return buffer;
}

/* The name of an open file on the bad disk, or NULL. */
static const char *name_of(int fd, char *buffer) {
  int saved = errno;
  const char *path = folder == NULL ? NULL : path_of(fd, buffer);
  errno = saved;
  return path == NULL ? NULL : below(path);
}

static int undo_file(const char *name, int flags) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", undo_folder, name);
  for (char *c = path + strlen(undo_folder) + 1; *c; c++) {
    if (*c == '/') {
      *c = '+';
    }
  }
  return real_open(path, O_WRONLY | O_CREAT | flags, 0600);
}

/* Keeps what stands in a file from an offset on. */
static void keep(int fd, const char *name, off_t offset, size_t count) {
  struct stat now;
  if (undo_folder == NULL || fstat(fd, &now) != 0) {
    return;
  }
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  size_t there = offset >= now.st_size ? 0 : (size_t)(now.st_size - offset);
  size_t length = count < there ? count : there;
  uint64_t head[3] = {(uint64_t)offset, (uint64_t)now.st_size, length};
  char *record = malloc(sizeof head + length);
  memcpy(record, head, sizeof head);
  /* The descriptor itself may be open for writing only. */
  int reader = real_open(path, O_RDONLY);
  if (length > 0 && (reader < 0 || pread(reader, record + sizeof head, length, offset) != (ssize_t)length)) {
    abort();
  }
  if (reader >= 0) {
    close(reader);
  }
  int undo = undo_file(name, O_APPEND);
  if (undo < 0 || real_write(undo, record, sizeof head + length) < 0) {
    abort();
  }
  close(undo);
  free(record);
}

static int no_room(int fd, off_t end) {
  struct stat now;
  if (control[FULL] && fstat(fd, &now) == 0 && end > now.st_size) {
    errno = ENOSPC;
    return 1;
  }
  return 0;
}

ssize_t pwrite64(int fd, const void *data, size_t count, off_t offset) {
  char buffer[PATH_MAX];
  const char *name = name_of(fd, buffer);
  if (name == NULL) {
    return real_pwrite(fd, data, count, offset);
  }
  pthread_mutex_lock(&lock);
  ssize_t result = -1;
  if (!no_room(fd, offset + (off_t)count)) {
    keep(fd, name, offset, count);
    result = real_pwrite(fd, data, count, offset);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

ssize_t pwrite(int fd, const void *data, size_t count, off_t offset) {
  return pwrite64(fd, data, count, offset);
}

ssize_t write(int fd, const void *data, size_t count) {
  char buffer[PATH_MAX];
  const char *name = name_of(fd, buffer);
  if (name == NULL) {
    return real_write(fd, data, count);
  }
  pthread_mutex_lock(&lock);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t result = -1;
  if (!no_room(fd, offset + (off_t)count)) {
    keep(fd, name, offset, count);
    result = real_write(fd, data, count);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate64(int fd, off_t length) {
  char buffer[PATH_MAX];
  const char *name = name_of(fd, buffer);
  if (name == NULL) {
    return real_ftruncate(fd, length);
  }
  pthread_mutex_lock(&lock);
  struct stat now;
  if (fstat(fd, &now) == 0 && length < now.st_size) {
    keep(fd, name, length, (size_t)(now.st_size - length));
  }
  int result = no_room(fd, length) ? -1 : real_ftruncate(fd, length);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/* Whether this fsync is to fail. */
static int fails(void) {
  __sync_fetch_and_add(&control[FSYNCS], 1);
  if (control[FAIL_FSYNC] > 0 && __sync_sub_and_fetch(&control[FAIL_FSYNC], 1) == 0) {
    control[FAIL_FSYNC] = -1;
  }
  return control[FAIL_FSYNC] < 0;
}

static int synced(int fd, int (*real)(int)) {
  char buffer[PATH_MAX];
  const char *path = folder == NULL ? NULL : path_of(fd, buffer);
  int names = path != NULL && strcmp(path, folder) == 0;
  const char *name = path == NULL ? NULL : below(path);
  if (name == NULL && !names) {
    return real(fd);
  }
  if (control[DELAY_US] > 0) {
    usleep((useconds_t)control[DELAY_US]);
  }
  if (fails()) {
    errno = EIO;
    return -1;
  }
  if (undo_folder == NULL) {
    return real(fd);
  }
  pthread_mutex_lock(&lock);
  /* Nothing is really synced: only what would be forgotten changes. */
  int undo = undo_file(names ? ".names" : name, O_TRUNC);
  if (undo >= 0) {
    close(undo);
  }
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int fd) { return synced(fd, real_fsync); }

int fdatasync(int fd) { return synced(fd, real_fdatasync); }

/* Notes that a name was made. */
static void made(const char *name) {
  int undo = undo_file(".names", O_APPEND);
  char line[PATH_MAX + 1];
  int n = snprintf(line, sizeof line, "%s\n", name);
  if (undo < 0 || real_write(undo, line, (size_t)n) < 0) {
    abort();
  }
  close(undo);
}

int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = (flags & O_CREAT) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  const char *name = undo_folder != NULL && (flags & O_CREAT) ? below(path) : NULL;
  struct stat now;
  if (name != NULL && stat(path, &now) != 0) {
    pthread_mutex_lock(&lock);
    made(name);
    pthread_mutex_unlock(&lock);
  }
  return real_open(path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = (flags & O_CREAT) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open64(path, flags, mode);
}

int rename(const char *from, const char *to) {
  const char *name = undo_folder == NULL ? NULL : below(to);
  struct stat now;
  if (name != NULL && stat(to, &now) != 0) {
    pthread_mutex_lock(&lock);
    made(name);
    pthread_mutex_unlock(&lock);
  }
  return real_rename(from, to);
}

/* A deletion is taken to last at once: what was unsynced in the file does not matter any more. */
int unlink(const char *path) {
  const char *name = undo_folder == NULL ? NULL : below(path);
  if (name != NULL) {
    pthread_mutex_lock(&lock);
    int undo = undo_file(name, O_TRUNC);
    if (undo >= 0) {
      close(undo);
    }
    pthread_mutex_unlock(&lock);
  }
  return real_unlink(path);
}
