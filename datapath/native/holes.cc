// When a body with holes is salvaged, and how its parts reach the TAP. TCP: as soon as its source's next frame begins (on
// one way pieces come in order, so what is missing is lost or late, and the rest must not be overtaken), when no piece came
// for a millisecond, or after five: on a slow way segments must not wait for each other long. UDP, of which cut datagrams
// are lost, waits until nothing more came for longer. Pieces of a salvaged body that come after all are delivered one by
// one, as stand-alone segments would be.
#include <algorithm>

#include "datapath.h"
#include "salvage.h"

namespace weave {
namespace {

constexpr Micros salvageTcpAfter = 1_ms;
constexpr Micros salvageTcpAtLatest = 5_ms;
constexpr Micros salvageUdpAfter = 50_ms;

}  // namespace

// Has bodies looked at again, until they are complete or cut.
void Datapath::noteUnsettled(Peer &source) {
  if (source.isUnsettled) return;
  source.isUnsettled = true;
  if (unsettled_.empty()) settleAt_ = now_ + salvageTcpAfter;
  unsettled_.push_back(source.shortId);
}

void Datapath::settle() {
  if (unsettled_.empty() || now_ < settleAt_) return;
  std::vector<uint32_t> waiting;
  for (uint32_t shortId : unsettled_) {
    Peer *source = findPeer(shortId);
    if (source == nullptr) continue;
    source->isUnsettled = source->reassembly.salvage([&](Body &body) { return cutBody(*source, body, false); });
    if (source->isUnsettled) waiting.push_back(shortId);
  }
  unsettled_.swap(waiting);
  settleAt_ = now_ + salvageTcpAfter;
}

// What is here of the source's earlier frames goes before the one that begins now.
void Datapath::finishEarlier(Peer &source) {
  if (run_.isOpen() && run_.source() == &source) breakRun();
  if (source.reassembly.isIdle()) return;
  source.reassembly.salvage([&](Body &body) { return cutBody(source, body, true); });
}

// False when it is to be kept as it is: too young, or nothing that can be cut. `overtaken`: its source's next frame begins.
bool Datapath::cutBody(Peer &source, Body &body, bool overtaken) {
  SuperHeaders headers;
  if (!readSuperHeaders(body, body.bytes.get(), body.stride, &headers)) return body.isPlain = true, false;
  const Micros silence = now_ - body.latest;
  const bool isUdp = headers.offload.kind == offloadUdp;
  const bool isTcpDue = overtaken || silence >= salvageTcpAfter || now_ - body.started >= salvageTcpAtLatest;
  if (isUdp ? silence < salvageUdpAfter : !isTcpDue) return false;
  uint8_t *frame = body.bytes.get() + bodyHeaderBytes;
  const size_t headerLength = headers.transport.payload;
  uint8_t saved[salvageHeadersMax];
  memcpy(saved, frame, headerLength);
  for (unsigned index = 0, end; index < body.count; index = end + 1) {
    for (end = index; end < body.count && body.seen[end];) end++;
    const PayloadRange range = payloadOf(headers, index * body.stride, end * body.stride);
    if (range.from >= range.to) continue;
    // Right in front of the run: in the hole, or in what was delivered already.
    uint8_t *part = frame + range.from - headerLength;
    memcpy(part, saved, headerLength);
    counters_.add(Counter::framesSalvaged);
    deliverFrame(source, headers.offload, part, narrowHeaders(part, headers, range));
  }
  memcpy(frame, saved, headerLength);
  return true;
}

void Datapath::deliverLate(Peer &source, Body &body, const Piece &piece) {
  if (piece.count != body.count || piece.stride != body.stride) return drop(Counter::dropMalformed, &source);
  if (body.seen[piece.index]) return;
  body.seen[piece.index] = true;
  SuperHeaders headers;
  if (!readSuperHeaders(body, body.bytes.get(), body.stride, &headers)) return;
  if (headers.offload.kind == offloadUdp) return drop(Counter::dropReassemblyTimeout, &source);
  const size_t at = piece.index * piece.stride;
  const PayloadRange range = payloadOf(headers, at, at + piece.length);
  if (range.from >= range.to) return;
  const size_t headerLength = headers.transport.payload;
  memcpy(scratch_.get(), body.bytes.get() + bodyHeaderBytes, headerLength);
  memcpy(scratch_.get() + headerLength, piece.bytes + (range.from + bodyHeaderBytes - at), range.to - range.from);
  counters_.add(Counter::framesSalvaged);
  deliverFrame(source, headers.offload, scratch_.get(), narrowHeaders(scratch_.get(), headers, range));
}

}  // namespace weave
