// The calls behind CLinux.h. `_GNU_SOURCE` comes from the package's settings, never from a header.
#include "CLinux.h"

#include <arpa/inet.h>
#include <endian.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(pthread_t) <= sizeof(uint64_t), "a thread handle fits into eight bytes");

static int answer(int result) { return result < 0 ? -errno : result; }

// MARK: addresses

void CLinux_address_set_ipv4(CLinux_Address *address, uint32_t ip, uint16_t port) {
    memset(address, 0, sizeof *address);
    struct sockaddr_in *in = (struct sockaddr_in *)&address->storage;
    in->sin_family = AF_INET;
    in->sin_port = htons(port);
    in->sin_addr.s_addr = htonl(ip);
    address->length = sizeof *in;
}

void CLinux_address_set_ipv6(CLinux_Address *address, uint64_t high, uint64_t low, uint16_t port) {
    memset(address, 0, sizeof *address);
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&address->storage;
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons(port);
    uint64_t halves[2] = {htobe64(high), htobe64(low)};
    memcpy(&in6->sin6_addr, halves, 16);
    address->length = sizeof *in6;
}

int CLinux_address_set_unix(CLinux_Address *address, const char *path, size_t count) {
    memset(address, 0, sizeof *address);
    struct sockaddr_un *un = (struct sockaddr_un *)&address->storage;
    if (count == 0 || count >= sizeof un->sun_path) return -ENAMETOOLONG;
    un->sun_family = AF_UNIX;
    memcpy(un->sun_path, path, count);
    address->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + count + 1);
    return 0;
}

int CLinux_address_family(const CLinux_Address *address) { return address->storage.ss_family; }

uint16_t CLinux_address_port(const CLinux_Address *address) {
    if (address->storage.ss_family == AF_INET6) return ntohs(((const struct sockaddr_in6 *)&address->storage)->sin6_port);
    return ntohs(((const struct sockaddr_in *)&address->storage)->sin_port);
}

uint32_t CLinux_address_ipv4(const CLinux_Address *address) {
    return ntohl(((const struct sockaddr_in *)&address->storage)->sin_addr.s_addr);
}

static uint64_t half(const CLinux_Address *address, size_t offset) {
    uint64_t value;
    memcpy(&value, (const char *)&((const struct sockaddr_in6 *)&address->storage)->sin6_addr + offset, 8);
    return be64toh(value);
}

uint64_t CLinux_address_ipv6_high(const CLinux_Address *address) { return half(address, 0); }
uint64_t CLinux_address_ipv6_low(const CLinux_Address *address) { return half(address, 8); }

size_t CLinux_address_unix_path(const CLinux_Address *address, char *path) {
    const struct sockaddr_un *un = (const struct sockaddr_un *)&address->storage;
    size_t begin = offsetof(struct sockaddr_un, sun_path);
    size_t count = address->length > begin ? strnlen(un->sun_path, address->length - begin) : 0;
    memcpy(path, un->sun_path, count);
    path[count] = 0;
    return count;
}

// MARK: sockets

int CLinux_socket_stream(int family) { return answer(socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)); }
int CLinux_bind(int fd, const CLinux_Address *address) {
    return answer(bind(fd, (const struct sockaddr *)&address->storage, address->length));
}
int CLinux_listen(int fd, int backlog) { return answer(listen(fd, backlog)); }
int CLinux_connect(int fd, const CLinux_Address *address) {
    return answer(connect(fd, (const struct sockaddr *)&address->storage, address->length));
}
int CLinux_accept(int fd, CLinux_Address *peer) {
    peer->length = sizeof peer->storage;
    return answer(accept4(fd, (struct sockaddr *)&peer->storage, &peer->length, SOCK_NONBLOCK | SOCK_CLOEXEC));
}
int CLinux_getsockname(int fd, CLinux_Address *address) {
    address->length = sizeof address->storage;
    return answer(getsockname(fd, (struct sockaddr *)&address->storage, &address->length));
}
int CLinux_socketpair_stream(int fds[2]) {
    return answer(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds));
}

static int set(int fd, int level, int name, int value) {
    return answer(setsockopt(fd, level, name, &value, sizeof value));
}
static int get(int fd, int level, int name) {
    int value = 0;
    socklen_t length = sizeof value;
    int result = getsockopt(fd, level, name, &value, &length);
    return result < 0 ? -errno : value;
}

int CLinux_set_tcp_nodelay(int fd) { return set(fd, IPPROTO_TCP, TCP_NODELAY, 1); }
int CLinux_tcp_nodelay(int fd) { return get(fd, IPPROTO_TCP, TCP_NODELAY); }
int CLinux_set_reuse_address(int fd) { return set(fd, SOL_SOCKET, SO_REUSEADDR, 1); }
int CLinux_set_reuse_port(int fd) { return set(fd, SOL_SOCKET, SO_REUSEPORT, 1); }
int CLinux_set_ipv6_only(int fd, int on) { return set(fd, IPPROTO_IPV6, IPV6_V6ONLY, on); }
int CLinux_set_send_buffer(int fd, int bytes) { return set(fd, SOL_SOCKET, SO_SNDBUF, bytes); }
int CLinux_set_receive_buffer(int fd, int bytes) { return set(fd, SOL_SOCKET, SO_RCVBUF, bytes); }
int CLinux_take_socket_error(int fd) { return get(fd, SOL_SOCKET, SO_ERROR); }
int CLinux_set_linger_zero(int fd) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    return answer(setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
}
int CLinux_untaken(int fd) {
    int count = 0;
    int result = ioctl(fd, SIOCOUTQ, &count);
    return result < 0 ? -errno : count;
}
int CLinux_shutdown_write(int fd) { return answer(shutdown(fd, SHUT_WR)); }
int CLinux_close(int fd) { return answer(close(fd)); }
int CLinux_unlink(const char *path) { return answer(unlink(path)); }
int CLinux_duplicate(int fd) { return answer(fcntl(fd, F_DUPFD_CLOEXEC, 0)); }

