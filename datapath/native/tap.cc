#include "tap.h"

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace weave {
namespace {

// Missing in the headers of Linux 6.1 (Debian 12).
constexpr unsigned tunUso4 = 0x20;
constexpr unsigned tunUso6 = 0x40;

std::string failure(const char *what) { return std::string(what) + ": " + strerror(errno); }

}  // namespace

std::string Tap::open(const std::string &name, bool allowUso) {
  if (name.empty() || name.size() >= IFNAMSIZ) return "the TAP's name must have 1 to 15 characters";
  fd_ = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd_ < 0) return failure("open /dev/net/tun");
  ifreq request = {};
  request.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
  memcpy(request.ifr_name, name.data(), name.size());
  if (ioctl(fd_, TUNSETIFF, &request) < 0) return failure("attach to the TAP device");
  int headerSize = sizeof(VnetHeader);
  if (ioctl(fd_, TUNSETVNETHDRSZ, &headerSize) < 0) return failure("set the TAP's offload header");
  const unsigned plain = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;
  uso_ = allowUso && ioctl(fd_, TUNSETOFFLOAD, plain | tunUso4 | tunUso6) == 0;
  if (!uso_ && ioctl(fd_, TUNSETOFFLOAD, plain) < 0) return failure("set the TAP's offloads");
  if (ioctl(fd_, TUNSETPERSIST, 1) < 0) return failure("make the TAP persistent");
  return "";
}

ssize_t Tap::read(VnetHeader *vnet, iovec *parts, unsigned count) {
  parts[0] = {vnet, sizeof *vnet};
  const ssize_t bytes = readv(fd_, parts, static_cast<int>(count));
  if (bytes < 0) return errno == EAGAIN || errno == EINTR || errno == EIO ? 0 : -1;
  return bytes <= static_cast<ssize_t>(sizeof *vnet) ? 0 : bytes - static_cast<ssize_t>(sizeof *vnet);
}

bool Tap::write(const VnetHeader &vnet, const uint8_t *frame, size_t length) {
  iovec parts[2] = {{}, {const_cast<uint8_t *>(frame), length}};
  return write(vnet, parts, 2);
}

bool Tap::write(const VnetHeader &vnet, iovec *parts, unsigned count) {
  parts[0] = {const_cast<VnetHeader *>(&vnet), sizeof vnet};
  return writev(fd_, parts, static_cast<int>(count)) >= 0;
}

}  // namespace weave
