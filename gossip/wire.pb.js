/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["weave-gossip"] || ($protobuf.roots["weave-gossip"] = {});

export const gossip = $root.gossip = (() => {

    /**
     * Namespace gossip.
     * @exports gossip
     * @namespace
     */
    const gossip = {};

    gossip.Envelope = (function() {

        /**
         * Properties of an Envelope.
         * @typedef {Object} gossip.Envelope.$Properties
         * @property {number|null} [hopLimit] Envelope hopLimit
         * @property {Uint8Array|null} [root] Envelope root
         * @property {Uint8Array|null} [broadcast] Envelope broadcast
         * @property {Uint8Array|null} [unicast] Envelope unicast
         * @property {gossip.Summary.$Properties|null} [summary] Envelope summary
         * @property {gossip.Digest.$Properties|null} [digest] Envelope digest
         * @property {gossip.Difference.$Properties|null} [difference] Envelope difference
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Envelope.
         * @memberof gossip
         * @interface IEnvelope
         * @augments gossip.Envelope.$Properties
         * @deprecated Use gossip.Envelope.$Properties instead.
         */

        /**
         * Shape of an Envelope.
         * @typedef {gossip.Envelope.$Properties} gossip.Envelope.$Shape
         */

        /**
         * Constructs a new Envelope.
         * @memberof gossip
         * @classdesc Represents an Envelope.
         * @constructor
         * @param {gossip.Envelope.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Envelope = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Envelope hopLimit.
         * @member {number} hopLimit
         * @memberof gossip.Envelope
         * @instance
         */
        Envelope.prototype.hopLimit = 0;

        /**
         * Envelope root.
         * @member {Uint8Array} root
         * @memberof gossip.Envelope
         * @instance
         */
        Envelope.prototype.root = $util.newBuffer([]);

        /**
         * Envelope broadcast.
         * @member {Uint8Array} broadcast
         * @memberof gossip.Envelope
         * @instance
         */
        Envelope.prototype.broadcast = $util.newBuffer([]);

        /**
         * Envelope unicast.
         * @member {Uint8Array} unicast
         * @memberof gossip.Envelope
         * @instance
         */
        Envelope.prototype.unicast = $util.newBuffer([]);

        /**
         * Envelope summary.
         * @member {gossip.Summary.$Properties|null|undefined} summary
         * @memberof gossip.Envelope
         * @instance
         */
        Envelope.prototype.summary = null;

        /**
         * Envelope digest.
         * @member {gossip.Digest.$Properties|null|undefined} digest
         * @memberof gossip.Envelope
         * @instance
         */
        Envelope.prototype.digest = null;

        /**
         * Envelope difference.
         * @member {gossip.Difference.$Properties|null|undefined} difference
         * @memberof gossip.Envelope
         * @instance
         */
        Envelope.prototype.difference = null;

        /**
         * Encodes the specified Envelope message. Does not implicitly {@link gossip.Envelope.verify|verify} messages.
         * @function encode
         * @memberof gossip.Envelope
         * @static
         * @param {gossip.Envelope.$Properties} message Envelope message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Envelope.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.hopLimit != null && $Object.hasOwnProperty.call(message, "hopLimit") && message.hopLimit !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.hopLimit);
            if (message.root != null && $Object.hasOwnProperty.call(message, "root") && message.root.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.root);
            if (message.broadcast != null && $Object.hasOwnProperty.call(message, "broadcast") && message.broadcast.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.broadcast);
            if (message.unicast != null && $Object.hasOwnProperty.call(message, "unicast") && message.unicast.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.unicast);
            if (message.summary != null && $Object.hasOwnProperty.call(message, "summary"))
                $root.gossip.Summary.encode(message.summary, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.digest != null && $Object.hasOwnProperty.call(message, "digest"))
                $root.gossip.Digest.encode(message.digest, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.difference != null && $Object.hasOwnProperty.call(message, "difference"))
                $root.gossip.Difference.encode(message.difference, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Envelope message from the specified reader or buffer.
         * @function decode
         * @memberof gossip.Envelope
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gossip.Envelope & gossip.Envelope.$Shape} Envelope
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Envelope.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.gossip.Envelope();
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
                            message.hopLimit = value;
                        else
                            delete message.hopLimit;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.root = value;
                        else
                            delete message.root;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.broadcast = value;
                        else
                            delete message.broadcast;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.unicast = value;
                        else
                            delete message.unicast;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.summary = $root.gossip.Summary.decode(reader, reader.size(), $undefined, _depth + 1, message.summary);
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.digest = $root.gossip.Digest.decode(reader, reader.size(), $undefined, _depth + 1, message.digest);
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.difference = $root.gossip.Difference.decode(reader, reader.size(), $undefined, _depth + 1, message.difference);
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
         * Gets the type url for Envelope
         * @function getTypeUrl
         * @memberof gossip.Envelope
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Envelope.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/gossip.Envelope";
        };

        return Envelope;
    })();

    gossip.Broadcast = (function() {

        /**
         * Properties of a Broadcast.
         * @typedef {Object} gossip.Broadcast.$Properties
         * @property {Uint8Array|null} [source] Broadcast source
         * @property {Uint8Array|null} [epoch] Broadcast epoch
         * @property {number|null} [sequence] Broadcast sequence
         * @property {string|null} [channel] Broadcast channel
         * @property {Uint8Array|null} [payload] Broadcast payload
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Broadcast.
         * @memberof gossip
         * @interface IBroadcast
         * @augments gossip.Broadcast.$Properties
         * @deprecated Use gossip.Broadcast.$Properties instead.
         */

        /**
         * Shape of a Broadcast.
         * @typedef {gossip.Broadcast.$Properties} gossip.Broadcast.$Shape
         */

        /**
         * Constructs a new Broadcast.
         * @memberof gossip
         * @classdesc Represents a Broadcast.
         * @constructor
         * @param {gossip.Broadcast.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Broadcast = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Broadcast source.
         * @member {Uint8Array} source
         * @memberof gossip.Broadcast
         * @instance
         */
        Broadcast.prototype.source = $util.newBuffer([]);

        /**
         * Broadcast epoch.
         * @member {Uint8Array} epoch
         * @memberof gossip.Broadcast
         * @instance
         */
        Broadcast.prototype.epoch = $util.newBuffer([]);

        /**
         * Broadcast sequence.
         * @member {number} sequence
         * @memberof gossip.Broadcast
         * @instance
         */
        Broadcast.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Broadcast channel.
         * @member {string} channel
         * @memberof gossip.Broadcast
         * @instance
         */
        Broadcast.prototype.channel = "";

        /**
         * Broadcast payload.
         * @member {Uint8Array} payload
         * @memberof gossip.Broadcast
         * @instance
         */
        Broadcast.prototype.payload = $util.newBuffer([]);

        /**
         * Encodes the specified Broadcast message. Does not implicitly {@link gossip.Broadcast.verify|verify} messages.
         * @function encode
         * @memberof gossip.Broadcast
         * @static
         * @param {gossip.Broadcast.$Properties} message Broadcast message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Broadcast.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.source);
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.epoch);
            if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sequence);
            if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.channel);
            if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.payload);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Broadcast message from the specified reader or buffer.
         * @function decode
         * @memberof gossip.Broadcast
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gossip.Broadcast & gossip.Broadcast.$Shape} Broadcast
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Broadcast.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.gossip.Broadcast();
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
                            message.source = value;
                        else
                            delete message.source;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.epoch = value;
                        else
                            delete message.epoch;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.sequence = value;
                        else
                            delete message.sequence;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.channel = value;
                        else
                            delete message.channel;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.payload = value;
                        else
                            delete message.payload;
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
         * Gets the type url for Broadcast
         * @function getTypeUrl
         * @memberof gossip.Broadcast
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Broadcast.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/gossip.Broadcast";
        };

        return Broadcast;
    })();

    gossip.Unicast = (function() {

        /**
         * Properties of a Unicast.
         * @typedef {Object} gossip.Unicast.$Properties
         * @property {Uint8Array|null} [source] Unicast source
         * @property {Uint8Array|null} [destination] Unicast destination
         * @property {string|null} [channel] Unicast channel
         * @property {Uint8Array|null} [payload] Unicast payload
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Unicast.
         * @memberof gossip
         * @interface IUnicast
         * @augments gossip.Unicast.$Properties
         * @deprecated Use gossip.Unicast.$Properties instead.
         */

        /**
         * Shape of a Unicast.
         * @typedef {gossip.Unicast.$Properties} gossip.Unicast.$Shape
         */

        /**
         * Constructs a new Unicast.
         * @memberof gossip
         * @classdesc Represents a Unicast.
         * @constructor
         * @param {gossip.Unicast.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Unicast = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Unicast source.
         * @member {Uint8Array} source
         * @memberof gossip.Unicast
         * @instance
         */
        Unicast.prototype.source = $util.newBuffer([]);

        /**
         * Unicast destination.
         * @member {Uint8Array} destination
         * @memberof gossip.Unicast
         * @instance
         */
        Unicast.prototype.destination = $util.newBuffer([]);

        /**
         * Unicast channel.
         * @member {string} channel
         * @memberof gossip.Unicast
         * @instance
         */
        Unicast.prototype.channel = "";

        /**
         * Unicast payload.
         * @member {Uint8Array} payload
         * @memberof gossip.Unicast
         * @instance
         */
        Unicast.prototype.payload = $util.newBuffer([]);

        /**
         * Encodes the specified Unicast message. Does not implicitly {@link gossip.Unicast.verify|verify} messages.
         * @function encode
         * @memberof gossip.Unicast
         * @static
         * @param {gossip.Unicast.$Properties} message Unicast message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Unicast.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.source);
            if (message.destination != null && $Object.hasOwnProperty.call(message, "destination") && message.destination.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.destination);
            if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== "")
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.channel);
            if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.payload);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Unicast message from the specified reader or buffer.
         * @function decode
         * @memberof gossip.Unicast
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gossip.Unicast & gossip.Unicast.$Shape} Unicast
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Unicast.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.gossip.Unicast();
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
                            message.source = value;
                        else
                            delete message.source;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.destination = value;
                        else
                            delete message.destination;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.channel = value;
                        else
                            delete message.channel;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.payload = value;
                        else
                            delete message.payload;
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
         * Gets the type url for Unicast
         * @function getTypeUrl
         * @memberof gossip.Unicast
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Unicast.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/gossip.Unicast";
        };

        return Unicast;
    })();

    gossip.Summary = (function() {

        /**
         * Properties of a Summary.
         * @typedef {Object} gossip.Summary.$Properties
         * @property {Array.<gossip.ChannelHash.$Properties>|null} [channels] Summary channels
         * @property {boolean|null} [answer] Summary answer
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Summary.
         * @memberof gossip
         * @interface ISummary
         * @augments gossip.Summary.$Properties
         * @deprecated Use gossip.Summary.$Properties instead.
         */

        /**
         * Shape of a Summary.
         * @typedef {gossip.Summary.$Properties} gossip.Summary.$Shape
         */

        /**
         * Constructs a new Summary.
         * @memberof gossip
         * @classdesc Represents a Summary.
         * @constructor
         * @param {gossip.Summary.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Summary = function (properties) {
            this.channels = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Summary channels.
         * @member {Array.<gossip.ChannelHash.$Properties>} channels
         * @memberof gossip.Summary
         * @instance
         */
        Summary.prototype.channels = $util.emptyArray;

        /**
         * Summary answer.
         * @member {boolean} answer
         * @memberof gossip.Summary
         * @instance
         */
        Summary.prototype.answer = false;

        /**
         * Encodes the specified Summary message. Does not implicitly {@link gossip.Summary.verify|verify} messages.
         * @function encode
         * @memberof gossip.Summary
         * @static
         * @param {gossip.Summary.$Properties} message Summary message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Summary.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.channels != null && message.channels.length)
                for (let i = 0; i < message.channels.length; ++i)
                    $root.gossip.ChannelHash.encode(message.channels[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.answer != null && $Object.hasOwnProperty.call(message, "answer") && message.answer !== false)
                writer.uint32(/* id 2, wireType 0 =*/16).bool(message.answer);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Summary message from the specified reader or buffer.
         * @function decode
         * @memberof gossip.Summary
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gossip.Summary & gossip.Summary.$Shape} Summary
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Summary.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.gossip.Summary();
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
                        if (!(message.channels && message.channels.length))
                            message.channels = [];
                        message.channels.push($root.gossip.ChannelHash.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.answer = value;
                        else
                            delete message.answer;
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
         * Gets the type url for Summary
         * @function getTypeUrl
         * @memberof gossip.Summary
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Summary.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/gossip.Summary";
        };

        return Summary;
    })();

    gossip.ChannelHash = (function() {

        /**
         * Properties of a ChannelHash.
         * @typedef {Object} gossip.ChannelHash.$Properties
         * @property {string|null} [channel] ChannelHash channel
         * @property {Uint8Array|null} [hash] ChannelHash hash
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ChannelHash.
         * @memberof gossip
         * @interface IChannelHash
         * @augments gossip.ChannelHash.$Properties
         * @deprecated Use gossip.ChannelHash.$Properties instead.
         */

        /**
         * Shape of a ChannelHash.
         * @typedef {gossip.ChannelHash.$Properties} gossip.ChannelHash.$Shape
         */

        /**
         * Constructs a new ChannelHash.
         * @memberof gossip
         * @classdesc Represents a ChannelHash.
         * @constructor
         * @param {gossip.ChannelHash.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ChannelHash = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ChannelHash channel.
         * @member {string} channel
         * @memberof gossip.ChannelHash
         * @instance
         */
        ChannelHash.prototype.channel = "";

        /**
         * ChannelHash hash.
         * @member {Uint8Array} hash
         * @memberof gossip.ChannelHash
         * @instance
         */
        ChannelHash.prototype.hash = $util.newBuffer([]);

        /**
         * Encodes the specified ChannelHash message. Does not implicitly {@link gossip.ChannelHash.verify|verify} messages.
         * @function encode
         * @memberof gossip.ChannelHash
         * @static
         * @param {gossip.ChannelHash.$Properties} message ChannelHash message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ChannelHash.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.channel);
            if (message.hash != null && $Object.hasOwnProperty.call(message, "hash") && message.hash.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.hash);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ChannelHash message from the specified reader or buffer.
         * @function decode
         * @memberof gossip.ChannelHash
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gossip.ChannelHash & gossip.ChannelHash.$Shape} ChannelHash
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ChannelHash.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.gossip.ChannelHash();
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
                            message.channel = value;
                        else
                            delete message.channel;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.hash = value;
                        else
                            delete message.hash;
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
         * Gets the type url for ChannelHash
         * @function getTypeUrl
         * @memberof gossip.ChannelHash
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        ChannelHash.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/gossip.ChannelHash";
        };

        return ChannelHash;
    })();

    gossip.Digest = (function() {

        /**
         * Properties of a Digest.
         * @typedef {Object} gossip.Digest.$Properties
         * @property {string|null} [channel] Digest channel
         * @property {Uint8Array|null} [digest] Digest digest
         * @property {number|null} [round] Digest round
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Digest.
         * @memberof gossip
         * @interface IDigest
         * @augments gossip.Digest.$Properties
         * @deprecated Use gossip.Digest.$Properties instead.
         */

        /**
         * Shape of a Digest.
         * @typedef {gossip.Digest.$Properties} gossip.Digest.$Shape
         */

        /**
         * Constructs a new Digest.
         * @memberof gossip
         * @classdesc Represents a Digest.
         * @constructor
         * @param {gossip.Digest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Digest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Digest channel.
         * @member {string} channel
         * @memberof gossip.Digest
         * @instance
         */
        Digest.prototype.channel = "";

        /**
         * Digest digest.
         * @member {Uint8Array} digest
         * @memberof gossip.Digest
         * @instance
         */
        Digest.prototype.digest = $util.newBuffer([]);

        /**
         * Digest round.
         * @member {number} round
         * @memberof gossip.Digest
         * @instance
         */
        Digest.prototype.round = 0;

        /**
         * Encodes the specified Digest message. Does not implicitly {@link gossip.Digest.verify|verify} messages.
         * @function encode
         * @memberof gossip.Digest
         * @static
         * @param {gossip.Digest.$Properties} message Digest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Digest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.channel);
            if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.digest);
            if (message.round != null && $Object.hasOwnProperty.call(message, "round") && message.round !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.round);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Digest message from the specified reader or buffer.
         * @function decode
         * @memberof gossip.Digest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gossip.Digest & gossip.Digest.$Shape} Digest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Digest.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.gossip.Digest();
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
                            message.channel = value;
                        else
                            delete message.channel;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.digest = value;
                        else
                            delete message.digest;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.round = value;
                        else
                            delete message.round;
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
         * Gets the type url for Digest
         * @function getTypeUrl
         * @memberof gossip.Digest
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Digest.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/gossip.Digest";
        };

        return Digest;
    })();

    gossip.Difference = (function() {

        /**
         * Properties of a Difference.
         * @typedef {Object} gossip.Difference.$Properties
         * @property {string|null} [channel] Difference channel
         * @property {Uint8Array|null} [payload] Difference payload
         * @property {boolean|null} [last] Difference last
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Difference.
         * @memberof gossip
         * @interface IDifference
         * @augments gossip.Difference.$Properties
         * @deprecated Use gossip.Difference.$Properties instead.
         */

        /**
         * Shape of a Difference.
         * @typedef {gossip.Difference.$Properties} gossip.Difference.$Shape
         */

        /**
         * Constructs a new Difference.
         * @memberof gossip
         * @classdesc Represents a Difference.
         * @constructor
         * @param {gossip.Difference.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Difference = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Difference channel.
         * @member {string} channel
         * @memberof gossip.Difference
         * @instance
         */
        Difference.prototype.channel = "";

        /**
         * Difference payload.
         * @member {Uint8Array} payload
         * @memberof gossip.Difference
         * @instance
         */
        Difference.prototype.payload = $util.newBuffer([]);

        /**
         * Difference last.
         * @member {boolean} last
         * @memberof gossip.Difference
         * @instance
         */
        Difference.prototype.last = false;

        /**
         * Encodes the specified Difference message. Does not implicitly {@link gossip.Difference.verify|verify} messages.
         * @function encode
         * @memberof gossip.Difference
         * @static
         * @param {gossip.Difference.$Properties} message Difference message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Difference.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.channel);
            if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.payload);
            if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.last);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Difference message from the specified reader or buffer.
         * @function decode
         * @memberof gossip.Difference
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {gossip.Difference & gossip.Difference.$Shape} Difference
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Difference.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.gossip.Difference();
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
                            message.channel = value;
                        else
                            delete message.channel;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.payload = value;
                        else
                            delete message.payload;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.last = value;
                        else
                            delete message.last;
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
         * Gets the type url for Difference
         * @function getTypeUrl
         * @memberof gossip.Difference
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Difference.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/gossip.Difference";
        };

        return Difference;
    })();

    return gossip;
})();

export {
  $root as default
};