// MARK: readiness

int CLinux_epoll_create(void) { return answer(epoll_create1(EPOLL_CLOEXEC)); }
static int control(int epoll, int operation, int fd, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return answer(epoll_ctl(epoll, operation, fd, &event));
}
int CLinux_epoll_add(int epoll, int fd, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, fd, events, token);
}
int CLinux_epoll_modify(int epoll, int fd, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, fd, events, token);
}
int CLinux_epoll_delete(int epoll, int fd) { return control(epoll, EPOLL_CTL_DEL, fd, 0, 0); }
uint32_t CLinux_epoll_flow_events(void) { return EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET; }

int CLinux_eventfd(void) { return answer(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)); }
int CLinux_eventfd_signal(int fd) {
    uint64_t one = 1;
    return write(fd, &one, sizeof one) < 0 ? -errno : 0;
}
int CLinux_eventfd_clear(int fd) {
    uint64_t count;
    return read(fd, &count, sizeof count) < 0 ? -errno : 0;
}

// MARK: threads, signals, chance

struct start {
    char name[16];
    int processor;
    CLinux_ThreadBody body;
    void *context;
};

static void *enter(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    pthread_setname_np(pthread_self(), start.name);
    if (start.processor >= 0) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET((size_t)start.processor, &set);
        // A processor that is not there any more is not worth dying for: the thread then runs anywhere.
        sched_setaffinity(0, sizeof set, &set);
    }
    start.body(start.context);
    return NULL;
}

int CLinux_thread_start(uint64_t *thread, const char *name, int processor, CLinux_ThreadBody body, void *context) {
    struct start *start = malloc(sizeof *start);
    if (!start) return -ENOMEM;
    *start = (struct start){.processor = processor, .body = body, .context = context};
    strncpy(start->name, name, sizeof start->name - 1);
    // The new thread inherits the mask of its maker, so the mask is full for the moment of making it: signals are
    // for the thread that owns the signalfd. Faults of the thread itself stay deliverable.
    sigset_t all, before;
    sigfillset(&all);
    sigdelset(&all, SIGSEGV);
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGFPE);
    sigdelset(&all, SIGILL);
    sigdelset(&all, SIGTRAP);
    sigdelset(&all, SIGABRT);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t handle;
    int error = pthread_create(&handle, NULL, enter, start);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error) {
        free(start);
        return -error;
    }
    *thread = (uint64_t)handle;
    return 0;
}

int CLinux_thread_join(uint64_t thread) { return -pthread_join((pthread_t)thread, NULL); }
int CLinux_thread_id(void) { return gettid(); }
size_t CLinux_thread_name(char *name) {
    return pthread_getname_np(pthread_self(), name, 16) == 0 ? strlen(name) : 0;
}
int CLinux_current_processor(void) { return sched_getcpu(); }

int CLinux_processor_count(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) < 0 ? 1 : CPU_COUNT(&set);
}

int CLinux_processor_at(int n) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) < 0) return -1;
    for (int i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET((size_t)i, &set) && n-- == 0) return i;
    return -1;
}

int CLinux_signalfd(const int *signals, size_t count) {
    sigset_t wanted, blocked;
    sigemptyset(&wanted);
    for (size_t i = 0; i < count; i++) sigaddset(&wanted, signals[i]);
    blocked = wanted;
    sigaddset(&blocked, SIGPIPE);
    int error = pthread_sigmask(SIG_BLOCK, &blocked, NULL);
    if (error) return -error;
    return answer(signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
}

int CLinux_signalfd_next(int fd) {
    struct signalfd_siginfo info;
    ssize_t n = read(fd, &info, sizeof info);
    return n < 0 ? -errno : (int)info.ssi_signo;
}

void CLinux_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }

int CLinux_getrandom(void *into, size_t count) {
    ssize_t n = getrandom(into, count, 0);
    return n < 0 ? -errno : (int)n;
}

uint64_t CLinux_monotonic_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int64_t CLinux_wall_microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

const char *CLinux_error_text(int error) {
    const char *text = strerrordesc_np(error);
    return text ? text : "unknown error";
}

const char *CLinux_error_name(int error) {
    const char *name = strerrorname_np(error);
    return name ? name : "E?";
}

// MARK: files

int CLinux_open_for_reading(const char *path) { return answer(open(path, O_RDONLY | O_CLOEXEC)); }
ssize_t CLinux_read(int fd, void *into, size_t count) {
    ssize_t n = read(fd, into, count);
    return n < 0 ? -(ssize_t)errno : n;
}
