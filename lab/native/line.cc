// The lab's line: a piece of cable in user space. Takes Ethernet frames from two interfaces and passes each on to the
// other, with delay, loss, reordering, duplication, a rate and an MTU that may differ by direction and by the host at the
// other end. Frames to no named host (broadcast, ARP requests) pass untouched, and at once.
//
//   weave-line NEAR FAR SOCKET
//
// NEAR leads to one host, FAR to the switch. Settings come as text over the unix stream socket SOCKET; each connection is
// one exchange, ended by the line `end`, and answered with one line for each rule and `ok`:
//
//   rule out|in MAC DELAY_US LOSS_PPM REORDER_PPM DUPLICATE_PPM RATE_BPS MTU     (0: none), replaces all rules
//   show                                                                        changes nothing
//   -> rule out|in MAC frames FRAMES passed PASSED lost LOST reordered N duplicated N mtu N queue N
//
// `out` are frames from NEAR to MAC, `in` frames from MAC to NEAR. Checksums that the sender left to its (virtual) card
// are passed on unfinished, as the kernel's own cables do: both sockets carry virtio's header. Limits: framesMax frames
// are held, as many as arrive while it is full are dropped and counted; a rate queues at most rateQueueNs of frames.
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <memory>
#include <queue>
#include <string>
#include <vector>

namespace {

constexpr size_t framesMax = 65536;
constexpr size_t rulesMax = 512;
constexpr size_t requestBytesMax = 64 * 1024;
constexpr size_t frameBytesMax = 66 * 1024;
constexpr size_t headerBytes = 10;  // virtio_net_hdr, written here as bytes: Debian 12's header is not C++
constexpr long long millisecond = 1000 * 1000;
constexpr long long rateQueueNs = 200 * millisecond;

enum Direction { out = 0, in = 1 };
const char* const directionNames[] = {"out", "in"};

struct Rule {
  Direction direction;
  unsigned char mac[6];
  long long delayNs;
  long lossPpm, reorderPpm, duplicatePpm;
  long long rateBitsPerSecond;
  int mtu;
  // From here on: what happened.
  long long freeAt = 0;  // when the rate lets the next frame begin
  unsigned long long frames = 0, passed = 0, lost = 0, reordered = 0, duplicated = 0, tooBig = 0, overflowed = 0;
};

struct Held {
  long long due;
  unsigned long long order;
  Direction direction;
  std::shared_ptr<std::vector<unsigned char>> bytes;
  bool operator<(const Held& other) const { return due != other.due ? due > other.due : order > other.order; }
};

std::vector<Rule> rules;
std::priority_queue<Held> held;
unsigned long long orderNext = 0;
int ports[2];  // frames of direction d arrive at ports[d] and leave at ports[!d]

long long now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 * millisecond + t.tv_nsec;
}

bool happens(long ppm) { return ppm > 0 && drand48() * 1e6 < ppm; }

int openPort(const char* name) {
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int one = 1, room = 8 << 20;
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(if_nametoindex(name));
  packet_mreq promiscuous{};
  promiscuous.mr_ifindex = address.sll_ifindex;
  promiscuous.mr_type = PACKET_MR_PROMISC;
  setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promiscuous, sizeof promiscuous);
  setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one);
  setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof one);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room);
  if (fd < 0 || address.sll_ifindex == 0 || setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one, sizeof one) != 0 ||
      bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    perror(name);
    exit(1);
  }
  return fd;
}

int openControl(const char* path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address.sun_path) {
    fprintf(stderr, "%s: too long for a socket\n", path);
    exit(1);
  }
  strcpy(address.sun_path, path);
  unlink(path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(fd, 16) != 0) {
    perror(path);
    exit(1);
  }
  return fd;
}

// The frame's rule, or null: `out` by its destination, `in` by its source.
Rule* ruleOf(Direction direction, const unsigned char* frame) {
  const unsigned char* mac = direction == out ? frame : frame + 6;
  for (Rule& rule : rules)
    if (rule.direction == direction && memcmp(rule.mac, mac, 6) == 0) return &rule;
  return nullptr;
}

