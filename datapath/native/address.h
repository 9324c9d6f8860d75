// An underlay address: IPv6, or IPv4 in its mapped form, with a port. The dual-stack socket takes it as it is; the
// IPv4 socket (hosts with IPv6 switched off) takes the last four bytes.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>
#include <string>

#include "bytes.h"

namespace weave {

struct Address {
  uint8_t ip[16] = {};
  uint16_t port = 0;  // Host order; 0 means no address.

  bool isSet() const { return port != 0; }
  bool operator==(const Address &other) const { return port == other.port && memcmp(ip, other.ip, 16) == 0; }
  bool operator!=(const Address &other) const { return !(*this == other); }
};

inline bool isMapped(const Address &address) {
  static const uint8_t prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return memcmp(address.ip, prefix, 12) == 0;
}

// An IPv4 or IPv6 literal; not set when the text is neither.
inline Address parseAddress(const std::string &host, uint16_t port) {
  Address address;
  in_addr four;
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) {
    address.ip[10] = address.ip[11] = 0xff;
    memcpy(address.ip + 12, &four, 4);
    address.port = port;
  } else if (inet_pton(AF_INET6, host.c_str(), address.ip) == 1) {
    address.port = port;
  }
  return address;
}

inline std::string formatHost(const Address &address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (isMapped(address)) {
    inet_ntop(AF_INET, address.ip + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, address.ip, text, sizeof text);
  }
  return text;
}

// Fills `storage` for the socket's family and returns its length.
inline socklen_t toSocketAddress(const Address &address, bool dualStack, sockaddr_in6 *storage) {
  if (dualStack) {
    *storage = {};
    storage->sin6_family = AF_INET6;
    storage->sin6_port = htons(address.port);
    memcpy(&storage->sin6_addr, address.ip, 16);
    return sizeof(sockaddr_in6);
  }
  auto *four = reinterpret_cast<sockaddr_in *>(storage);
  *four = {};
  four->sin_family = AF_INET;
  four->sin_port = htons(address.port);
  memcpy(&four->sin_addr, address.ip + 12, 4);
  return sizeof(sockaddr_in);
}

inline Address fromSocketAddress(const sockaddr_in6 &storage) {
  Address address;
  if (storage.sin6_family == AF_INET6) {
    memcpy(address.ip, &storage.sin6_addr, 16);
    address.port = ntohs(storage.sin6_port);
  } else {
    const auto &four = reinterpret_cast<const sockaddr_in &>(storage);
    address.ip[10] = address.ip[11] = 0xff;
    memcpy(address.ip + 12, &four.sin_addr, 4);
    address.port = ntohs(four.sin_port);
  }
  return address;
}

}  // namespace weave
