// How a body is cut into pieces, and what stands in front of a piece's bytes in a record.
#pragma once
#include "bytes.h"
#include "wire.h"

namespace weave {

// What the innermost content of a data record has in front of a piece's bytes, for a piece that fits a datagram.
constexpr size_t directOverhead = underlayHeaderBytes + headerBytes + hopDirectBytes + pieceHeaderBytes + tagBytes;
constexpr size_t floodOverhead = underlayHeaderBytes + headerBytes + hopFloodBytes + pieceHeaderBytes + tagBytes;
constexpr size_t relayOverhead = directOverhead + headerBytes + hopRelayBytes + tagBytes;
static_assert(relayOverhead + bodyBytesMax / piecesMax < underlayMtuMin, "the smallest MTU carries any frame");

struct Cut {
  // Of a body of `length` bytes.
  Cut(size_t length, size_t stride) : length(length), stride(stride), count((length + stride - 1) / stride) {}

  size_t length;
  size_t stride;
  size_t count;
  size_t bytesOf(size_t index) const { return index + 1 < count ? stride : length - index * stride; }
};

inline void writePieceHeader(uint8_t *at, uint32_t frame, size_t index, const Cut &pieces) {
  store32(at, frame);
  at[4] = static_cast<uint8_t>(index);
  at[5] = static_cast<uint8_t>(pieces.count);
  store16(at + 6, static_cast<uint16_t>(pieces.stride));
}

// Hop record and piece header of a direct record's content.
inline void writePiece(uint8_t *content, uint32_t frame, size_t index, const Cut &pieces) {
  store32(content, static_cast<uint32_t>(hopDirect) << 24);
  writePieceHeader(content + hopDirectBytes, frame, index, pieces);
}

}  // namespace weave
