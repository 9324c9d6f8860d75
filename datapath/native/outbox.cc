#include "outbox.h"

#include <cerrno>
#include <cstdlib>

namespace weave {

Outbox::Outbox(Udp &udp, Counters &counters)
    : udp_(udp), counters_(counters), bytes_(new uint8_t[Udp::datagramBytesMax + roomBytesMax]) {}

// Whether `size` more bytes of records, all of `segment` bytes but the last, may leave with what waits.
bool Outbox::mayShare(const Address &to, size_t segment, size_t size) const {
  if (closed_ || to != to_ || used_ + size > Udp::datagramBytesMax) return false;
  const size_t count = (size + segment - 1) / segment;
  return count_ + count <= segmentsMax && (count == 1 ? size <= segment_ : segment == segment_);
}

uint8_t *Outbox::reserve(const Address &to, size_t size) {
  // Callers check what comes from outside; to end is better than to write past the outbox.
  if (size > Udp::datagramBytesMax) abort();
  if (count_ > 0 && !mayShare(to, size, size)) flush();
  uint8_t *place = bytes_.get() + begin_ + used_;
  take(to, size, size);
  return place;
}

uint8_t *Outbox::room() {
  if (begin_ + used_ > Udp::datagramBytesMax) flush();
  return bytes_.get() + begin_ + used_;
}

void Outbox::take(const Address &to, size_t segment, size_t size) {
  if (size > roomBytesMax) abort();
  if (count_ > 0 && !mayShare(to, segment, size)) {
    const size_t behind = begin_ + used_;
    flush();
    begin_ = behind;
  }
  if (count_ == 0) {
    to_ = to;
    segment_ = std::min(segment, size);
  }
  closed_ = size % segment_ != 0;
  used_ += size;
  count_ += static_cast<unsigned>((size + segment_ - 1) / segment_);
}

void Outbox::flush() {
  if (count_ == 0) return;
  count();
  // A frame of the largest size takes two sends.
  const size_t most = segment_ * std::min<size_t>(segmentsMax, Udp::datagramBytesMax / segment_);
  for (size_t at = 0; at < used_; at += most) send(bytes_.get() + begin_ + at, std::min(used_ - at, most));
  clear();
}

bool Outbox::flushUnfragmented() {
  count();
  const bool isSent = udp_.sendUnfragmented(to_, bytes_.get() + begin_, used_);
  const bool isRefused = !isSent && errno == EMSGSIZE;
  if (!isSent && !isRefused) counters_.addShared(Counter::dropSend);
  clear();
  return !isRefused;
}

void Outbox::flushFragmented(size_t mtu) {
  udp_.limitFragments(to_, mtu);
  flush();
  udp_.limitFragments(to_, 0);
}

void Outbox::count() {
  counters_.addShared(Counter::datagramsOut, count_);
  counters_.addShared(Counter::bytesOut, used_);
}

// At most as many segments as the kernel takes at once.
void Outbox::send(const uint8_t *bytes, size_t length) {
  const bool isOne = length <= segment_;
  if (udp_.send(to_, bytes, length, isOne ? 0 : segment_)) return;
  if (isOne || (errno != EINVAL && errno != EMSGSIZE && errno != EIO)) {
    return counters_.addShared(Counter::dropSend, (length + segment_ - 1) / segment_);
  }
  // The route's MTU is smaller than a segment, or the device cannot segment: the slow way still works.
  for (size_t at = 0; at < length; at += segment_) {
    if (!udp_.send(to_, bytes + at, std::min(length - at, segment_), 0)) counters_.addShared(Counter::dropSend);
  }
}

void Outbox::clear() {
  count_ = 0;
  begin_ = 0;
  used_ = 0;
  closed_ = false;
}

}  // namespace weave
