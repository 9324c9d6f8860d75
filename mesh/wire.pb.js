/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["weave-mesh"] || ($protobuf.roots["weave-mesh"] = {});

export const mesh = $root.mesh = (() => {

    /**
     * Namespace mesh.
     * @exports mesh
     * @namespace
     */
    const mesh = {};

    mesh.Hello = (function() {

        /**
         * Properties of a Hello.
         * @typedef {Object} mesh.Hello.$Properties
         * @property {string|null} [nickname] Hello nickname
         * @property {Uint8Array|null} [bootNonce] Hello bootNonce
         * @property {number|null} [port] Hello port
         * @property {Uint8Array|null} [connectionNonce] Hello connectionNonce
         * @property {string|null} [range] Hello range
         * @property {boolean|null} [rangeExplicit] Hello rangeExplicit
         * @property {string|null} [meshRange] Hello meshRange
         * @property {number|null} [meshHosts] Hello meshHosts
         * @property {Array.<string>|null} [meshNames] Hello meshNames
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Hello.
         * @memberof mesh
         * @interface IHello
         * @augments mesh.Hello.$Properties
         * @deprecated Use mesh.Hello.$Properties instead.
         */

        /**
         * Shape of a Hello.
         * @typedef {mesh.Hello.$Properties} mesh.Hello.$Shape
         */

        /**
         * Constructs a new Hello.
         * @memberof mesh
         * @classdesc Represents a Hello.
         * @constructor
         * @param {mesh.Hello.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Hello = function (properties) {
            this.meshNames = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Hello nickname.
         * @member {string} nickname
         * @memberof mesh.Hello
         * @instance
         */
        Hello.prototype.nickname = "";

        /**
         * Hello bootNonce.
         * @member {Uint8Array} bootNonce
         * @memberof mesh.Hello
         * @instance
         */
        Hello.prototype.bootNonce = $util.newBuffer([]);

        /**
         * Hello port.
         * @member {number} port
         * @memberof mesh.Hello
         * @instance
         */
        Hello.prototype.port = 0;

        /**
         * Hello connectionNonce.
         * @member {Uint8Array} connectionNonce
         * @memberof mesh.Hello
         * @instance
         */
        Hello.prototype.connectionNonce = $util.newBuffer([]);

        /**
         * Hello range.
         * @member {string} range
         * @memberof mesh.Hello
         * @instance
         */
        Hello.prototype.range = "";

        /**
         * Hello rangeExplicit.
         * @member {boolean} rangeExplicit
         * @memberof mesh.Hello
         * @instance
         */
        Hello.prototype.rangeExplicit = false;

        /**
         * Hello meshRange.
         * @member {string} meshRange
         * @memberof mesh.Hello
         * @instance
         */
        Hello.prototype.meshRange = "";

        /**
         * Hello meshHosts.
         * @member {number} meshHosts
         * @memberof mesh.Hello
         * @instance
         */
        Hello.prototype.meshHosts = 0;

        /**
         * Hello meshNames.
         * @member {Array.<string>} meshNames
         * @memberof mesh.Hello
         * @instance
         */
        Hello.prototype.meshNames = $util.emptyArray;

        /**
         * Encodes the specified Hello message. Does not implicitly {@link mesh.Hello.verify|verify} messages.
         * @function encode
         * @memberof mesh.Hello
         * @static
         * @param {mesh.Hello.$Properties} message Hello message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Hello.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.nickname != null && $Object.hasOwnProperty.call(message, "nickname") && message.nickname !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.nickname);
            if (message.bootNonce != null && $Object.hasOwnProperty.call(message, "bootNonce") && message.bootNonce.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.bootNonce);
            if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.port);
            if (message.connectionNonce != null && $Object.hasOwnProperty.call(message, "connectionNonce") && message.connectionNonce.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.connectionNonce);
            if (message.range != null && $Object.hasOwnProperty.call(message, "range") && message.range !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.range);
            if (message.rangeExplicit != null && $Object.hasOwnProperty.call(message, "rangeExplicit") && message.rangeExplicit !== false)
                writer.uint32(/* id 6, wireType 0 =*/48).bool(message.rangeExplicit);
            if (message.meshRange != null && $Object.hasOwnProperty.call(message, "meshRange") && message.meshRange !== "")
                writer.uint32(/* id 7, wireType 2 =*/58).string(message.meshRange);
            if (message.meshHosts != null && $Object.hasOwnProperty.call(message, "meshHosts") && message.meshHosts !== 0)
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.meshHosts);
            if (message.meshNames != null && message.meshNames.length)
                for (let i = 0; i < message.meshNames.length; ++i)
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.meshNames[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.Hello
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.Hello & mesh.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Hello.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.Hello();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.nickname = value;
                        else
                            delete message.nickname;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.bootNonce = value;
                        else
                            delete message.bootNonce;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.port = value;
                        else
                            delete message.port;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.connectionNonce = value;
                        else
                            delete message.connectionNonce;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.range = value;
                        else
                            delete message.range;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.rangeExplicit = value;
                        else
                            delete message.rangeExplicit;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.meshRange = value;
                        else
                            delete message.meshRange;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.meshHosts = value;
                        else
                            delete message.meshHosts;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if (!(message.meshNames && message.meshNames.length))
                            message.meshNames = [];
                        message.meshNames.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Hello
         * @function getTypeUrl
         * @memberof mesh.Hello
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Hello.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.Hello";
        };

        return Hello;
    })();

    mesh.Control = (function() {

        /**
         * Properties of a Control.
         * @typedef {Object} mesh.Control.$Properties
         * @property {Uint8Array|null} [gossip] Control gossip
         * @property {mesh.Heartbeat.$Properties|null} [ping] Control ping
         * @property {mesh.Heartbeat.$Properties|null} [pong] Control pong
         * @property {mesh.Close.$Properties|null} [close] Control close
         * @property {mesh.Accept.$Properties|null} [accept] Control accept
         * @property {mesh.Fence.$Properties|null} [fence] Control fence
         * @property {mesh.Need.$Properties|null} [need] Control need
         * @property {"gossip"|"ping"|"pong"|"close"|"accept"|"fence"|"need"} [body] Control body
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Control.
         * @memberof mesh
         * @interface IControl
         * @augments mesh.Control.$Properties
         * @deprecated Use mesh.Control.$Properties instead.
         */

        /**
         * Narrowed shape of a Control.
         * @typedef {{
         *   gossip?: Uint8Array|null;
         *   ping?: mesh.Heartbeat.$Shape|null;
         *   pong?: mesh.Heartbeat.$Shape|null;
         *   close?: mesh.Close.$Shape|null;
         *   accept?: mesh.Accept.$Shape|null;
         *   fence?: mesh.Fence.$Shape|null;
         *   need?: mesh.Need.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ body?: undefined; gossip?: null; ping?: null; pong?: null; close?: null; accept?: null; fence?: null; need?: null }|{ body?: "gossip"; gossip: Uint8Array; ping?: null; pong?: null; close?: null; accept?: null; fence?: null; need?: null }|{ body?: "ping"; gossip?: null; ping: mesh.Heartbeat.$Shape; pong?: null; close?: null; accept?: null; fence?: null; need?: null }|{ body?: "pong"; gossip?: null; ping?: null; pong: mesh.Heartbeat.$Shape; close?: null; accept?: null; fence?: null; need?: null }|{ body?: "close"; gossip?: null; ping?: null; pong?: null; close: mesh.Close.$Shape; accept?: null; fence?: null; need?: null }|{ body?: "accept"; gossip?: null; ping?: null; pong?: null; close?: null; accept: mesh.Accept.$Shape; fence?: null; need?: null }|{ body?: "fence"; gossip?: null; ping?: null; pong?: null; close?: null; accept?: null; fence: mesh.Fence.$Shape; need?: null }|{ body?: "need"; gossip?: null; ping?: null; pong?: null; close?: null; accept?: null; fence?: null; need: mesh.Need.$Shape })
         * )} mesh.Control.$Shape
         */

        /**
         * Constructs a new Control.
         * @memberof mesh
         * @classdesc Represents a Control.
         * @constructor
         * @param {mesh.Control.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Control = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Control gossip.
         * @member {Uint8Array|null|undefined} gossip
         * @memberof mesh.Control
         * @instance
         */
        Control.prototype.gossip = null;

        /**
         * Control ping.
         * @member {mesh.Heartbeat.$Properties|null|undefined} ping
         * @memberof mesh.Control
         * @instance
         */
        Control.prototype.ping = null;

        /**
         * Control pong.
         * @member {mesh.Heartbeat.$Properties|null|undefined} pong
         * @memberof mesh.Control
         * @instance
         */
        Control.prototype.pong = null;

        /**
         * Control close.
         * @member {mesh.Close.$Properties|null|undefined} close
         * @memberof mesh.Control
         * @instance
         */
        Control.prototype.close = null;

        /**
         * Control accept.
         * @member {mesh.Accept.$Properties|null|undefined} accept
         * @memberof mesh.Control
         * @instance
         */
        Control.prototype.accept = null;

        /**
         * Control fence.
         * @member {mesh.Fence.$Properties|null|undefined} fence
         * @memberof mesh.Control
         * @instance
         */
        Control.prototype.fence = null;

        /**
         * Control need.
         * @member {mesh.Need.$Properties|null|undefined} need
         * @memberof mesh.Control
         * @instance
         */
        Control.prototype.need = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * Control body.
         * @member {"gossip"|"ping"|"pong"|"close"|"accept"|"fence"|"need"|undefined} body
         * @memberof mesh.Control
         * @instance
         */
        $Object.defineProperty(Control.prototype, "body", {
            get: $util.oneOfGetter($oneOfFields = ["gossip", "ping", "pong", "close", "accept", "fence", "need"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified Control message. Does not implicitly {@link mesh.Control.verify|verify} messages.
         * @function encode
         * @memberof mesh.Control
         * @static
         * @param {mesh.Control.$Properties} message Control message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Control.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.gossip != null && $Object.hasOwnProperty.call(message, "gossip"))
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.gossip);
            if (message.ping != null && $Object.hasOwnProperty.call(message, "ping"))
                $root.mesh.Heartbeat.encode(message.ping, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.pong != null && $Object.hasOwnProperty.call(message, "pong"))
                $root.mesh.Heartbeat.encode(message.pong, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.close != null && $Object.hasOwnProperty.call(message, "close"))
                $root.mesh.Close.encode(message.close, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.accept != null && $Object.hasOwnProperty.call(message, "accept"))
                $root.mesh.Accept.encode(message.accept, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.fence != null && $Object.hasOwnProperty.call(message, "fence"))
                $root.mesh.Fence.encode(message.fence, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.need != null && $Object.hasOwnProperty.call(message, "need"))
                $root.mesh.Need.encode(message.need, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Control message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.Control
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.Control & mesh.Control.$Shape} Control
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Control.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.Control();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.gossip = reader.bytes();
                        message.body = "gossip";
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.ping = $root.mesh.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.ping);
                        message.body = "ping";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.pong = $root.mesh.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.pong);
                        message.body = "pong";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.close = $root.mesh.Close.decode(reader, reader.size(), $undefined, _depth + 1, message.close);
                        message.body = "close";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.accept = $root.mesh.Accept.decode(reader, reader.size(), $undefined, _depth + 1, message.accept);
                        message.body = "accept";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.fence = $root.mesh.Fence.decode(reader, reader.size(), $undefined, _depth + 1, message.fence);
                        message.body = "fence";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.need = $root.mesh.Need.decode(reader, reader.size(), $undefined, _depth + 1, message.need);
                        message.body = "need";
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Control
         * @function getTypeUrl
         * @memberof mesh.Control
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Control.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.Control";
        };

        return Control;
    })();

    mesh.Heartbeat = (function() {

        /**
         * Properties of a Heartbeat.
         * @typedef {Object} mesh.Heartbeat.$Properties
         * @property {number|null} [number] Heartbeat number
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Heartbeat.
         * @memberof mesh
         * @interface IHeartbeat
         * @augments mesh.Heartbeat.$Properties
         * @deprecated Use mesh.Heartbeat.$Properties instead.
         */

        /**
         * Shape of a Heartbeat.
         * @typedef {mesh.Heartbeat.$Properties} mesh.Heartbeat.$Shape
         */

        /**
         * Constructs a new Heartbeat.
         * @memberof mesh
         * @classdesc Represents a Heartbeat.
         * @constructor
         * @param {mesh.Heartbeat.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Heartbeat = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Heartbeat number.
         * @member {number} number
         * @memberof mesh.Heartbeat
         * @instance
         */
        Heartbeat.prototype.number = 0;

        /**
         * Encodes the specified Heartbeat message. Does not implicitly {@link mesh.Heartbeat.verify|verify} messages.
         * @function encode
         * @memberof mesh.Heartbeat
         * @static
         * @param {mesh.Heartbeat.$Properties} message Heartbeat message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Heartbeat.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Heartbeat message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.Heartbeat
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.Heartbeat & mesh.Heartbeat.$Shape} Heartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Heartbeat.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.Heartbeat();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.number = value;
                        else
                            delete message.number;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Heartbeat
         * @function getTypeUrl
         * @memberof mesh.Heartbeat
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Heartbeat.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.Heartbeat";
        };

        return Heartbeat;
    })();

    mesh.Close = (function() {

        /**
         * Properties of a Close.
         * @typedef {Object} mesh.Close.$Properties
         * @property {string|null} [code] Close code
         * @property {string|null} [message] Close message
         * @property {Uint8Array|null} [record] Close record
         * @property {Array.<string>|null} [alternatives] Close alternatives
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Close.
         * @memberof mesh
         * @interface IClose
         * @augments mesh.Close.$Properties
         * @deprecated Use mesh.Close.$Properties instead.
         */

        /**
         * Shape of a Close.
         * @typedef {mesh.Close.$Properties} mesh.Close.$Shape
         */

        /**
         * Constructs a new Close.
         * @memberof mesh
         * @classdesc Represents a Close.
         * @constructor
         * @param {mesh.Close.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Close = function (properties) {
            this.alternatives = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Close code.
         * @member {string} code
         * @memberof mesh.Close
         * @instance
         */
        Close.prototype.code = "";

        /**
         * Close message.
         * @member {string} message
         * @memberof mesh.Close
         * @instance
         */
        Close.prototype.message = "";

        /**
         * Close record.
         * @member {Uint8Array} record
         * @memberof mesh.Close
         * @instance
         */
        Close.prototype.record = $util.newBuffer([]);

        /**
         * Close alternatives.
         * @member {Array.<string>} alternatives
         * @memberof mesh.Close
         * @instance
         */
        Close.prototype.alternatives = $util.emptyArray;

        /**
         * Encodes the specified Close message. Does not implicitly {@link mesh.Close.verify|verify} messages.
         * @function encode
         * @memberof mesh.Close
         * @static
         * @param {mesh.Close.$Properties} message Close message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Close.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.code);
            if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
            if (message.record != null && $Object.hasOwnProperty.call(message, "record") && message.record.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.record);
            if (message.alternatives != null && message.alternatives.length)
                for (let i = 0; i < message.alternatives.length; ++i)
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.alternatives[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Close message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.Close
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.Close & mesh.Close.$Shape} Close
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Close.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.Close();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.code = value;
                        else
                            delete message.code;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.message = value;
                        else
                            delete message.message;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.record = value;
                        else
                            delete message.record;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.alternatives && message.alternatives.length))
                            message.alternatives = [];
                        message.alternatives.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Close
         * @function getTypeUrl
         * @memberof mesh.Close
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Close.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.Close";
        };

        return Close;
    })();

    mesh.Accept = (function() {

        /**
         * Properties of an Accept.
         * @typedef {Object} mesh.Accept.$Properties
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Accept.
         * @memberof mesh
         * @interface IAccept
         * @augments mesh.Accept.$Properties
         * @deprecated Use mesh.Accept.$Properties instead.
         */

        /**
         * Shape of an Accept.
         * @typedef {mesh.Accept.$Properties} mesh.Accept.$Shape
         */

        /**
         * Constructs a new Accept.
         * @memberof mesh
         * @classdesc Represents an Accept.
         * @constructor
         * @param {mesh.Accept.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Accept = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Encodes the specified Accept message. Does not implicitly {@link mesh.Accept.verify|verify} messages.
         * @function encode
         * @memberof mesh.Accept
         * @static
         * @param {mesh.Accept.$Properties} message Accept message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Accept.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Accept message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.Accept
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.Accept & mesh.Accept.$Shape} Accept
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Accept.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.Accept();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                reader.skipType(tag & 7, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Accept
         * @function getTypeUrl
         * @memberof mesh.Accept
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Accept.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.Accept";
        };

        return Accept;
    })();

    mesh.Need = (function() {

        /**
         * Properties of a Need.
         * @typedef {Object} mesh.Need.$Properties
         * @property {number|null} [level] Need level
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Need.
         * @memberof mesh
         * @interface INeed
         * @augments mesh.Need.$Properties
         * @deprecated Use mesh.Need.$Properties instead.
         */

        /**
         * Shape of a Need.
         * @typedef {mesh.Need.$Properties} mesh.Need.$Shape
         */

        /**
         * Constructs a new Need.
         * @memberof mesh
         * @classdesc Represents a Need.
         * @constructor
         * @param {mesh.Need.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Need = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Need level.
         * @member {number} level
         * @memberof mesh.Need
         * @instance
         */
        Need.prototype.level = 0;

        /**
         * Encodes the specified Need message. Does not implicitly {@link mesh.Need.verify|verify} messages.
         * @function encode
         * @memberof mesh.Need
         * @static
         * @param {mesh.Need.$Properties} message Need message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Need.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.level != null && $Object.hasOwnProperty.call(message, "level") && message.level !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.level);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Need message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.Need
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.Need & mesh.Need.$Shape} Need
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Need.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.Need();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.level = value;
                        else
                            delete message.level;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Need
         * @function getTypeUrl
         * @memberof mesh.Need
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Need.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.Need";
        };

        return Need;
    })();

    mesh.Fence = (function() {

        /**
         * Properties of a Fence.
         * @typedef {Object} mesh.Fence.$Properties
         * @property {string|null} [firstAddress] Fence firstAddress
         * @property {string|null} [secondAddress] Fence secondAddress
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Fence.
         * @memberof mesh
         * @interface IFence
         * @augments mesh.Fence.$Properties
         * @deprecated Use mesh.Fence.$Properties instead.
         */

        /**
         * Shape of a Fence.
         * @typedef {mesh.Fence.$Properties} mesh.Fence.$Shape
         */

        /**
         * Constructs a new Fence.
         * @memberof mesh
         * @classdesc Represents a Fence.
         * @constructor
         * @param {mesh.Fence.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Fence = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Fence firstAddress.
         * @member {string} firstAddress
         * @memberof mesh.Fence
         * @instance
         */
        Fence.prototype.firstAddress = "";

        /**
         * Fence secondAddress.
         * @member {string} secondAddress
         * @memberof mesh.Fence
         * @instance
         */
        Fence.prototype.secondAddress = "";

        /**
         * Encodes the specified Fence message. Does not implicitly {@link mesh.Fence.verify|verify} messages.
         * @function encode
         * @memberof mesh.Fence
         * @static
         * @param {mesh.Fence.$Properties} message Fence message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Fence.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.firstAddress != null && $Object.hasOwnProperty.call(message, "firstAddress") && message.firstAddress !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.firstAddress);
            if (message.secondAddress != null && $Object.hasOwnProperty.call(message, "secondAddress") && message.secondAddress !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.secondAddress);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Fence message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.Fence
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.Fence & mesh.Fence.$Shape} Fence
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Fence.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.Fence();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.firstAddress = value;
                        else
                            delete message.firstAddress;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.secondAddress = value;
                        else
                            delete message.secondAddress;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Fence
         * @function getTypeUrl
         * @memberof mesh.Fence
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Fence.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.Fence";
        };

        return Fence;
    })();

    mesh.PeerRecord = (function() {

        /**
         * Properties of a PeerRecord.
         * @typedef {Object} mesh.PeerRecord.$Properties
         * @property {Uint8Array|null} [publicKey] PeerRecord publicKey
         * @property {string|null} [nickname] PeerRecord nickname
         * @property {number|null} [shortId] PeerRecord shortId
         * @property {number|null} [incarnation] PeerRecord incarnation
         * @property {number|null} [version] PeerRecord version
         * @property {number|null} [port] PeerRecord port
         * @property {Array.<mesh.Link.$Properties>|null} [links] PeerRecord links
         * @property {boolean|null} [withdrawn] PeerRecord withdrawn
         * @property {number|null} [reads] PeerRecord reads
         * @property {Uint8Array|null} [packedLinks] PeerRecord packedLinks
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PeerRecord.
         * @memberof mesh
         * @interface IPeerRecord
         * @augments mesh.PeerRecord.$Properties
         * @deprecated Use mesh.PeerRecord.$Properties instead.
         */

        /**
         * Shape of a PeerRecord.
         * @typedef {mesh.PeerRecord.$Properties} mesh.PeerRecord.$Shape
         */

        /**
         * Constructs a new PeerRecord.
         * @memberof mesh
         * @classdesc Represents a PeerRecord.
         * @constructor
         * @param {mesh.PeerRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PeerRecord = function (properties) {
            this.links = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PeerRecord publicKey.
         * @member {Uint8Array} publicKey
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.publicKey = $util.newBuffer([]);

        /**
         * PeerRecord nickname.
         * @member {string} nickname
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.nickname = "";

        /**
         * PeerRecord shortId.
         * @member {number} shortId
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.shortId = 0;

        /**
         * PeerRecord incarnation.
         * @member {number} incarnation
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.incarnation = 0;

        /**
         * PeerRecord version.
         * @member {number} version
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.version = 0;

        /**
         * PeerRecord port.
         * @member {number} port
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.port = 0;

        /**
         * PeerRecord links.
         * @member {Array.<mesh.Link.$Properties>} links
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.links = $util.emptyArray;

        /**
         * PeerRecord withdrawn.
         * @member {boolean} withdrawn
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.withdrawn = false;

        /**
         * PeerRecord reads.
         * @member {number} reads
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.reads = 0;

        /**
         * PeerRecord packedLinks.
         * @member {Uint8Array} packedLinks
         * @memberof mesh.PeerRecord
         * @instance
         */
        PeerRecord.prototype.packedLinks = $util.newBuffer([]);

        /**
         * Encodes the specified PeerRecord message. Does not implicitly {@link mesh.PeerRecord.verify|verify} messages.
         * @function encode
         * @memberof mesh.PeerRecord
         * @static
         * @param {mesh.PeerRecord.$Properties} message PeerRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PeerRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.publicKey);
            if (message.nickname != null && $Object.hasOwnProperty.call(message, "nickname") && message.nickname !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.nickname);
            if (message.shortId != null && $Object.hasOwnProperty.call(message, "shortId") && message.shortId !== 0)
                writer.uint32(/* id 3, wireType 5 =*/29).fixed32(message.shortId);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && message.incarnation !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.incarnation);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.version);
            if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.port);
            if (message.links != null && message.links.length)
                for (let i = 0; i < message.links.length; ++i)
                    $root.mesh.Link.encode(message.links[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.withdrawn != null && $Object.hasOwnProperty.call(message, "withdrawn") && message.withdrawn !== false)
                writer.uint32(/* id 8, wireType 0 =*/64).bool(message.withdrawn);
            if (message.reads != null && $Object.hasOwnProperty.call(message, "reads") && message.reads !== 0)
                writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.reads);
            if (message.packedLinks != null && $Object.hasOwnProperty.call(message, "packedLinks") && message.packedLinks.length)
                writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.packedLinks);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PeerRecord message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.PeerRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.PeerRecord & mesh.PeerRecord.$Shape} PeerRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PeerRecord.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.PeerRecord();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.publicKey = value;
                        else
                            delete message.publicKey;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.nickname = value;
                        else
                            delete message.nickname;
                        continue;
                    }
                case 3: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.shortId = value;
                        else
                            delete message.shortId;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.port = value;
                        else
                            delete message.port;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if (!(message.links && message.links.length))
                            message.links = [];
                        message.links.push($root.mesh.Link.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.withdrawn = value;
                        else
                            delete message.withdrawn;
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.reads = value;
                        else
                            delete message.reads;
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.packedLinks = value;
                        else
                            delete message.packedLinks;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for PeerRecord
         * @function getTypeUrl
         * @memberof mesh.PeerRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        PeerRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.PeerRecord";
        };

        return PeerRecord;
    })();

    mesh.Link = (function() {

        /**
         * Properties of a Link.
         * @typedef {Object} mesh.Link.$Properties
         * @property {Uint8Array|null} [peer] Link peer
         * @property {string|null} [remote] Link remote
         * @property {boolean|null} [outbound] Link outbound
         * @property {boolean|null} [established] Link established
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Link.
         * @memberof mesh
         * @interface ILink
         * @augments mesh.Link.$Properties
         * @deprecated Use mesh.Link.$Properties instead.
         */

        /**
         * Shape of a Link.
         * @typedef {mesh.Link.$Properties} mesh.Link.$Shape
         */

        /**
         * Constructs a new Link.
         * @memberof mesh
         * @classdesc Represents a Link.
         * @constructor
         * @param {mesh.Link.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Link = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Link peer.
         * @member {Uint8Array} peer
         * @memberof mesh.Link
         * @instance
         */
        Link.prototype.peer = $util.newBuffer([]);

        /**
         * Link remote.
         * @member {string} remote
         * @memberof mesh.Link
         * @instance
         */
        Link.prototype.remote = "";

        /**
         * Link outbound.
         * @member {boolean} outbound
         * @memberof mesh.Link
         * @instance
         */
        Link.prototype.outbound = false;

        /**
         * Link established.
         * @member {boolean} established
         * @memberof mesh.Link
         * @instance
         */
        Link.prototype.established = false;

        /**
         * Encodes the specified Link message. Does not implicitly {@link mesh.Link.verify|verify} messages.
         * @function encode
         * @memberof mesh.Link
         * @static
         * @param {mesh.Link.$Properties} message Link message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Link.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.peer != null && $Object.hasOwnProperty.call(message, "peer") && message.peer.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.peer);
            if (message.remote != null && $Object.hasOwnProperty.call(message, "remote") && message.remote !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.remote);
            if (message.outbound != null && $Object.hasOwnProperty.call(message, "outbound") && message.outbound !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.outbound);
            if (message.established != null && $Object.hasOwnProperty.call(message, "established") && message.established !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.established);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Link message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.Link
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.Link & mesh.Link.$Shape} Link
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Link.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.Link();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.peer = value;
                        else
                            delete message.peer;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.remote = value;
                        else
                            delete message.remote;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.outbound = value;
                        else
                            delete message.outbound;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.established = value;
                        else
                            delete message.established;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for Link
         * @function getTypeUrl
         * @memberof mesh.Link
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Link.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.Link";
        };

        return Link;
    })();

    mesh.TopologyDelta = (function() {

        /**
         * Properties of a TopologyDelta.
         * @typedef {Object} mesh.TopologyDelta.$Properties
         * @property {Array.<Uint8Array>|null} [records] TopologyDelta records
         * @property {Array.<Uint8Array>|null} [patches] TopologyDelta patches
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a TopologyDelta.
         * @memberof mesh
         * @interface ITopologyDelta
         * @augments mesh.TopologyDelta.$Properties
         * @deprecated Use mesh.TopologyDelta.$Properties instead.
         */

        /**
         * Shape of a TopologyDelta.
         * @typedef {mesh.TopologyDelta.$Properties} mesh.TopologyDelta.$Shape
         */

        /**
         * Constructs a new TopologyDelta.
         * @memberof mesh
         * @classdesc Represents a TopologyDelta.
         * @constructor
         * @param {mesh.TopologyDelta.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const TopologyDelta = function (properties) {
            this.records = [];
            this.patches = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * TopologyDelta records.
         * @member {Array.<Uint8Array>} records
         * @memberof mesh.TopologyDelta
         * @instance
         */
        TopologyDelta.prototype.records = $util.emptyArray;

        /**
         * TopologyDelta patches.
         * @member {Array.<Uint8Array>} patches
         * @memberof mesh.TopologyDelta
         * @instance
         */
        TopologyDelta.prototype.patches = $util.emptyArray;

        /**
         * Encodes the specified TopologyDelta message. Does not implicitly {@link mesh.TopologyDelta.verify|verify} messages.
         * @function encode
         * @memberof mesh.TopologyDelta
         * @static
         * @param {mesh.TopologyDelta.$Properties} message TopologyDelta message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        TopologyDelta.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.records != null && message.records.length)
                for (let i = 0; i < message.records.length; ++i)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.records[i]);
            if (message.patches != null && message.patches.length)
                for (let i = 0; i < message.patches.length; ++i)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.patches[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a TopologyDelta message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.TopologyDelta
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.TopologyDelta & mesh.TopologyDelta.$Shape} TopologyDelta
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        TopologyDelta.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.TopologyDelta();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.records && message.records.length))
                            message.records = [];
                        message.records.push(reader.bytes());
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.patches && message.patches.length))
                            message.patches = [];
                        message.patches.push(reader.bytes());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for TopologyDelta
         * @function getTypeUrl
         * @memberof mesh.TopologyDelta
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        TopologyDelta.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.TopologyDelta";
        };

        return TopologyDelta;
    })();

    mesh.RecordPatch = (function() {

        /**
         * Properties of a RecordPatch.
         * @typedef {Object} mesh.RecordPatch.$Properties
         * @property {Uint8Array|null} [peer] RecordPatch peer
         * @property {number|null} [incarnation] RecordPatch incarnation
         * @property {number|null} [base] RecordPatch base
         * @property {number|null} [version] RecordPatch version
         * @property {Uint8Array|null} [changed] RecordPatch changed
         * @property {Uint8Array|null} [gone] RecordPatch gone
         * @property {Uint8Array|null} [signature] RecordPatch signature
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RecordPatch.
         * @memberof mesh
         * @interface IRecordPatch
         * @augments mesh.RecordPatch.$Properties
         * @deprecated Use mesh.RecordPatch.$Properties instead.
         */

        /**
         * Shape of a RecordPatch.
         * @typedef {mesh.RecordPatch.$Properties} mesh.RecordPatch.$Shape
         */

        /**
         * Constructs a new RecordPatch.
         * @memberof mesh
         * @classdesc Represents a RecordPatch.
         * @constructor
         * @param {mesh.RecordPatch.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RecordPatch = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RecordPatch peer.
         * @member {Uint8Array} peer
         * @memberof mesh.RecordPatch
         * @instance
         */
        RecordPatch.prototype.peer = $util.newBuffer([]);

        /**
         * RecordPatch incarnation.
         * @member {number} incarnation
         * @memberof mesh.RecordPatch
         * @instance
         */
        RecordPatch.prototype.incarnation = 0;

        /**
         * RecordPatch base.
         * @member {number} base
         * @memberof mesh.RecordPatch
         * @instance
         */
        RecordPatch.prototype.base = 0;

        /**
         * RecordPatch version.
         * @member {number} version
         * @memberof mesh.RecordPatch
         * @instance
         */
        RecordPatch.prototype.version = 0;

        /**
         * RecordPatch changed.
         * @member {Uint8Array} changed
         * @memberof mesh.RecordPatch
         * @instance
         */
        RecordPatch.prototype.changed = $util.newBuffer([]);

        /**
         * RecordPatch gone.
         * @member {Uint8Array} gone
         * @memberof mesh.RecordPatch
         * @instance
         */
        RecordPatch.prototype.gone = $util.newBuffer([]);

        /**
         * RecordPatch signature.
         * @member {Uint8Array} signature
         * @memberof mesh.RecordPatch
         * @instance
         */
        RecordPatch.prototype.signature = $util.newBuffer([]);

        /**
         * Encodes the specified RecordPatch message. Does not implicitly {@link mesh.RecordPatch.verify|verify} messages.
         * @function encode
         * @memberof mesh.RecordPatch
         * @static
         * @param {mesh.RecordPatch.$Properties} message RecordPatch message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RecordPatch.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.peer != null && $Object.hasOwnProperty.call(message, "peer") && message.peer.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.peer);
            if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && message.incarnation !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.incarnation);
            if (message.base != null && $Object.hasOwnProperty.call(message, "base") && message.base !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.base);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.version);
            if (message.changed != null && $Object.hasOwnProperty.call(message, "changed") && message.changed.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.changed);
            if (message.gone != null && $Object.hasOwnProperty.call(message, "gone") && message.gone.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.gone);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.signature);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RecordPatch message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.RecordPatch
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.RecordPatch & mesh.RecordPatch.$Shape} RecordPatch
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RecordPatch.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.RecordPatch();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.peer = value;
                        else
                            delete message.peer;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.incarnation = value;
                        else
                            delete message.incarnation;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.base = value;
                        else
                            delete message.base;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.changed = value;
                        else
                            delete message.changed;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.gone = value;
                        else
                            delete message.gone;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.signature = value;
                        else
                            delete message.signature;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for RecordPatch
         * @function getTypeUrl
         * @memberof mesh.RecordPatch
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        RecordPatch.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.RecordPatch";
        };

        return RecordPatch;
    })();

    mesh.TargetList = (function() {

        /**
         * Properties of a TargetList.
         * @typedef {Object} mesh.TargetList.$Properties
         * @property {Array.<string>|null} [targets] TargetList targets
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a TargetList.
         * @memberof mesh
         * @interface ITargetList
         * @augments mesh.TargetList.$Properties
         * @deprecated Use mesh.TargetList.$Properties instead.
         */

        /**
         * Shape of a TargetList.
         * @typedef {mesh.TargetList.$Properties} mesh.TargetList.$Shape
         */

        /**
         * Constructs a new TargetList.
         * @memberof mesh
         * @classdesc Represents a TargetList.
         * @constructor
         * @param {mesh.TargetList.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const TargetList = function (properties) {
            this.targets = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * TargetList targets.
         * @member {Array.<string>} targets
         * @memberof mesh.TargetList
         * @instance
         */
        TargetList.prototype.targets = $util.emptyArray;

        /**
         * Encodes the specified TargetList message. Does not implicitly {@link mesh.TargetList.verify|verify} messages.
         * @function encode
         * @memberof mesh.TargetList
         * @static
         * @param {mesh.TargetList.$Properties} message TargetList message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        TargetList.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.targets != null && message.targets.length)
                for (let i = 0; i < message.targets.length; ++i)
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.targets[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a TargetList message from the specified reader or buffer.
         * @function decode
         * @memberof mesh.TargetList
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {mesh.TargetList & mesh.TargetList.$Shape} TargetList
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        TargetList.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.mesh.TargetList();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.targets && message.targets.length))
                            message.targets = [];
                        message.targets.push(reader.stringVerify());
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        /**
         * Gets the type url for TargetList
         * @function getTypeUrl
         * @memberof mesh.TargetList
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        TargetList.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/mesh.TargetList";
        };

        return TargetList;
    })();

    return mesh;
})();

export {
  $root as default
};
