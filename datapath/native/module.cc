// The addon's surface, for process.js only, which has checked every value: numbers, strings, and keys in hex. A call
// with a wrong type throws a TypeError.
#include "addon_values.h"

NAPI_MODULE_INIT() {
  weave::defineCommands(env, exports);
  weave::defineChecks(env, exports);
  return exports;
}