void pass(Direction direction, const unsigned char* bytes, size_t length) {
  // A full or absent card loses the frame, as cards do.
  if (send(ports[!direction], bytes, length, MSG_DONTWAIT) < 0) return;
}

void hold(Direction direction, Rule& rule, const unsigned char* bytes, size_t length, long long t) {
  long long due = t;
  if (rule.rateBitsPerSecond > 0) {
    long long start = rule.freeAt > t ? rule.freeAt : t;
    if (start - t > rateQueueNs) {
      rule.overflowed++;
      return;
    }
    long long bits = static_cast<long long>(length - headerBytes) * 8;
    rule.freeAt = start + bits * 1000 * millisecond / rule.rateBitsPerSecond;
    due = rule.freeAt;
  }
  due += rule.delayNs;
  if (happens(rule.reorderPpm)) {
    // Held back long enough for those behind it to overtake.
    due += rule.delayNs / 4 > 2 * millisecond ? rule.delayNs / 4 : 2 * millisecond;
    rule.reordered++;
  }
  int copies = happens(rule.duplicatePpm) ? 2 : 1;
  if (copies == 2) rule.duplicated++;
  if (held.size() + static_cast<size_t>(copies) > framesMax) {
    rule.overflowed++;
    return;
  }
  rule.passed++;
  if (due <= t) {
    for (int i = 0; i < copies; i++) pass(direction, bytes, length);
    return;
  }
  auto kept = std::make_shared<std::vector<unsigned char>>(bytes, bytes + length);
  for (int i = 0; i < copies; i++) held.push(Held{due, orderNext++, direction, kept});
}

void take(Direction direction, const unsigned char* bytes, size_t length, long long t) {
  const unsigned char* frame = bytes + headerBytes;
  Rule* rule = ruleOf(direction, frame);
  if (rule == nullptr) {
    pass(direction, bytes, length);
    return;
  }
  rule->frames++;
  if (rule->mtu > 0 && length - headerBytes - ETH_HLEN > static_cast<size_t>(rule->mtu)) {
    rule->tooBig++;
  } else if (happens(rule->lossPpm)) {
    rule->lost++;
  } else {
    hold(direction, *rule, bytes, length, t);
  }
}

void takeAll(Direction direction) {
  static unsigned char buffer[frameBytesMax];
  for (int i = 0; i < 64; i++) {
    ssize_t length = recv(ports[direction], buffer, sizeof buffer, MSG_DONTWAIT | MSG_TRUNC);
    if (length < 0) return;
    if (static_cast<size_t>(length) > sizeof buffer || static_cast<size_t>(length) < headerBytes + ETH_HLEN) continue;
    take(direction, buffer, static_cast<size_t>(length), now());
  }
}

// Passes on what is due; returns when the next is, or -1.
long long passDue() {
  long long t = now();
  while (!held.empty() && held.top().due <= t) {
    const Held& next = held.top();
    pass(next.direction, next.bytes->data(), next.bytes->size());
    held.pop();
  }
  return held.empty() ? -1 : held.top().due;
}

bool parseRule(const char* line, Rule& rule) {
  char direction[8];
  unsigned mac[6];
  long long delayUs;
  if (sscanf(line, "rule %7s %x:%x:%x:%x:%x:%x %lld %ld %ld %ld %lld %d", direction, &mac[0], &mac[1], &mac[2], &mac[3],
             &mac[4], &mac[5], &delayUs, &rule.lossPpm, &rule.reorderPpm, &rule.duplicatePpm, &rule.rateBitsPerSecond,
             &rule.mtu) != 13)
    return false;
  if (strcmp(direction, "out") != 0 && strcmp(direction, "in") != 0) return false;
  rule.direction = strcmp(direction, "out") == 0 ? out : in;
  for (int i = 0; i < 6; i++) rule.mac[i] = static_cast<unsigned char>(mac[i]);
  rule.delayNs = delayUs * 1000;
  return delayUs >= 0 && rule.mtu >= 0 && rule.rateBitsPerSecond >= 0;
}

