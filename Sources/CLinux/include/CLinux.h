// What Swift cannot import from the kernel's and glibc's headers: variadic calls, flag macros, and errno read at once.
//
// Every function that wraps a system call answers what the call answered, or the negated errno. Nothing here retries.
#ifndef CLINUX_H
#define CLINUX_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

/// A socket address of any family with its length, as bind, connect and accept want it.
typedef struct {
    struct sockaddr_storage storage;
    socklen_t length;
} CLinux_Address;

/// Fills `address` with an IPv4 address in host byte order.
void CLinux_address_set_ipv4(CLinux_Address *address, uint32_t ip, uint16_t port);
/// Fills `address` with an IPv6 address: the first and the last eight bytes as big-endian numbers.
void CLinux_address_set_ipv6(CLinux_Address *address, uint64_t high, uint64_t low, uint16_t port);
/// Fills `address` with a path of `count` bytes; 0, or -ENAMETOOLONG when it does not fit.
int CLinux_address_set_unix(CLinux_Address *address, const char *path, size_t count);
/// The family of `address`: AF_INET, AF_INET6, AF_UNIX or AF_UNSPEC.
int CLinux_address_family(const CLinux_Address *address);
uint16_t CLinux_address_port(const CLinux_Address *address);
uint32_t CLinux_address_ipv4(const CLinux_Address *address);
uint64_t CLinux_address_ipv6_high(const CLinux_Address *address);
uint64_t CLinux_address_ipv6_low(const CLinux_Address *address);
/// Copies the path of a unix address into `path` (at least 109 bytes, NUL-terminated); the number of its bytes.
size_t CLinux_address_unix_path(const CLinux_Address *address, char *path);

// Sockets.
int CLinux_socket_stream(int family);
int CLinux_bind(int fd, const CLinux_Address *address);
int CLinux_listen(int fd, int backlog);
int CLinux_connect(int fd, const CLinux_Address *address);
int CLinux_accept(int fd, CLinux_Address *peer);
int CLinux_getsockname(int fd, CLinux_Address *address);
int CLinux_socketpair_stream(int fds[2]);
int CLinux_set_tcp_nodelay(int fd);
int CLinux_tcp_nodelay(int fd);
int CLinux_set_reuse_address(int fd);
int CLinux_set_reuse_port(int fd);
int CLinux_set_ipv6_only(int fd, int on);
int CLinux_set_linger_zero(int fd);
int CLinux_set_send_buffer(int fd, int bytes);
int CLinux_set_receive_buffer(int fd, int bytes);
/// The pending error of a socket (SO_ERROR), 0 for none, or the negated errno of asking.
int CLinux_take_socket_error(int fd);
/// Bytes that were sent and that the other end has not taken (SIOCOUTQ), or a negated errno.
int CLinux_untaken(int fd);
int CLinux_shutdown_write(int fd);
int CLinux_close(int fd);
int CLinux_unlink(const char *path);
int CLinux_duplicate(int fd);
int CLinux_open_for_reading(const char *path);
/// Reads at most `count` bytes of a file.
ssize_t CLinux_read(int fd, void *into, size_t count);

static inline ssize_t CLinux_recv(int fd, void *into, size_t count) {
    ssize_t n = recv(fd, into, count, 0);
    return n < 0 ? -(ssize_t)errno : n;
}

/// Receives without taking anything off the socket.
static inline ssize_t CLinux_peek(int fd, void *into, size_t count) {
    ssize_t n = recv(fd, into, count, MSG_PEEK);
    return n < 0 ? -(ssize_t)errno : n;
}

static inline ssize_t CLinux_send(int fd, const void *from, size_t count) {
    ssize_t n = send(fd, from, count, MSG_NOSIGNAL);
    return n < 0 ? -(ssize_t)errno : n;
}

static inline ssize_t CLinux_sendmsg(int fd, struct iovec *pieces, size_t count) {
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = count};
    ssize_t n = sendmsg(fd, &message, MSG_NOSIGNAL);
    return n < 0 ? -(ssize_t)errno : n;
}

// Readiness.
int CLinux_epoll_create(void);
int CLinux_epoll_add(int epoll, int fd, uint32_t events, uint64_t token);
int CLinux_epoll_modify(int epoll, int fd, uint32_t events, uint64_t token);
int CLinux_epoll_delete(int epoll, int fd);
/// Everything a connection wants to hear, once and for all: in, out, the peer's FIN; edge-triggered.
uint32_t CLinux_epoll_flow_events(void);

static inline int CLinux_epoll_wait(int epoll, struct epoll_event *events, int capacity, int timeoutMilliseconds) {
    int n = epoll_wait(epoll, events, capacity, timeoutMilliseconds);
    return n < 0 ? -errno : n;
}
static inline uint64_t CLinux_epoll_token(const struct epoll_event *event) { return event->data.u64; }
static inline uint32_t CLinux_epoll_flags(const struct epoll_event *event) { return event->events; }

int CLinux_eventfd(void);
/// Adds one to an eventfd.
int CLinux_eventfd_signal(int fd);
/// Sets an eventfd back to zero.
int CLinux_eventfd_clear(int fd);

// Threads, signals, chance.
typedef void (*CLinux_ThreadBody)(void *context);
/// Starts a joinable thread that blocks every signal, with a name of at most 15 bytes; `processor` < 0 pins it nowhere.
int CLinux_thread_start(uint64_t *thread, const char *name, int processor, CLinux_ThreadBody body, void *context);
int CLinux_thread_join(uint64_t thread);
int CLinux_thread_id(void);
/// Copies the calling thread's name into `name`, at least 16 bytes; its length.
size_t CLinux_thread_name(char *name);
/// The processor that the calling thread runs on at the moment.
int CLinux_current_processor(void);
/// How many processors this process may run on.
int CLinux_processor_count(void);
/// The n-th processor that this process may run on, or -1.
int CLinux_processor_at(int n);

/// Blocks SIGPIPE and `signals` in the calling thread and answers a signalfd of `signals`.
int CLinux_signalfd(const int *signals, size_t count);
/// The next signal of a signalfd, or -EAGAIN.
int CLinux_signalfd_next(int fd);
/// Ignores SIGPIPE in the whole process.
void CLinux_ignore_sigpipe(void);

int CLinux_getrandom(void *into, size_t count);
uint64_t CLinux_monotonic_nanoseconds(void);
/// Microseconds since 1970 by the wall clock.
int64_t CLinux_wall_microseconds(void);
/// What `strerror` says, from glibc's constant table.
const char *CLinux_error_text(int error);
const char *CLinux_error_name(int error);

#endif
