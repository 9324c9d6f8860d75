// Whether anything changed in this network namespace, as the kernel tells it (rtnetlink(7), groups of NETLINK_NETFILTER):
// interfaces, addresses' routes and rules, nftables. Nothing is read of what changed but its kind; host/kernel-watch.ts
// says who asks and what for. A watch is two sockets that are never waited on: to look costs a system call or two, where
// to ask what there is costs a program. Sockets that overflowed say that everything changed.
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <node_api.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>

namespace {

// The kernel's memory for what nobody took yet; a burst beyond it is an overflow, and no less of an answer.
constexpr int bufferBytes = 64 << 10;

// What `take` returns, as kernel-watch.ts reads it.
constexpr uint32_t interfaces = 1;
constexpr uint32_t routes = 2;
constexpr uint32_t rules = 4;

int listenTo(int protocol, std::initializer_list<int> groups) {
  const int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
  if (descriptor < 0) return -1;
  setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bufferBytes, sizeof bufferBytes);
  sockaddr_nl address = {};
  address.nl_family = AF_NETLINK;
  bool isHeard = bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
  for (int group : groups)
    isHeard = isHeard && setsockopt(descriptor, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) == 0;
  if (isHeard) return descriptor;
  close(descriptor);
  return -1;
}

// The kinds of all that waits. Only the first header of a datagram is read: the kernel does not mix kinds in one.
uint32_t drain(int descriptor, uint32_t all) {
  uint32_t changed = 0;
  for (;;) {
    nlmsghdr header = {};
    const ssize_t length = recv(descriptor, &header, sizeof header, 0);
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) return errno == EAGAIN ? changed : all;
    const bool isLink = header.nlmsg_type == RTM_NEWLINK || header.nlmsg_type == RTM_DELLINK;
    changed |= all == rules ? rules : isLink ? interfaces : routes;
  }
}

napi_value number(napi_env env, uint32_t value) {
  napi_value result = nullptr;
  napi_create_uint32(env, value, &result);
  return result;
}

int descriptorOf(napi_env env, napi_value value) {
  int32_t descriptor = -1;
  napi_get_value_int32(env, value, &descriptor);
  return descriptor;
}

// open(): [descriptor for interfaces and routes, descriptor for rules], -1 where the kernel does not tell.
napi_value open(napi_env env, napi_callback_info) {
  const int descriptors[] = {
      listenTo(NETLINK_ROUTE, {RTNLGRP_LINK, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV6_RULE}),
      listenTo(NETLINK_NETFILTER, {NFNLGRP_NFTABLES})};
  napi_value list = nullptr;
  napi_create_array_with_length(env, 2, &list);
  for (uint32_t i = 0; i < 2; i++) {
    napi_value value = nullptr;
    napi_create_int32(env, descriptors[i], &value);
    napi_set_element(env, list, i, value);
  }
  return list;
}

// take(both descriptors of `open`): what changed since it was last asked.
napi_value take(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value values[2] = {};
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  const int routeSocket = descriptorOf(env, values[0]);
  const int ruleSocket = descriptorOf(env, values[1]);
  return number(env, (routeSocket < 0 ? interfaces | routes : drain(routeSocket, interfaces | routes)) |
                         (ruleSocket < 0 ? rules : drain(ruleSocket, rules)));
}

void define(napi_env env, napi_value exports, const char *name, napi_callback function) {
  napi_value value = nullptr;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
  napi_set_named_property(env, exports, name, value);
}

}  // namespace

NAPI_MODULE_INIT() {
  define(env, exports, "open", open);
  define(env, exports, "take", take);
  return exports;
}