std::string describe() {
  std::string text;
  char line[512];
  for (const Rule& r : rules) {
    snprintf(line, sizeof line,
             "rule %s %02x:%02x:%02x:%02x:%02x:%02x frames %llu passed %llu lost %llu reordered %llu duplicated %llu mtu %llu "
             "queue %llu\n",
             directionNames[r.direction], r.mac[0], r.mac[1], r.mac[2], r.mac[3], r.mac[4], r.mac[5], r.frames, r.passed,
             r.lost, r.reordered, r.duplicated, r.tooBig, r.overflowed);
    text += line;
  }
  return text + "ok\n";
}

// Counters go on for a rule whose host and direction stay.
void replaceRules(std::vector<Rule>& wanted) {
  for (Rule& rule : wanted)
    for (const Rule& before : rules)
      if (before.direction == rule.direction && memcmp(before.mac, rule.mac, 6) == 0) {
        rule.frames = before.frames, rule.passed = before.passed, rule.lost = before.lost;
        rule.reordered = before.reordered, rule.duplicated = before.duplicated;
        rule.tooBig = before.tooBig, rule.overflowed = before.overflowed;
      }
  rules.swap(wanted);
}

std::string answer(const std::string& request) {
  std::vector<Rule> wanted;
  for (size_t at = 0; at < request.size();) {
    size_t end = request.find('\n', at);
    if (end == std::string::npos) end = request.size();
    std::string line = request.substr(at, end - at);
    at = end + 1;
    if (line == "show") return describe();
    if (line == "end") break;
    Rule rule{};
    if (wanted.size() == rulesMax || !parseRule(line.c_str(), rule)) return "refused " + line + "\n";
    wanted.push_back(rule);
  }
  replaceRules(wanted);
  return describe();
}

// One exchange, at most a second long; the frames wait meanwhile, which is why the client sends everything at once.
void converse(int control) {
  int fd = accept4(control, nullptr, nullptr, SOCK_CLOEXEC);
  if (fd < 0) return;
  timeval limit{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  std::string request;
  char chunk[4096];
  bool complete = false;
  while (!complete && request.size() < requestBytesMax) {
    ssize_t n = read(fd, chunk, sizeof chunk);
    if (n <= 0) break;
    request.append(chunk, static_cast<size_t>(n));
    complete = request.size() >= 4 && request.compare(request.size() - 4, 4, "end\n") == 0;
  }
  std::string text = complete ? answer(request) : "refused: no `end`\n";
  if (write(fd, text.data(), text.size()) < 0) perror("answer");
  close(fd);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: weave-line NEAR FAR SOCKET\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  srand48(static_cast<long>(now() ^ getpid()));
  ports[out] = openPort(argv[1]);
  ports[in] = openPort(argv[2]);
  int control = openControl(argv[3]);
  for (;;) {
    long long due = passDue();
    timespec wait{};
    if (due >= 0) {
      long long ns = due - now();
      if (ns < 0) ns = 0;
      wait = {ns / (1000 * millisecond), ns % (1000 * millisecond)};
    }
    pollfd watched[3] = {{ports[out], POLLIN, 0}, {ports[in], POLLIN, 0}, {control, POLLIN, 0}};
    if (ppoll(watched, 3, due < 0 ? nullptr : &wait, nullptr) < 0) continue;
    if (watched[0].revents) takeAll(out);
    if (watched[1].revents) takeAll(in);
    if (watched[2].revents) converse(control);
    // An interface that went away, with its host or its switch: the cable ends with it.
    if ((watched[0].revents | watched[1].revents) & (POLLERR | POLLNVAL))
      for (int end = 1; end <= 2; end++)
        if (if_nametoindex(argv[end]) == 0) return 1;
  }
}
