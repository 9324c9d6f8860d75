#include "udp.h"

#include <fcntl.h>
#include <netinet/udp.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace weave {
namespace {

constexpr int udpSegment = 103;
constexpr int udpGro = 104;
// Holds what waits for the addresses of several dead neighbours (the kernel keeps 208 KB for each) and still lets
// the living ones send.
constexpr int socketBufferBytes = 2 << 20;
// How long a full socket may hold up the thread before a datagram is dropped.
constexpr int sendPatienceMs = 2;

void growBuffer(int fd, int force, int polite) {
  if (setsockopt(fd, SOL_SOCKET, force, &socketBufferBytes, sizeof socketBufferBytes) < 0) {
    setsockopt(fd, SOL_SOCKET, polite, &socketBufferBytes, sizeof socketBufferBytes);
  }
}

std::string failure(const char *what) { return std::string(what) + ": " + strerror(errno); }

}  // namespace

Udp::Udp(Counters &counters)
    : counters_(counters), inbox_(new uint8_t[batch * receiveBytes]) {}

std::string Udp::open(uint16_t port) {
  const int on = 1, off = 0;
  fd_ = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in6 any = {};
  any.sin6_family = AF_INET6;
  any.sin6_port = htons(port);
  dualStack_ = fd_ >= 0 && setsockopt(fd_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0 &&
               bind(fd_, reinterpret_cast<sockaddr *>(&any), sizeof any) == 0;
  if (!dualStack_ && errno != EADDRINUSE) {
    if (fd_ >= 0) close(fd_);
    fd_ = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd_ < 0) return failure("open a UDP socket");
    sockaddr_in four = {};
    four.sin_family = AF_INET;
    four.sin_port = htons(port);
    if (bind(fd_, reinterpret_cast<sockaddr *>(&four), sizeof four) < 0) return failure("bind the UDP port");
  } else if (!dualStack_) {
    return failure("bind the UDP port");
  }
  setFragmenting(IP_PMTUDISC_OMIT, IPV6_PMTUDISC_OMIT);
  setsockopt(fd_, IPPROTO_UDP, udpGro, &on, sizeof on);
  growBuffer(fd_, SO_SNDBUFFORCE, SO_SNDBUF);
  growBuffer(fd_, SO_RCVBUFFORCE, SO_RCVBUF);
  return "";
}

// Data go without "don't fragment", and whatever the kernel believes of the path (what an ICMP message says may be forged,
// and it is believed for ten minutes): our own probes tell. A path narrower than they found costs speed over IPv4.
void Udp::setFragmenting(int four, int six) {
  setsockopt(fd_, IPPROTO_IP, IP_MTU_DISCOVER, &four, sizeof four);
  if (dualStack_) setsockopt(fd_, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &six, sizeof six);
}

bool Udp::sendUnfragmented(const Address &to, const uint8_t *bytes, size_t length) {
  setFragmenting(IP_PMTUDISC_PROBE, IPV6_PMTUDISC_PROBE);
  const bool isSent = send(to, bytes, length, 0);
  const int problem = errno;
  setFragmenting(IP_PMTUDISC_OMIT, IPV6_PMTUDISC_OMIT);
  errno = problem;
  return isSent;
}

void Udp::limitFragments(const Address &to, size_t mtu) {
  const int limit = static_cast<int>(mtu);
  if (dualStack_ && !isMapped(to)) setsockopt(fd_, IPPROTO_IPV6, IPV6_MTU, &limit, sizeof limit);
}

bool Udp::send(const Address &to, const uint8_t *bytes, size_t length, size_t segment) {
  if (!dualStack_ && !isMapped(to)) {
    errno = EAFNOSUPPORT;
    return false;
  }
  sockaddr_in6 name;
  iovec part = {const_cast<uint8_t *>(bytes), length};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(uint16_t))] = {};
  msghdr message = {};
  message.msg_name = &name;
  message.msg_namelen = toSocketAddress(to, dualStack_, &name);
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (segment > 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = IPPROTO_UDP;
    header->cmsg_type = udpSegment;
    header->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    const uint16_t size = static_cast<uint16_t>(segment);
    memcpy(CMSG_DATA(header), &size, sizeof size);
  }
  counters_.addShared(Counter::sendsOut);
  ssize_t sent = sendmsg(fd_, &message, 0);
  if (sent < 0 && (errno == EAGAIN || errno == ENOBUFS)) {
    pollfd ready = {fd_, POLLOUT, 0};
    poll(&ready, 1, sendPatienceMs);
    sent = sendmsg(fd_, &message, 0);
  }
  return sent >= 0;
}

bool Udp::read() {
  mmsghdr messages[batch] = {};
  iovec parts[batch];
  sockaddr_in6 names[batch];
  alignas(cmsghdr) char controls[batch][CMSG_SPACE(sizeof(int))];
  for (unsigned i = 0; i < wanted_; i++) {
    parts[i] = {inbox_.get() + i * receiveBytes, receiveBytes};
    msghdr &message = messages[i].msg_hdr;
    message.msg_name = &names[i];
    message.msg_namelen = sizeof names[i];
    message.msg_iov = &parts[i];
    message.msg_iovlen = 1;
    message.msg_control = controls[i];
    message.msg_controllen = sizeof controls[i];
  }
  const int received = recvmmsg(fd_, messages, wanted_, MSG_DONTWAIT, nullptr);
  received_ = received < 0 ? 0 : static_cast<unsigned>(received);
  const bool mayHoldMore = received_ == wanted_;
  wanted_ = batch;
  for (unsigned i = 0; i < received_; i++) {
    Arrival &arrival = arrivals_[i];
    arrival = {messages[i].msg_len, messages[i].msg_len, fromSocketAddress(names[i])};
    msghdr &message = messages[i].msg_hdr;
    for (cmsghdr *header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
      if (header->cmsg_level != IPPROTO_UDP || header->cmsg_type != udpGro) continue;
      int size = 0;
      memcpy(&size, CMSG_DATA(header), sizeof size);
      if (size > 0) arrival.segment = static_cast<size_t>(size);
    }
    if (arrival.length >= longBytes) wanted_ = batchOfLong;
    counters_.add(Counter::bytesIn, arrival.length);
    const size_t cut = arrival.length == 0 ? 1 : (arrival.length + arrival.segment - 1) / arrival.segment;
    counters_.add(Counter::datagramsIn, cut);
  }
  return mayHoldMore;
}

}  // namespace weave
