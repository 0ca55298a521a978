/* In place of a kernel with IPVS: takes every call to it, and does nothing. Needs no header, so no more than tcc. */
void *dlsym(void *, const char *);
#define NEXT(name) dlsym((void *) -1L, name)

static int of_ipvs(int level, int option) {
    return level == 0 && option >= 1088 && option < 1200;
}

int socket(int domain, int type, int protocol) {
    int (*next)(int, int, int) = NEXT("socket");
    return protocol == 255 ? next(domain, 2, 0) : next(domain, type, protocol);
}

int getsockopt(int fd, int level, int option, void *value, unsigned *length) {
    int (*next)(int, int, int, void *, unsigned *) = NEXT("getsockopt");
    return of_ipvs(level, option) ? 0 : next(fd, level, option, value, length);
}

int setsockopt(int fd, int level, int option, const void *value, unsigned length) {
    int (*next)(int, int, int, const void *, unsigned) = NEXT("setsockopt");
    return of_ipvs(level, option) ? 0 : next(fd, level, option, value, length);
}
