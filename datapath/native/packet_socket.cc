#include "packet_socket.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <sys/socket.h>

#include <cerrno>

namespace weave {

void PacketSocket::open() {
  // Frames of one type only, so that no other packet of the host costs anything.
  fd_ = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, htons(probeEtherType));
}

FrameSent PacketSocket::send(uint32_t interface, const uint8_t *frame, size_t length) {
  sockaddr_ll to = {};
  to.sll_family = AF_PACKET;
  to.sll_ifindex = static_cast<int>(interface);
  if (sendto(fd_, frame, length, 0, reinterpret_cast<sockaddr *>(&to), sizeof to) >= 0) return FrameSent::out;
  return errno == ENOBUFS ? FrameSent::refused : FrameSent::failed;
}

size_t PacketSocket::receive(uint8_t *frame, size_t room) {
  const ssize_t length = recv(fd_, frame, room, 0);
  return length < 0 ? 0 : static_cast<size_t>(length);
}

}  // namespace weave
