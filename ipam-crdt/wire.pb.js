/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["weave-ipam-crdt"] || ($protobuf.roots["weave-ipam-crdt"] = {});

export const ipam = $root.ipam = (() => {

    /**
     * Namespace ipam.
     * @exports ipam
     * @namespace
     */
    const ipam = {};

    ipam.RingDelta = (function() {

        /**
         * Properties of a RingDelta.
         * @typedef {Object} ipam.RingDelta.$Properties
         * @property {Uint8Array|null} [meshId] RingDelta meshId
         * @property {Uint8Array|null} [genesis] RingDelta genesis
         * @property {Array.<Uint8Array>|null} [records] RingDelta records
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RingDelta.
         * @memberof ipam
         * @interface IRingDelta
         * @augments ipam.RingDelta.$Properties
         * @deprecated Use ipam.RingDelta.$Properties instead.
         */

        /**
         * Shape of a RingDelta.
         * @typedef {ipam.RingDelta.$Properties} ipam.RingDelta.$Shape
         */

        /**
         * Constructs a new RingDelta.
         * @memberof ipam
         * @classdesc Represents a RingDelta.
         * @constructor
         * @param {ipam.RingDelta.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RingDelta = function (properties) {
            this.records = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RingDelta meshId.
         * @member {Uint8Array} meshId
         * @memberof ipam.RingDelta
         * @instance
         */
        RingDelta.prototype.meshId = $util.newBuffer([]);

        /**
         * RingDelta genesis.
         * @member {Uint8Array} genesis
         * @memberof ipam.RingDelta
         * @instance
         */
        RingDelta.prototype.genesis = $util.newBuffer([]);

        /**
         * RingDelta records.
         * @member {Array.<Uint8Array>} records
         * @memberof ipam.RingDelta
         * @instance
         */
        RingDelta.prototype.records = $util.emptyArray;

        /**
         * Encodes the specified RingDelta message. Does not implicitly {@link ipam.RingDelta.verify|verify} messages.
         * @function encode
         * @memberof ipam.RingDelta
         * @static
         * @param {ipam.RingDelta.$Properties} message RingDelta message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RingDelta.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.meshId != null && $Object.hasOwnProperty.call(message, "meshId") && message.meshId.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meshId);
            if (message.genesis != null && $Object.hasOwnProperty.call(message, "genesis") && message.genesis.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.genesis);
            if (message.records != null && message.records.length)
                for (let i = 0; i < message.records.length; ++i)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.records[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RingDelta message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.RingDelta
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.RingDelta & ipam.RingDelta.$Shape} RingDelta
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RingDelta.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.RingDelta();
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
                            message.meshId = value;
                        else
                            delete message.meshId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.genesis = value;
                        else
                            delete message.genesis;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.records && message.records.length))
                            message.records = [];
                        message.records.push(reader.bytes());
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
         * Gets the type url for RingDelta
         * @function getTypeUrl
         * @memberof ipam.RingDelta
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        RingDelta.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.RingDelta";
        };

        return RingDelta;
    })();

    ipam.Genesis = (function() {

        /**
         * Properties of a Genesis.
         * @typedef {Object} ipam.Genesis.$Properties
         * @property {number|null} [rangeAddress] Genesis rangeAddress
         * @property {number|null} [rangePrefixLength] Genesis rangePrefixLength
         * @property {Uint8Array|null} [ipv6Prefix] Genesis ipv6Prefix
         * @property {Uint8Array|null} [nonce] Genesis nonce
         * @property {Array.<ipam.Member.$Properties>|null} [members] Genesis members
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Genesis.
         * @memberof ipam
         * @interface IGenesis
         * @augments ipam.Genesis.$Properties
         * @deprecated Use ipam.Genesis.$Properties instead.
         */

        /**
         * Shape of a Genesis.
         * @typedef {ipam.Genesis.$Properties} ipam.Genesis.$Shape
         */

        /**
         * Constructs a new Genesis.
         * @memberof ipam
         * @classdesc Represents a Genesis.
         * @constructor
         * @param {ipam.Genesis.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Genesis = function (properties) {
            this.members = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Genesis rangeAddress.
         * @member {number} rangeAddress
         * @memberof ipam.Genesis
         * @instance
         */
        Genesis.prototype.rangeAddress = 0;

        /**
         * Genesis rangePrefixLength.
         * @member {number} rangePrefixLength
         * @memberof ipam.Genesis
         * @instance
         */
        Genesis.prototype.rangePrefixLength = 0;

        /**
         * Genesis ipv6Prefix.
         * @member {Uint8Array} ipv6Prefix
         * @memberof ipam.Genesis
         * @instance
         */
        Genesis.prototype.ipv6Prefix = $util.newBuffer([]);

        /**
         * Genesis nonce.
         * @member {Uint8Array} nonce
         * @memberof ipam.Genesis
         * @instance
         */
        Genesis.prototype.nonce = $util.newBuffer([]);

        /**
         * Genesis members.
         * @member {Array.<ipam.Member.$Properties>} members
         * @memberof ipam.Genesis
         * @instance
         */
        Genesis.prototype.members = $util.emptyArray;

        /**
         * Encodes the specified Genesis message. Does not implicitly {@link ipam.Genesis.verify|verify} messages.
         * @function encode
         * @memberof ipam.Genesis
         * @static
         * @param {ipam.Genesis.$Properties} message Genesis message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Genesis.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.rangeAddress != null && $Object.hasOwnProperty.call(message, "rangeAddress") && message.rangeAddress !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.rangeAddress);
            if (message.rangePrefixLength != null && $Object.hasOwnProperty.call(message, "rangePrefixLength") && message.rangePrefixLength !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.rangePrefixLength);
            if (message.ipv6Prefix != null && $Object.hasOwnProperty.call(message, "ipv6Prefix") && message.ipv6Prefix.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.ipv6Prefix);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.nonce);
            if (message.members != null && message.members.length)
                for (let i = 0; i < message.members.length; ++i)
                    $root.ipam.Member.encode(message.members[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Genesis message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Genesis
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Genesis & ipam.Genesis.$Shape} Genesis
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Genesis.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Genesis();
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
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.rangeAddress = value;
                        else
                            delete message.rangeAddress;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.rangePrefixLength = value;
                        else
                            delete message.rangePrefixLength;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.ipv6Prefix = value;
                        else
                            delete message.ipv6Prefix;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.members && message.members.length))
                            message.members = [];
                        message.members.push($root.ipam.Member.decode(reader, reader.size(), $undefined, _depth + 1));
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
         * Gets the type url for Genesis
         * @function getTypeUrl
         * @memberof ipam.Genesis
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Genesis.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Genesis";
        };

        return Genesis;
    })();

    ipam.Member = (function() {

        /**
         * Properties of a Member.
         * @typedef {Object} ipam.Member.$Properties
         * @property {Uint8Array|null} [key] Member key
         * @property {string|null} [name] Member name
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Member.
         * @memberof ipam
         * @interface IMember
         * @augments ipam.Member.$Properties
         * @deprecated Use ipam.Member.$Properties instead.
         */

        /**
         * Shape of a Member.
         * @typedef {ipam.Member.$Properties} ipam.Member.$Shape
         */

        /**
         * Constructs a new Member.
         * @memberof ipam
         * @classdesc Represents a Member.
         * @constructor
         * @param {ipam.Member.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Member = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Member key.
         * @member {Uint8Array} key
         * @memberof ipam.Member
         * @instance
         */
        Member.prototype.key = $util.newBuffer([]);

        /**
         * Member name.
         * @member {string} name
         * @memberof ipam.Member
         * @instance
         */
        Member.prototype.name = "";

        /**
         * Encodes the specified Member message. Does not implicitly {@link ipam.Member.verify|verify} messages.
         * @function encode
         * @memberof ipam.Member
         * @static
         * @param {ipam.Member.$Properties} message Member message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Member.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.key);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Member message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Member
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Member & ipam.Member.$Shape} Member
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Member.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Member();
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
                            message.key = value;
                        else
                            delete message.key;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
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
         * Gets the type url for Member
         * @function getTypeUrl
         * @memberof ipam.Member
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Member.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Member";
        };

        return Member;
    })();

    ipam.SignedRecord = (function() {

        /**
         * Properties of a SignedRecord.
         * @typedef {Object} ipam.SignedRecord.$Properties
         * @property {Uint8Array|null} [body] SignedRecord body
         * @property {Uint8Array|null} [signature] SignedRecord signature
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SignedRecord.
         * @memberof ipam
         * @interface ISignedRecord
         * @augments ipam.SignedRecord.$Properties
         * @deprecated Use ipam.SignedRecord.$Properties instead.
         */

        /**
         * Shape of a SignedRecord.
         * @typedef {ipam.SignedRecord.$Properties} ipam.SignedRecord.$Shape
         */

        /**
         * Constructs a new SignedRecord.
         * @memberof ipam
         * @classdesc Represents a SignedRecord.
         * @constructor
         * @param {ipam.SignedRecord.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SignedRecord = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SignedRecord body.
         * @member {Uint8Array} body
         * @memberof ipam.SignedRecord
         * @instance
         */
        SignedRecord.prototype.body = $util.newBuffer([]);

        /**
         * SignedRecord signature.
         * @member {Uint8Array} signature
         * @memberof ipam.SignedRecord
         * @instance
         */
        SignedRecord.prototype.signature = $util.newBuffer([]);

        /**
         * Encodes the specified SignedRecord message. Does not implicitly {@link ipam.SignedRecord.verify|verify} messages.
         * @function encode
         * @memberof ipam.SignedRecord
         * @static
         * @param {ipam.SignedRecord.$Properties} message SignedRecord message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SignedRecord.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SignedRecord message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.SignedRecord
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.SignedRecord & ipam.SignedRecord.$Shape} SignedRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SignedRecord.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.SignedRecord();
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
                            message.body = value;
                        else
                            delete message.body;
                        continue;
                    }
                case 2: {
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
         * Gets the type url for SignedRecord
         * @function getTypeUrl
         * @memberof ipam.SignedRecord
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SignedRecord.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.SignedRecord";
        };

        return SignedRecord;
    })();

    ipam.Record = (function() {

        /**
         * Properties of a Record.
         * @typedef {Object} ipam.Record.$Properties
         * @property {Uint8Array|null} [signer] Record signer
         * @property {number|null} [epoch] Record epoch
         * @property {number|null} [version] Record version
         * @property {ipam.Token.$Properties|null} [token] Record token
         * @property {ipam.Block.$Properties|null} [block] Record block
         * @property {ipam.SeedClaim.$Properties|null} [seedClaim] Record seedClaim
         * @property {ipam.Decree.$Properties|null} [decree] Record decree
         * @property {ipam.Introduction.$Properties|null} [introduction] Record introduction
         * @property {ipam.Reminder.$Properties|null} [reminder] Record reminder
         * @property {"token"|"block"|"seedClaim"|"decree"|"introduction"|"reminder"} [what] Record what
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Record.
         * @memberof ipam
         * @interface IRecord
         * @augments ipam.Record.$Properties
         * @deprecated Use ipam.Record.$Properties instead.
         */

        /**
         * Narrowed shape of a Record.
         * @typedef {{
         *   signer?: Uint8Array|null;
         *   epoch?: number|null;
         *   version?: number|null;
         *   token?: ipam.Token.$Shape|null;
         *   block?: ipam.Block.$Shape|null;
         *   seedClaim?: ipam.SeedClaim.$Shape|null;
         *   decree?: ipam.Decree.$Shape|null;
         *   introduction?: ipam.Introduction.$Shape|null;
         *   reminder?: ipam.Reminder.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ what?: undefined; token?: null; block?: null; seedClaim?: null; decree?: null; introduction?: null; reminder?: null }|{ what?: "token"; token: ipam.Token.$Shape; block?: null; seedClaim?: null; decree?: null; introduction?: null; reminder?: null }|{ what?: "block"; token?: null; block: ipam.Block.$Shape; seedClaim?: null; decree?: null; introduction?: null; reminder?: null }|{ what?: "seedClaim"; token?: null; block?: null; seedClaim: ipam.SeedClaim.$Shape; decree?: null; introduction?: null; reminder?: null }|{ what?: "decree"; token?: null; block?: null; seedClaim?: null; decree: ipam.Decree.$Shape; introduction?: null; reminder?: null }|{ what?: "introduction"; token?: null; block?: null; seedClaim?: null; decree?: null; introduction: ipam.Introduction.$Shape; reminder?: null }|{ what?: "reminder"; token?: null; block?: null; seedClaim?: null; decree?: null; introduction?: null; reminder: ipam.Reminder.$Shape })
         * )} ipam.Record.$Shape
         */

        /**
         * Constructs a new Record.
         * @memberof ipam
         * @classdesc Represents a Record.
         * @constructor
         * @param {ipam.Record.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Record = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Record signer.
         * @member {Uint8Array} signer
         * @memberof ipam.Record
         * @instance
         */
        Record.prototype.signer = $util.newBuffer([]);

        /**
         * Record epoch.
         * @member {number} epoch
         * @memberof ipam.Record
         * @instance
         */
        Record.prototype.epoch = 0;

        /**
         * Record version.
         * @member {number} version
         * @memberof ipam.Record
         * @instance
         */
        Record.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Record token.
         * @member {ipam.Token.$Properties|null|undefined} token
         * @memberof ipam.Record
         * @instance
         */
        Record.prototype.token = null;

        /**
         * Record block.
         * @member {ipam.Block.$Properties|null|undefined} block
         * @memberof ipam.Record
         * @instance
         */
        Record.prototype.block = null;

        /**
         * Record seedClaim.
         * @member {ipam.SeedClaim.$Properties|null|undefined} seedClaim
         * @memberof ipam.Record
         * @instance
         */
        Record.prototype.seedClaim = null;

        /**
         * Record decree.
         * @member {ipam.Decree.$Properties|null|undefined} decree
         * @memberof ipam.Record
         * @instance
         */
        Record.prototype.decree = null;

        /**
         * Record introduction.
         * @member {ipam.Introduction.$Properties|null|undefined} introduction
         * @memberof ipam.Record
         * @instance
         */
        Record.prototype.introduction = null;

        /**
         * Record reminder.
         * @member {ipam.Reminder.$Properties|null|undefined} reminder
         * @memberof ipam.Record
         * @instance
         */
        Record.prototype.reminder = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * Record what.
         * @member {"token"|"block"|"seedClaim"|"decree"|"introduction"|"reminder"|undefined} what
         * @memberof ipam.Record
         * @instance
         */
        $Object.defineProperty(Record.prototype, "what", {
            get: $util.oneOfGetter($oneOfFields = ["token", "block", "seedClaim", "decree", "introduction", "reminder"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified Record message. Does not implicitly {@link ipam.Record.verify|verify} messages.
         * @function encode
         * @memberof ipam.Record
         * @static
         * @param {ipam.Record.$Properties} message Record message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Record.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.signer != null && $Object.hasOwnProperty.call(message, "signer") && message.signer.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.signer);
            if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.epoch);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.version);
            if (message.token != null && $Object.hasOwnProperty.call(message, "token"))
                $root.ipam.Token.encode(message.token, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.block != null && $Object.hasOwnProperty.call(message, "block"))
                $root.ipam.Block.encode(message.block, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.seedClaim != null && $Object.hasOwnProperty.call(message, "seedClaim"))
                $root.ipam.SeedClaim.encode(message.seedClaim, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.decree != null && $Object.hasOwnProperty.call(message, "decree"))
                $root.ipam.Decree.encode(message.decree, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.introduction != null && $Object.hasOwnProperty.call(message, "introduction"))
                $root.ipam.Introduction.encode(message.introduction, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.reminder != null && $Object.hasOwnProperty.call(message, "reminder"))
                $root.ipam.Reminder.encode(message.reminder, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Record message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Record
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Record & ipam.Record.$Shape} Record
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Record.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Record();
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
                            message.signer = value;
                        else
                            delete message.signer;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.epoch = value;
                        else
                            delete message.epoch;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.token = $root.ipam.Token.decode(reader, reader.size(), $undefined, _depth + 1, message.token);
                        message.what = "token";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.block = $root.ipam.Block.decode(reader, reader.size(), $undefined, _depth + 1, message.block);
                        message.what = "block";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.seedClaim = $root.ipam.SeedClaim.decode(reader, reader.size(), $undefined, _depth + 1, message.seedClaim);
                        message.what = "seedClaim";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.decree = $root.ipam.Decree.decode(reader, reader.size(), $undefined, _depth + 1, message.decree);
                        message.what = "decree";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.introduction = $root.ipam.Introduction.decode(reader, reader.size(), $undefined, _depth + 1, message.introduction);
                        message.what = "introduction";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.reminder = $root.ipam.Reminder.decode(reader, reader.size(), $undefined, _depth + 1, message.reminder);
                        message.what = "reminder";
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
         * Gets the type url for Record
         * @function getTypeUrl
         * @memberof ipam.Record
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Record.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Record";
        };

        return Record;
    })();

    ipam.Token = (function() {

        /**
         * Properties of a Token.
         * @typedef {Object} ipam.Token.$Properties
         * @property {number|null} [start] Token start
         * @property {number|null} [size] Token size
         * @property {Uint8Array|null} [owner] Token owner
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Token.
         * @memberof ipam
         * @interface IToken
         * @augments ipam.Token.$Properties
         * @deprecated Use ipam.Token.$Properties instead.
         */

        /**
         * Shape of a Token.
         * @typedef {ipam.Token.$Properties} ipam.Token.$Shape
         */

        /**
         * Constructs a new Token.
         * @memberof ipam
         * @classdesc Represents a Token.
         * @constructor
         * @param {ipam.Token.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Token = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Token start.
         * @member {number} start
         * @memberof ipam.Token
         * @instance
         */
        Token.prototype.start = 0;

        /**
         * Token size.
         * @member {number} size
         * @memberof ipam.Token
         * @instance
         */
        Token.prototype.size = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Token owner.
         * @member {Uint8Array} owner
         * @memberof ipam.Token
         * @instance
         */
        Token.prototype.owner = $util.newBuffer([]);

        /**
         * Encodes the specified Token message. Does not implicitly {@link ipam.Token.verify|verify} messages.
         * @function encode
         * @memberof ipam.Token
         * @static
         * @param {ipam.Token.$Properties} message Token message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Token.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.start != null && $Object.hasOwnProperty.call(message, "start") && message.start !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.start);
            if (message.size != null && $Object.hasOwnProperty.call(message, "size") && (typeof message.size === "object" ? message.size.low || message.size.high : message.size !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.size);
            if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.owner);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Token message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Token
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Token & ipam.Token.$Shape} Token
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Token.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Token();
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
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.start = value;
                        else
                            delete message.start;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                            message.size = value;
                        else
                            delete message.size;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.owner = value;
                        else
                            delete message.owner;
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
         * Gets the type url for Token
         * @function getTypeUrl
         * @memberof ipam.Token
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Token.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Token";
        };

        return Token;
    })();

    ipam.Block = (function() {

        /**
         * Properties of a Block.
         * @typedef {Object} ipam.Block.$Properties
         * @property {number|null} [start] Block start
         * @property {number|null} [usedLow] Block usedLow
         * @property {number|null} [usedHigh] Block usedHigh
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Block.
         * @memberof ipam
         * @interface IBlock
         * @augments ipam.Block.$Properties
         * @deprecated Use ipam.Block.$Properties instead.
         */

        /**
         * Shape of a Block.
         * @typedef {ipam.Block.$Properties} ipam.Block.$Shape
         */

        /**
         * Constructs a new Block.
         * @memberof ipam
         * @classdesc Represents a Block.
         * @constructor
         * @param {ipam.Block.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Block = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Block start.
         * @member {number} start
         * @memberof ipam.Block
         * @instance
         */
        Block.prototype.start = 0;

        /**
         * Block usedLow.
         * @member {number} usedLow
         * @memberof ipam.Block
         * @instance
         */
        Block.prototype.usedLow = 0;

        /**
         * Block usedHigh.
         * @member {number} usedHigh
         * @memberof ipam.Block
         * @instance
         */
        Block.prototype.usedHigh = 0;

        /**
         * Encodes the specified Block message. Does not implicitly {@link ipam.Block.verify|verify} messages.
         * @function encode
         * @memberof ipam.Block
         * @static
         * @param {ipam.Block.$Properties} message Block message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Block.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.start != null && $Object.hasOwnProperty.call(message, "start") && message.start !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.start);
            if (message.usedLow != null && $Object.hasOwnProperty.call(message, "usedLow") && message.usedLow !== 0)
                writer.uint32(/* id 2, wireType 5 =*/21).fixed32(message.usedLow);
            if (message.usedHigh != null && $Object.hasOwnProperty.call(message, "usedHigh") && message.usedHigh !== 0)
                writer.uint32(/* id 3, wireType 5 =*/29).fixed32(message.usedHigh);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Block message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Block
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Block & ipam.Block.$Shape} Block
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Block.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Block();
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
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.start = value;
                        else
                            delete message.start;
                        continue;
                    }
                case 2: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.usedLow = value;
                        else
                            delete message.usedLow;
                        continue;
                    }
                case 3: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.usedHigh = value;
                        else
                            delete message.usedHigh;
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
         * Gets the type url for Block
         * @function getTypeUrl
         * @memberof ipam.Block
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Block.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Block";
        };

        return Block;
    })();

    ipam.SeedClaim = (function() {

        /**
         * Properties of a SeedClaim.
         * @typedef {Object} ipam.SeedClaim.$Properties
         * @property {string|null} [name] SeedClaim name
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SeedClaim.
         * @memberof ipam
         * @interface ISeedClaim
         * @augments ipam.SeedClaim.$Properties
         * @deprecated Use ipam.SeedClaim.$Properties instead.
         */

        /**
         * Shape of a SeedClaim.
         * @typedef {ipam.SeedClaim.$Properties} ipam.SeedClaim.$Shape
         */

        /**
         * Constructs a new SeedClaim.
         * @memberof ipam
         * @classdesc Represents a SeedClaim.
         * @constructor
         * @param {ipam.SeedClaim.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SeedClaim = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SeedClaim name.
         * @member {string} name
         * @memberof ipam.SeedClaim
         * @instance
         */
        SeedClaim.prototype.name = "";

        /**
         * Encodes the specified SeedClaim message. Does not implicitly {@link ipam.SeedClaim.verify|verify} messages.
         * @function encode
         * @memberof ipam.SeedClaim
         * @static
         * @param {ipam.SeedClaim.$Properties} message SeedClaim message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SeedClaim.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SeedClaim message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.SeedClaim
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.SeedClaim & ipam.SeedClaim.$Shape} SeedClaim
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SeedClaim.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.SeedClaim();
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
                            message.name = value;
                        else
                            delete message.name;
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
         * Gets the type url for SeedClaim
         * @function getTypeUrl
         * @memberof ipam.SeedClaim
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SeedClaim.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.SeedClaim";
        };

        return SeedClaim;
    })();

    ipam.Introduction = (function() {

        /**
         * Properties of an Introduction.
         * @typedef {Object} ipam.Introduction.$Properties
         * @property {Uint8Array|null} [peer] Introduction peer
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Introduction.
         * @memberof ipam
         * @interface IIntroduction
         * @augments ipam.Introduction.$Properties
         * @deprecated Use ipam.Introduction.$Properties instead.
         */

        /**
         * Shape of an Introduction.
         * @typedef {ipam.Introduction.$Properties} ipam.Introduction.$Shape
         */

        /**
         * Constructs a new Introduction.
         * @memberof ipam
         * @classdesc Represents an Introduction.
         * @constructor
         * @param {ipam.Introduction.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Introduction = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Introduction peer.
         * @member {Uint8Array} peer
         * @memberof ipam.Introduction
         * @instance
         */
        Introduction.prototype.peer = $util.newBuffer([]);

        /**
         * Encodes the specified Introduction message. Does not implicitly {@link ipam.Introduction.verify|verify} messages.
         * @function encode
         * @memberof ipam.Introduction
         * @static
         * @param {ipam.Introduction.$Properties} message Introduction message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Introduction.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.peer != null && $Object.hasOwnProperty.call(message, "peer") && message.peer.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.peer);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Introduction message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Introduction
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Introduction & ipam.Introduction.$Shape} Introduction
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Introduction.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Introduction();
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
         * Gets the type url for Introduction
         * @function getTypeUrl
         * @memberof ipam.Introduction
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Introduction.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Introduction";
        };

        return Introduction;
    })();

    ipam.Reminder = (function() {

        /**
         * Properties of a Reminder.
         * @typedef {Object} ipam.Reminder.$Properties
         * @property {Uint8Array|null} [token] Reminder token
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Reminder.
         * @memberof ipam
         * @interface IReminder
         * @augments ipam.Reminder.$Properties
         * @deprecated Use ipam.Reminder.$Properties instead.
         */

        /**
         * Shape of a Reminder.
         * @typedef {ipam.Reminder.$Properties} ipam.Reminder.$Shape
         */

        /**
         * Constructs a new Reminder.
         * @memberof ipam
         * @classdesc Represents a Reminder.
         * @constructor
         * @param {ipam.Reminder.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Reminder = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Reminder token.
         * @member {Uint8Array} token
         * @memberof ipam.Reminder
         * @instance
         */
        Reminder.prototype.token = $util.newBuffer([]);

        /**
         * Encodes the specified Reminder message. Does not implicitly {@link ipam.Reminder.verify|verify} messages.
         * @function encode
         * @memberof ipam.Reminder
         * @static
         * @param {ipam.Reminder.$Properties} message Reminder message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Reminder.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.token);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Reminder message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Reminder
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Reminder & ipam.Reminder.$Shape} Reminder
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Reminder.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Reminder();
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
                            message.token = value;
                        else
                            delete message.token;
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
         * Gets the type url for Reminder
         * @function getTypeUrl
         * @memberof ipam.Reminder
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Reminder.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Reminder";
        };

        return Reminder;
    })();

    ipam.Decree = (function() {

        /**
         * Properties of a Decree.
         * @typedef {Object} ipam.Decree.$Properties
         * @property {number|null} [number] Decree number
         * @property {Uint8Array|null} [value] Decree value
         * @property {Array.<ipam.Vote.$Properties>|null} [votes] Decree votes
         * @property {boolean|null} [forced] Decree forced
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Decree.
         * @memberof ipam
         * @interface IDecree
         * @augments ipam.Decree.$Properties
         * @deprecated Use ipam.Decree.$Properties instead.
         */

        /**
         * Shape of a Decree.
         * @typedef {ipam.Decree.$Properties} ipam.Decree.$Shape
         */

        /**
         * Constructs a new Decree.
         * @memberof ipam
         * @classdesc Represents a Decree.
         * @constructor
         * @param {ipam.Decree.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Decree = function (properties) {
            this.votes = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Decree number.
         * @member {number} number
         * @memberof ipam.Decree
         * @instance
         */
        Decree.prototype.number = 0;

        /**
         * Decree value.
         * @member {Uint8Array} value
         * @memberof ipam.Decree
         * @instance
         */
        Decree.prototype.value = $util.newBuffer([]);

        /**
         * Decree votes.
         * @member {Array.<ipam.Vote.$Properties>} votes
         * @memberof ipam.Decree
         * @instance
         */
        Decree.prototype.votes = $util.emptyArray;

        /**
         * Decree forced.
         * @member {boolean} forced
         * @memberof ipam.Decree
         * @instance
         */
        Decree.prototype.forced = false;

        /**
         * Encodes the specified Decree message. Does not implicitly {@link ipam.Decree.verify|verify} messages.
         * @function encode
         * @memberof ipam.Decree
         * @static
         * @param {ipam.Decree.$Properties} message Decree message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Decree.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.value);
            if (message.votes != null && message.votes.length)
                for (let i = 0; i < message.votes.length; ++i)
                    $root.ipam.Vote.encode(message.votes[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.forced != null && $Object.hasOwnProperty.call(message, "forced") && message.forced !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.forced);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Decree message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Decree
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Decree & ipam.Decree.$Shape} Decree
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Decree.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Decree();
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
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.value = value;
                        else
                            delete message.value;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.votes && message.votes.length))
                            message.votes = [];
                        message.votes.push($root.ipam.Vote.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.forced = value;
                        else
                            delete message.forced;
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
         * Gets the type url for Decree
         * @function getTypeUrl
         * @memberof ipam.Decree
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Decree.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Decree";
        };

        return Decree;
    })();

    ipam.DecreeValue = (function() {

        /**
         * Properties of a DecreeValue.
         * @typedef {Object} ipam.DecreeValue.$Properties
         * @property {Uint8Array|null} [removed] DecreeValue removed
         * @property {Uint8Array|null} [heir] DecreeValue heir
         * @property {Array.<Uint8Array>|null} [added] DecreeValue added
         * @property {number|null} [leaseMs] DecreeValue leaseMs
         * @property {boolean|null} [byLease] DecreeValue byLease
         * @property {Array.<ipam.HotRange.$Properties>|null} [kept] DecreeValue kept
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DecreeValue.
         * @memberof ipam
         * @interface IDecreeValue
         * @augments ipam.DecreeValue.$Properties
         * @deprecated Use ipam.DecreeValue.$Properties instead.
         */

        /**
         * Shape of a DecreeValue.
         * @typedef {ipam.DecreeValue.$Properties} ipam.DecreeValue.$Shape
         */

        /**
         * Constructs a new DecreeValue.
         * @memberof ipam
         * @classdesc Represents a DecreeValue.
         * @constructor
         * @param {ipam.DecreeValue.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DecreeValue = function (properties) {
            this.added = [];
            this.kept = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DecreeValue removed.
         * @member {Uint8Array} removed
         * @memberof ipam.DecreeValue
         * @instance
         */
        DecreeValue.prototype.removed = $util.newBuffer([]);

        /**
         * DecreeValue heir.
         * @member {Uint8Array} heir
         * @memberof ipam.DecreeValue
         * @instance
         */
        DecreeValue.prototype.heir = $util.newBuffer([]);

        /**
         * DecreeValue added.
         * @member {Array.<Uint8Array>} added
         * @memberof ipam.DecreeValue
         * @instance
         */
        DecreeValue.prototype.added = $util.emptyArray;

        /**
         * DecreeValue leaseMs.
         * @member {number} leaseMs
         * @memberof ipam.DecreeValue
         * @instance
         */
        DecreeValue.prototype.leaseMs = 0;

        /**
         * DecreeValue byLease.
         * @member {boolean} byLease
         * @memberof ipam.DecreeValue
         * @instance
         */
        DecreeValue.prototype.byLease = false;

        /**
         * DecreeValue kept.
         * @member {Array.<ipam.HotRange.$Properties>} kept
         * @memberof ipam.DecreeValue
         * @instance
         */
        DecreeValue.prototype.kept = $util.emptyArray;

        /**
         * Encodes the specified DecreeValue message. Does not implicitly {@link ipam.DecreeValue.verify|verify} messages.
         * @function encode
         * @memberof ipam.DecreeValue
         * @static
         * @param {ipam.DecreeValue.$Properties} message DecreeValue message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DecreeValue.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.removed != null && $Object.hasOwnProperty.call(message, "removed") && message.removed.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.removed);
            if (message.heir != null && $Object.hasOwnProperty.call(message, "heir") && message.heir.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.heir);
            if (message.added != null && message.added.length)
                for (let i = 0; i < message.added.length; ++i)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.added[i]);
            if (message.leaseMs != null && $Object.hasOwnProperty.call(message, "leaseMs") && message.leaseMs !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.leaseMs);
            if (message.byLease != null && $Object.hasOwnProperty.call(message, "byLease") && message.byLease !== false)
                writer.uint32(/* id 5, wireType 0 =*/40).bool(message.byLease);
            if (message.kept != null && message.kept.length)
                for (let i = 0; i < message.kept.length; ++i)
                    $root.ipam.HotRange.encode(message.kept[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DecreeValue message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.DecreeValue
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.DecreeValue & ipam.DecreeValue.$Shape} DecreeValue
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DecreeValue.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.DecreeValue();
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
                            message.removed = value;
                        else
                            delete message.removed;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.heir = value;
                        else
                            delete message.heir;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.added && message.added.length))
                            message.added = [];
                        message.added.push(reader.bytes());
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.leaseMs = value;
                        else
                            delete message.leaseMs;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.byLease = value;
                        else
                            delete message.byLease;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if (!(message.kept && message.kept.length))
                            message.kept = [];
                        message.kept.push($root.ipam.HotRange.decode(reader, reader.size(), $undefined, _depth + 1));
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
         * Gets the type url for DecreeValue
         * @function getTypeUrl
         * @memberof ipam.DecreeValue
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        DecreeValue.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.DecreeValue";
        };

        return DecreeValue;
    })();

    ipam.HotRange = (function() {

        /**
         * Properties of a HotRange.
         * @typedef {Object} ipam.HotRange.$Properties
         * @property {number|null} [start] HotRange start
         * @property {number|null} [size] HotRange size
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HotRange.
         * @memberof ipam
         * @interface IHotRange
         * @augments ipam.HotRange.$Properties
         * @deprecated Use ipam.HotRange.$Properties instead.
         */

        /**
         * Shape of a HotRange.
         * @typedef {ipam.HotRange.$Properties} ipam.HotRange.$Shape
         */

        /**
         * Constructs a new HotRange.
         * @memberof ipam
         * @classdesc Represents a HotRange.
         * @constructor
         * @param {ipam.HotRange.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HotRange = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HotRange start.
         * @member {number} start
         * @memberof ipam.HotRange
         * @instance
         */
        HotRange.prototype.start = 0;

        /**
         * HotRange size.
         * @member {number} size
         * @memberof ipam.HotRange
         * @instance
         */
        HotRange.prototype.size = 0;

        /**
         * Encodes the specified HotRange message. Does not implicitly {@link ipam.HotRange.verify|verify} messages.
         * @function encode
         * @memberof ipam.HotRange
         * @static
         * @param {ipam.HotRange.$Properties} message HotRange message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HotRange.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.start != null && $Object.hasOwnProperty.call(message, "start") && message.start !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.start);
            if (message.size != null && $Object.hasOwnProperty.call(message, "size") && message.size !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.size);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HotRange message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.HotRange
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.HotRange & ipam.HotRange.$Shape} HotRange
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HotRange.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.HotRange();
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
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.start = value;
                        else
                            delete message.start;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.size = value;
                        else
                            delete message.size;
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
         * Gets the type url for HotRange
         * @function getTypeUrl
         * @memberof ipam.HotRange
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        HotRange.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.HotRange";
        };

        return HotRange;
    })();

    ipam.LeaseEntry = (function() {

        /**
         * Properties of a LeaseEntry.
         * @typedef {Object} ipam.LeaseEntry.$Properties
         * @property {Uint8Array|null} [peer] LeaseEntry peer
         * @property {number|null} [version] LeaseEntry version
         * @property {number|null} [config] LeaseEntry config
         * @property {Array.<ipam.HotRange.$Properties>|null} [hot] LeaseEntry hot
         * @property {number|null} [ageMs] LeaseEntry ageMs
         * @property {boolean|null} [own] LeaseEntry own
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LeaseEntry.
         * @memberof ipam
         * @interface ILeaseEntry
         * @augments ipam.LeaseEntry.$Properties
         * @deprecated Use ipam.LeaseEntry.$Properties instead.
         */

        /**
         * Shape of a LeaseEntry.
         * @typedef {ipam.LeaseEntry.$Properties} ipam.LeaseEntry.$Shape
         */

        /**
         * Constructs a new LeaseEntry.
         * @memberof ipam
         * @classdesc Represents a LeaseEntry.
         * @constructor
         * @param {ipam.LeaseEntry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LeaseEntry = function (properties) {
            this.hot = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * LeaseEntry peer.
         * @member {Uint8Array} peer
         * @memberof ipam.LeaseEntry
         * @instance
         */
        LeaseEntry.prototype.peer = $util.newBuffer([]);

        /**
         * LeaseEntry version.
         * @member {number} version
         * @memberof ipam.LeaseEntry
         * @instance
         */
        LeaseEntry.prototype.version = 0;

        /**
         * LeaseEntry config.
         * @member {number} config
         * @memberof ipam.LeaseEntry
         * @instance
         */
        LeaseEntry.prototype.config = 0;

        /**
         * LeaseEntry hot.
         * @member {Array.<ipam.HotRange.$Properties>} hot
         * @memberof ipam.LeaseEntry
         * @instance
         */
        LeaseEntry.prototype.hot = $util.emptyArray;

        /**
         * LeaseEntry ageMs.
         * @member {number} ageMs
         * @memberof ipam.LeaseEntry
         * @instance
         */
        LeaseEntry.prototype.ageMs = 0;

        /**
         * LeaseEntry own.
         * @member {boolean} own
         * @memberof ipam.LeaseEntry
         * @instance
         */
        LeaseEntry.prototype.own = false;

        /**
         * Encodes the specified LeaseEntry message. Does not implicitly {@link ipam.LeaseEntry.verify|verify} messages.
         * @function encode
         * @memberof ipam.LeaseEntry
         * @static
         * @param {ipam.LeaseEntry.$Properties} message LeaseEntry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LeaseEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.peer != null && $Object.hasOwnProperty.call(message, "peer") && message.peer.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.peer);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.version);
            if (message.config != null && $Object.hasOwnProperty.call(message, "config") && message.config !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.config);
            if (message.hot != null && message.hot.length)
                for (let i = 0; i < message.hot.length; ++i)
                    $root.ipam.HotRange.encode(message.hot[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.ageMs != null && $Object.hasOwnProperty.call(message, "ageMs") && message.ageMs !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.ageMs);
            if (message.own != null && $Object.hasOwnProperty.call(message, "own") && message.own !== false)
                writer.uint32(/* id 6, wireType 0 =*/48).bool(message.own);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a LeaseEntry message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.LeaseEntry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.LeaseEntry & ipam.LeaseEntry.$Shape} LeaseEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LeaseEntry.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.LeaseEntry();
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
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.config = value;
                        else
                            delete message.config;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.hot && message.hot.length))
                            message.hot = [];
                        message.hot.push($root.ipam.HotRange.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.ageMs = value;
                        else
                            delete message.ageMs;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.own = value;
                        else
                            delete message.own;
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
         * Gets the type url for LeaseEntry
         * @function getTypeUrl
         * @memberof ipam.LeaseEntry
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        LeaseEntry.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.LeaseEntry";
        };

        return LeaseEntry;
    })();

    ipam.LeaseTenure = (function() {

        /**
         * Properties of a LeaseTenure.
         * @typedef {Object} ipam.LeaseTenure.$Properties
         * @property {number|null} [version] LeaseTenure version
         * @property {Array.<ipam.HotRange.$Properties>|null} [sent] LeaseTenure sent
         * @property {Array.<ipam.HotRange.$Properties>|null} [usable] LeaseTenure usable
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LeaseTenure.
         * @memberof ipam
         * @interface ILeaseTenure
         * @augments ipam.LeaseTenure.$Properties
         * @deprecated Use ipam.LeaseTenure.$Properties instead.
         */

        /**
         * Shape of a LeaseTenure.
         * @typedef {ipam.LeaseTenure.$Properties} ipam.LeaseTenure.$Shape
         */

        /**
         * Constructs a new LeaseTenure.
         * @memberof ipam
         * @classdesc Represents a LeaseTenure.
         * @constructor
         * @param {ipam.LeaseTenure.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LeaseTenure = function (properties) {
            this.sent = [];
            this.usable = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * LeaseTenure version.
         * @member {number} version
         * @memberof ipam.LeaseTenure
         * @instance
         */
        LeaseTenure.prototype.version = 0;

        /**
         * LeaseTenure sent.
         * @member {Array.<ipam.HotRange.$Properties>} sent
         * @memberof ipam.LeaseTenure
         * @instance
         */
        LeaseTenure.prototype.sent = $util.emptyArray;

        /**
         * LeaseTenure usable.
         * @member {Array.<ipam.HotRange.$Properties>} usable
         * @memberof ipam.LeaseTenure
         * @instance
         */
        LeaseTenure.prototype.usable = $util.emptyArray;

        /**
         * Encodes the specified LeaseTenure message. Does not implicitly {@link ipam.LeaseTenure.verify|verify} messages.
         * @function encode
         * @memberof ipam.LeaseTenure
         * @static
         * @param {ipam.LeaseTenure.$Properties} message LeaseTenure message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LeaseTenure.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
            if (message.sent != null && message.sent.length)
                for (let i = 0; i < message.sent.length; ++i)
                    $root.ipam.HotRange.encode(message.sent[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.usable != null && message.usable.length)
                for (let i = 0; i < message.usable.length; ++i)
                    $root.ipam.HotRange.encode(message.usable[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a LeaseTenure message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.LeaseTenure
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.LeaseTenure & ipam.LeaseTenure.$Shape} LeaseTenure
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LeaseTenure.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.LeaseTenure();
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
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.sent && message.sent.length))
                            message.sent = [];
                        message.sent.push($root.ipam.HotRange.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.usable && message.usable.length))
                            message.usable = [];
                        message.usable.push($root.ipam.HotRange.decode(reader, reader.size(), $undefined, _depth + 1));
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
         * Gets the type url for LeaseTenure
         * @function getTypeUrl
         * @memberof ipam.LeaseTenure
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        LeaseTenure.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.LeaseTenure";
        };

        return LeaseTenure;
    })();

    ipam.Vote = (function() {

        /**
         * Properties of a Vote.
         * @typedef {Object} ipam.Vote.$Properties
         * @property {Uint8Array|null} [voter] Vote voter
         * @property {number|null} [round] Vote round
         * @property {Uint8Array|null} [proposer] Vote proposer
         * @property {Uint8Array|null} [signature] Vote signature
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Vote.
         * @memberof ipam
         * @interface IVote
         * @augments ipam.Vote.$Properties
         * @deprecated Use ipam.Vote.$Properties instead.
         */

        /**
         * Shape of a Vote.
         * @typedef {ipam.Vote.$Properties} ipam.Vote.$Shape
         */

        /**
         * Constructs a new Vote.
         * @memberof ipam
         * @classdesc Represents a Vote.
         * @constructor
         * @param {ipam.Vote.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Vote = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Vote voter.
         * @member {Uint8Array} voter
         * @memberof ipam.Vote
         * @instance
         */
        Vote.prototype.voter = $util.newBuffer([]);

        /**
         * Vote round.
         * @member {number} round
         * @memberof ipam.Vote
         * @instance
         */
        Vote.prototype.round = 0;

        /**
         * Vote proposer.
         * @member {Uint8Array} proposer
         * @memberof ipam.Vote
         * @instance
         */
        Vote.prototype.proposer = $util.newBuffer([]);

        /**
         * Vote signature.
         * @member {Uint8Array} signature
         * @memberof ipam.Vote
         * @instance
         */
        Vote.prototype.signature = $util.newBuffer([]);

        /**
         * Encodes the specified Vote message. Does not implicitly {@link ipam.Vote.verify|verify} messages.
         * @function encode
         * @memberof ipam.Vote
         * @static
         * @param {ipam.Vote.$Properties} message Vote message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Vote.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.voter != null && $Object.hasOwnProperty.call(message, "voter") && message.voter.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.voter);
            if (message.round != null && $Object.hasOwnProperty.call(message, "round") && message.round !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.round);
            if (message.proposer != null && $Object.hasOwnProperty.call(message, "proposer") && message.proposer.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.proposer);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.signature);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Vote message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Vote
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Vote & ipam.Vote.$Shape} Vote
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Vote.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Vote();
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
                            message.voter = value;
                        else
                            delete message.voter;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.round = value;
                        else
                            delete message.round;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.proposer = value;
                        else
                            delete message.proposer;
                        continue;
                    }
                case 4: {
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
         * Gets the type url for Vote
         * @function getTypeUrl
         * @memberof ipam.Vote
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Vote.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Vote";
        };

        return Vote;
    })();

    ipam.Talk = (function() {

        /**
         * Properties of a Talk.
         * @typedef {Object} ipam.Talk.$Properties
         * @property {Uint8Array|null} [meshId] Talk meshId
         * @property {ipam.Prepare.$Properties|null} [prepare] Talk prepare
         * @property {ipam.Promise.$Properties|null} [promise] Talk promise
         * @property {ipam.Accept.$Properties|null} [accept] Talk accept
         * @property {ipam.Accepted.$Properties|null} [accepted] Talk accepted
         * @property {ipam.Refused.$Properties|null} [refused] Talk refused
         * @property {ipam.SpaceRequest.$Properties|null} [spaceRequest] Talk spaceRequest
         * @property {ipam.SpaceAnswer.$Properties|null} [spaceAnswer] Talk spaceAnswer
         * @property {ipam.RecordQuestion.$Properties|null} [recordQuestion] Talk recordQuestion
         * @property {ipam.RecordAnswer.$Properties|null} [recordAnswer] Talk recordAnswer
         * @property {ipam.HandOver.$Properties|null} [handOver] Talk handOver
         * @property {ipam.Merged.$Properties|null} [merged] Talk merged
         * @property {ipam.LeaseRequest.$Properties|null} [leaseRequest] Talk leaseRequest
         * @property {ipam.LeaseAnswer.$Properties|null} [leaseAnswer] Talk leaseAnswer
         * @property {ipam.GrantsQuestion.$Properties|null} [grantsQuestion] Talk grantsQuestion
         * @property {ipam.GrantsAnswer.$Properties|null} [grantsAnswer] Talk grantsAnswer
         * @property {"prepare"|"promise"|"accept"|"accepted"|"refused"|"spaceRequest"|"spaceAnswer"|"recordQuestion"|"recordAnswer"|"handOver"|"merged"|"leaseRequest"|"leaseAnswer"|"grantsQuestion"|"grantsAnswer"} [body] Talk body
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Talk.
         * @memberof ipam
         * @interface ITalk
         * @augments ipam.Talk.$Properties
         * @deprecated Use ipam.Talk.$Properties instead.
         */

        /**
         * Narrowed shape of a Talk.
         * @typedef {{
         *   meshId?: Uint8Array|null;
         *   prepare?: ipam.Prepare.$Shape|null;
         *   promise?: ipam.Promise.$Shape|null;
         *   accept?: ipam.Accept.$Shape|null;
         *   accepted?: ipam.Accepted.$Shape|null;
         *   refused?: ipam.Refused.$Shape|null;
         *   spaceRequest?: ipam.SpaceRequest.$Shape|null;
         *   spaceAnswer?: ipam.SpaceAnswer.$Shape|null;
         *   recordQuestion?: ipam.RecordQuestion.$Shape|null;
         *   recordAnswer?: ipam.RecordAnswer.$Shape|null;
         *   handOver?: ipam.HandOver.$Shape|null;
         *   merged?: ipam.Merged.$Shape|null;
         *   leaseRequest?: ipam.LeaseRequest.$Shape|null;
         *   leaseAnswer?: ipam.LeaseAnswer.$Shape|null;
         *   grantsQuestion?: ipam.GrantsQuestion.$Shape|null;
         *   grantsAnswer?: ipam.GrantsAnswer.$Shape|null;
         *   $unknowns?: Array.<Uint8Array>;
         * } & (
         *   ({ body?: undefined; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "prepare"; prepare: ipam.Prepare.$Shape; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "promise"; prepare?: null; promise: ipam.Promise.$Shape; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "accept"; prepare?: null; promise?: null; accept: ipam.Accept.$Shape; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "accepted"; prepare?: null; promise?: null; accept?: null; accepted: ipam.Accepted.$Shape; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "refused"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused: ipam.Refused.$Shape; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "spaceRequest"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest: ipam.SpaceRequest.$Shape; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "spaceAnswer"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer: ipam.SpaceAnswer.$Shape; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "recordQuestion"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion: ipam.RecordQuestion.$Shape; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "recordAnswer"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer: ipam.RecordAnswer.$Shape; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "handOver"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver: ipam.HandOver.$Shape; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "merged"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged: ipam.Merged.$Shape; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "leaseRequest"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest: ipam.LeaseRequest.$Shape; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "leaseAnswer"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer: ipam.LeaseAnswer.$Shape; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "grantsQuestion"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion: ipam.GrantsQuestion.$Shape; grantsAnswer?: null }|{ body?: "grantsAnswer"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer: ipam.GrantsAnswer.$Shape })
         * )} ipam.Talk.$Shape
         */

        /**
         * Constructs a new Talk.
         * @memberof ipam
         * @classdesc Represents a Talk.
         * @constructor
         * @param {ipam.Talk.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Talk = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Talk meshId.
         * @member {Uint8Array} meshId
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.meshId = $util.newBuffer([]);

        /**
         * Talk prepare.
         * @member {ipam.Prepare.$Properties|null|undefined} prepare
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.prepare = null;

        /**
         * Talk promise.
         * @member {ipam.Promise.$Properties|null|undefined} promise
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.promise = null;

        /**
         * Talk accept.
         * @member {ipam.Accept.$Properties|null|undefined} accept
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.accept = null;

        /**
         * Talk accepted.
         * @member {ipam.Accepted.$Properties|null|undefined} accepted
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.accepted = null;

        /**
         * Talk refused.
         * @member {ipam.Refused.$Properties|null|undefined} refused
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.refused = null;

        /**
         * Talk spaceRequest.
         * @member {ipam.SpaceRequest.$Properties|null|undefined} spaceRequest
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.spaceRequest = null;

        /**
         * Talk spaceAnswer.
         * @member {ipam.SpaceAnswer.$Properties|null|undefined} spaceAnswer
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.spaceAnswer = null;

        /**
         * Talk recordQuestion.
         * @member {ipam.RecordQuestion.$Properties|null|undefined} recordQuestion
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.recordQuestion = null;

        /**
         * Talk recordAnswer.
         * @member {ipam.RecordAnswer.$Properties|null|undefined} recordAnswer
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.recordAnswer = null;

        /**
         * Talk handOver.
         * @member {ipam.HandOver.$Properties|null|undefined} handOver
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.handOver = null;

        /**
         * Talk merged.
         * @member {ipam.Merged.$Properties|null|undefined} merged
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.merged = null;

        /**
         * Talk leaseRequest.
         * @member {ipam.LeaseRequest.$Properties|null|undefined} leaseRequest
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.leaseRequest = null;

        /**
         * Talk leaseAnswer.
         * @member {ipam.LeaseAnswer.$Properties|null|undefined} leaseAnswer
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.leaseAnswer = null;

        /**
         * Talk grantsQuestion.
         * @member {ipam.GrantsQuestion.$Properties|null|undefined} grantsQuestion
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.grantsQuestion = null;

        /**
         * Talk grantsAnswer.
         * @member {ipam.GrantsAnswer.$Properties|null|undefined} grantsAnswer
         * @memberof ipam.Talk
         * @instance
         */
        Talk.prototype.grantsAnswer = null;

        // OneOf field names bound to virtual getters and setters
        let $oneOfFields;

        /**
         * Talk body.
         * @member {"prepare"|"promise"|"accept"|"accepted"|"refused"|"spaceRequest"|"spaceAnswer"|"recordQuestion"|"recordAnswer"|"handOver"|"merged"|"leaseRequest"|"leaseAnswer"|"grantsQuestion"|"grantsAnswer"|undefined} body
         * @memberof ipam.Talk
         * @instance
         */
        $Object.defineProperty(Talk.prototype, "body", {
            get: $util.oneOfGetter($oneOfFields = ["prepare", "promise", "accept", "accepted", "refused", "spaceRequest", "spaceAnswer", "recordQuestion", "recordAnswer", "handOver", "merged", "leaseRequest", "leaseAnswer", "grantsQuestion", "grantsAnswer"]),
            set: $util.oneOfSetter($oneOfFields)
        });

        /**
         * Encodes the specified Talk message. Does not implicitly {@link ipam.Talk.verify|verify} messages.
         * @function encode
         * @memberof ipam.Talk
         * @static
         * @param {ipam.Talk.$Properties} message Talk message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Talk.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.meshId != null && $Object.hasOwnProperty.call(message, "meshId") && message.meshId.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.meshId);
            if (message.prepare != null && $Object.hasOwnProperty.call(message, "prepare"))
                $root.ipam.Prepare.encode(message.prepare, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.promise != null && $Object.hasOwnProperty.call(message, "promise"))
                $root.ipam.Promise.encode(message.promise, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.accept != null && $Object.hasOwnProperty.call(message, "accept"))
                $root.ipam.Accept.encode(message.accept, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.accepted != null && $Object.hasOwnProperty.call(message, "accepted"))
                $root.ipam.Accepted.encode(message.accepted, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.refused != null && $Object.hasOwnProperty.call(message, "refused"))
                $root.ipam.Refused.encode(message.refused, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
            if (message.spaceRequest != null && $Object.hasOwnProperty.call(message, "spaceRequest"))
                $root.ipam.SpaceRequest.encode(message.spaceRequest, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
            if (message.spaceAnswer != null && $Object.hasOwnProperty.call(message, "spaceAnswer"))
                $root.ipam.SpaceAnswer.encode(message.spaceAnswer, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.recordQuestion != null && $Object.hasOwnProperty.call(message, "recordQuestion"))
                $root.ipam.RecordQuestion.encode(message.recordQuestion, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
            if (message.recordAnswer != null && $Object.hasOwnProperty.call(message, "recordAnswer"))
                $root.ipam.RecordAnswer.encode(message.recordAnswer, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.handOver != null && $Object.hasOwnProperty.call(message, "handOver"))
                $root.ipam.HandOver.encode(message.handOver, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
            if (message.merged != null && $Object.hasOwnProperty.call(message, "merged"))
                $root.ipam.Merged.encode(message.merged, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
            if (message.leaseRequest != null && $Object.hasOwnProperty.call(message, "leaseRequest"))
                $root.ipam.LeaseRequest.encode(message.leaseRequest, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
            if (message.leaseAnswer != null && $Object.hasOwnProperty.call(message, "leaseAnswer"))
                $root.ipam.LeaseAnswer.encode(message.leaseAnswer, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
            if (message.grantsQuestion != null && $Object.hasOwnProperty.call(message, "grantsQuestion"))
                $root.ipam.GrantsQuestion.encode(message.grantsQuestion, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
            if (message.grantsAnswer != null && $Object.hasOwnProperty.call(message, "grantsAnswer"))
                $root.ipam.GrantsAnswer.encode(message.grantsAnswer, writer.uint32(/* id 16, wireType 2 =*/130).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Talk message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Talk
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Talk & ipam.Talk.$Shape} Talk
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Talk.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Talk();
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
                            message.meshId = value;
                        else
                            delete message.meshId;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.prepare = $root.ipam.Prepare.decode(reader, reader.size(), $undefined, _depth + 1, message.prepare);
                        message.body = "prepare";
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.promise = $root.ipam.Promise.decode(reader, reader.size(), $undefined, _depth + 1, message.promise);
                        message.body = "promise";
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.accept = $root.ipam.Accept.decode(reader, reader.size(), $undefined, _depth + 1, message.accept);
                        message.body = "accept";
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.accepted = $root.ipam.Accepted.decode(reader, reader.size(), $undefined, _depth + 1, message.accepted);
                        message.body = "accepted";
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.refused = $root.ipam.Refused.decode(reader, reader.size(), $undefined, _depth + 1, message.refused);
                        message.body = "refused";
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.spaceRequest = $root.ipam.SpaceRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.spaceRequest);
                        message.body = "spaceRequest";
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.spaceAnswer = $root.ipam.SpaceAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.spaceAnswer);
                        message.body = "spaceAnswer";
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.recordQuestion = $root.ipam.RecordQuestion.decode(reader, reader.size(), $undefined, _depth + 1, message.recordQuestion);
                        message.body = "recordQuestion";
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.recordAnswer = $root.ipam.RecordAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.recordAnswer);
                        message.body = "recordAnswer";
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.handOver = $root.ipam.HandOver.decode(reader, reader.size(), $undefined, _depth + 1, message.handOver);
                        message.body = "handOver";
                        continue;
                    }
                case 12: {
                        if (wireType !== 2)
                            break;
                        message.merged = $root.ipam.Merged.decode(reader, reader.size(), $undefined, _depth + 1, message.merged);
                        message.body = "merged";
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.leaseRequest = $root.ipam.LeaseRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.leaseRequest);
                        message.body = "leaseRequest";
                        continue;
                    }
                case 14: {
                        if (wireType !== 2)
                            break;
                        message.leaseAnswer = $root.ipam.LeaseAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.leaseAnswer);
                        message.body = "leaseAnswer";
                        continue;
                    }
                case 15: {
                        if (wireType !== 2)
                            break;
                        message.grantsQuestion = $root.ipam.GrantsQuestion.decode(reader, reader.size(), $undefined, _depth + 1, message.grantsQuestion);
                        message.body = "grantsQuestion";
                        continue;
                    }
                case 16: {
                        if (wireType !== 2)
                            break;
                        message.grantsAnswer = $root.ipam.GrantsAnswer.decode(reader, reader.size(), $undefined, _depth + 1, message.grantsAnswer);
                        message.body = "grantsAnswer";
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
         * Gets the type url for Talk
         * @function getTypeUrl
         * @memberof ipam.Talk
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Talk.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Talk";
        };

        return Talk;
    })();

    ipam.Ballot = (function() {

        /**
         * Properties of a Ballot.
         * @typedef {Object} ipam.Ballot.$Properties
         * @property {number|null} [round] Ballot round
         * @property {Uint8Array|null} [proposer] Ballot proposer
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Ballot.
         * @memberof ipam
         * @interface IBallot
         * @augments ipam.Ballot.$Properties
         * @deprecated Use ipam.Ballot.$Properties instead.
         */

        /**
         * Shape of a Ballot.
         * @typedef {ipam.Ballot.$Properties} ipam.Ballot.$Shape
         */

        /**
         * Constructs a new Ballot.
         * @memberof ipam
         * @classdesc Represents a Ballot.
         * @constructor
         * @param {ipam.Ballot.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Ballot = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Ballot round.
         * @member {number} round
         * @memberof ipam.Ballot
         * @instance
         */
        Ballot.prototype.round = 0;

        /**
         * Ballot proposer.
         * @member {Uint8Array} proposer
         * @memberof ipam.Ballot
         * @instance
         */
        Ballot.prototype.proposer = $util.newBuffer([]);

        /**
         * Encodes the specified Ballot message. Does not implicitly {@link ipam.Ballot.verify|verify} messages.
         * @function encode
         * @memberof ipam.Ballot
         * @static
         * @param {ipam.Ballot.$Properties} message Ballot message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Ballot.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.round != null && $Object.hasOwnProperty.call(message, "round") && message.round !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.round);
            if (message.proposer != null && $Object.hasOwnProperty.call(message, "proposer") && message.proposer.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.proposer);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Ballot message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Ballot
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Ballot & ipam.Ballot.$Shape} Ballot
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Ballot.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Ballot();
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
                            message.round = value;
                        else
                            delete message.round;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.proposer = value;
                        else
                            delete message.proposer;
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
         * Gets the type url for Ballot
         * @function getTypeUrl
         * @memberof ipam.Ballot
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Ballot.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Ballot";
        };

        return Ballot;
    })();

    ipam.Prepare = (function() {

        /**
         * Properties of a Prepare.
         * @typedef {Object} ipam.Prepare.$Properties
         * @property {number|null} [instance] Prepare instance
         * @property {ipam.Ballot.$Properties|null} [ballot] Prepare ballot
         * @property {Uint8Array|null} [removes] Prepare removes
         * @property {boolean|null} [byLease] Prepare byLease
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Prepare.
         * @memberof ipam
         * @interface IPrepare
         * @augments ipam.Prepare.$Properties
         * @deprecated Use ipam.Prepare.$Properties instead.
         */

        /**
         * Shape of a Prepare.
         * @typedef {ipam.Prepare.$Properties} ipam.Prepare.$Shape
         */

        /**
         * Constructs a new Prepare.
         * @memberof ipam
         * @classdesc Represents a Prepare.
         * @constructor
         * @param {ipam.Prepare.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Prepare = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Prepare instance.
         * @member {number} instance
         * @memberof ipam.Prepare
         * @instance
         */
        Prepare.prototype.instance = 0;

        /**
         * Prepare ballot.
         * @member {ipam.Ballot.$Properties|null|undefined} ballot
         * @memberof ipam.Prepare
         * @instance
         */
        Prepare.prototype.ballot = null;

        /**
         * Prepare removes.
         * @member {Uint8Array} removes
         * @memberof ipam.Prepare
         * @instance
         */
        Prepare.prototype.removes = $util.newBuffer([]);

        /**
         * Prepare byLease.
         * @member {boolean} byLease
         * @memberof ipam.Prepare
         * @instance
         */
        Prepare.prototype.byLease = false;

        /**
         * Encodes the specified Prepare message. Does not implicitly {@link ipam.Prepare.verify|verify} messages.
         * @function encode
         * @memberof ipam.Prepare
         * @static
         * @param {ipam.Prepare.$Properties} message Prepare message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Prepare.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.instance);
            if (message.ballot != null && $Object.hasOwnProperty.call(message, "ballot"))
                $root.ipam.Ballot.encode(message.ballot, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.removes != null && $Object.hasOwnProperty.call(message, "removes") && message.removes.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.removes);
            if (message.byLease != null && $Object.hasOwnProperty.call(message, "byLease") && message.byLease !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.byLease);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Prepare message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Prepare
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Prepare & ipam.Prepare.$Shape} Prepare
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Prepare.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Prepare();
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
                            message.instance = value;
                        else
                            delete message.instance;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.ballot = $root.ipam.Ballot.decode(reader, reader.size(), $undefined, _depth + 1, message.ballot);
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.removes = value;
                        else
                            delete message.removes;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.byLease = value;
                        else
                            delete message.byLease;
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
         * Gets the type url for Prepare
         * @function getTypeUrl
         * @memberof ipam.Prepare
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Prepare.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Prepare";
        };

        return Prepare;
    })();

    ipam.Promise = (function() {

        /**
         * Properties of a Promise.
         * @typedef {Object} ipam.Promise.$Properties
         * @property {number|null} [instance] Promise instance
         * @property {ipam.Ballot.$Properties|null} [ballot] Promise ballot
         * @property {ipam.Ballot.$Properties|null} [acceptedBallot] Promise acceptedBallot
         * @property {Uint8Array|null} [acceptedValue] Promise acceptedValue
         * @property {number|null} [expected] Promise expected
         * @property {number|null} [rangeAddress] Promise rangeAddress
         * @property {number|null} [rangePrefixLength] Promise rangePrefixLength
         * @property {ipam.LeaseEntry.$Properties|null} [lease] Promise lease
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Promise.
         * @memberof ipam
         * @interface IPromise
         * @augments ipam.Promise.$Properties
         * @deprecated Use ipam.Promise.$Properties instead.
         */

        /**
         * Shape of a Promise.
         * @typedef {ipam.Promise.$Properties} ipam.Promise.$Shape
         */

        /**
         * Constructs a new Promise.
         * @memberof ipam
         * @classdesc Represents a Promise.
         * @constructor
         * @param {ipam.Promise.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Promise = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Promise instance.
         * @member {number} instance
         * @memberof ipam.Promise
         * @instance
         */
        Promise.prototype.instance = 0;

        /**
         * Promise ballot.
         * @member {ipam.Ballot.$Properties|null|undefined} ballot
         * @memberof ipam.Promise
         * @instance
         */
        Promise.prototype.ballot = null;

        /**
         * Promise acceptedBallot.
         * @member {ipam.Ballot.$Properties|null|undefined} acceptedBallot
         * @memberof ipam.Promise
         * @instance
         */
        Promise.prototype.acceptedBallot = null;

        /**
         * Promise acceptedValue.
         * @member {Uint8Array} acceptedValue
         * @memberof ipam.Promise
         * @instance
         */
        Promise.prototype.acceptedValue = $util.newBuffer([]);

        /**
         * Promise expected.
         * @member {number} expected
         * @memberof ipam.Promise
         * @instance
         */
        Promise.prototype.expected = 0;

        /**
         * Promise rangeAddress.
         * @member {number} rangeAddress
         * @memberof ipam.Promise
         * @instance
         */
        Promise.prototype.rangeAddress = 0;

        /**
         * Promise rangePrefixLength.
         * @member {number} rangePrefixLength
         * @memberof ipam.Promise
         * @instance
         */
        Promise.prototype.rangePrefixLength = 0;

        /**
         * Promise lease.
         * @member {ipam.LeaseEntry.$Properties|null|undefined} lease
         * @memberof ipam.Promise
         * @instance
         */
        Promise.prototype.lease = null;

        /**
         * Encodes the specified Promise message. Does not implicitly {@link ipam.Promise.verify|verify} messages.
         * @function encode
         * @memberof ipam.Promise
         * @static
         * @param {ipam.Promise.$Properties} message Promise message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Promise.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.instance);
            if (message.ballot != null && $Object.hasOwnProperty.call(message, "ballot"))
                $root.ipam.Ballot.encode(message.ballot, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.acceptedBallot != null && $Object.hasOwnProperty.call(message, "acceptedBallot"))
                $root.ipam.Ballot.encode(message.acceptedBallot, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.acceptedValue != null && $Object.hasOwnProperty.call(message, "acceptedValue") && message.acceptedValue.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.acceptedValue);
            if (message.expected != null && $Object.hasOwnProperty.call(message, "expected") && message.expected !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.expected);
            if (message.rangeAddress != null && $Object.hasOwnProperty.call(message, "rangeAddress") && message.rangeAddress !== 0)
                writer.uint32(/* id 6, wireType 5 =*/53).fixed32(message.rangeAddress);
            if (message.rangePrefixLength != null && $Object.hasOwnProperty.call(message, "rangePrefixLength") && message.rangePrefixLength !== 0)
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.rangePrefixLength);
            if (message.lease != null && $Object.hasOwnProperty.call(message, "lease"))
                $root.ipam.LeaseEntry.encode(message.lease, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Promise message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Promise
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Promise & ipam.Promise.$Shape} Promise
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Promise.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Promise();
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
                            message.instance = value;
                        else
                            delete message.instance;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.ballot = $root.ipam.Ballot.decode(reader, reader.size(), $undefined, _depth + 1, message.ballot);
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.acceptedBallot = $root.ipam.Ballot.decode(reader, reader.size(), $undefined, _depth + 1, message.acceptedBallot);
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.acceptedValue = value;
                        else
                            delete message.acceptedValue;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.expected = value;
                        else
                            delete message.expected;
                        continue;
                    }
                case 6: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.rangeAddress = value;
                        else
                            delete message.rangeAddress;
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.rangePrefixLength = value;
                        else
                            delete message.rangePrefixLength;
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.lease = $root.ipam.LeaseEntry.decode(reader, reader.size(), $undefined, _depth + 1, message.lease);
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
         * Gets the type url for Promise
         * @function getTypeUrl
         * @memberof ipam.Promise
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Promise.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Promise";
        };

        return Promise;
    })();

    ipam.Accept = (function() {

        /**
         * Properties of an Accept.
         * @typedef {Object} ipam.Accept.$Properties
         * @property {number|null} [instance] Accept instance
         * @property {ipam.Ballot.$Properties|null} [ballot] Accept ballot
         * @property {Uint8Array|null} [value] Accept value
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Accept.
         * @memberof ipam
         * @interface IAccept
         * @augments ipam.Accept.$Properties
         * @deprecated Use ipam.Accept.$Properties instead.
         */

        /**
         * Shape of an Accept.
         * @typedef {ipam.Accept.$Properties} ipam.Accept.$Shape
         */

        /**
         * Constructs a new Accept.
         * @memberof ipam
         * @classdesc Represents an Accept.
         * @constructor
         * @param {ipam.Accept.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Accept = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Accept instance.
         * @member {number} instance
         * @memberof ipam.Accept
         * @instance
         */
        Accept.prototype.instance = 0;

        /**
         * Accept ballot.
         * @member {ipam.Ballot.$Properties|null|undefined} ballot
         * @memberof ipam.Accept
         * @instance
         */
        Accept.prototype.ballot = null;

        /**
         * Accept value.
         * @member {Uint8Array} value
         * @memberof ipam.Accept
         * @instance
         */
        Accept.prototype.value = $util.newBuffer([]);

        /**
         * Encodes the specified Accept message. Does not implicitly {@link ipam.Accept.verify|verify} messages.
         * @function encode
         * @memberof ipam.Accept
         * @static
         * @param {ipam.Accept.$Properties} message Accept message or plain object to encode
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
            if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.instance);
            if (message.ballot != null && $Object.hasOwnProperty.call(message, "ballot"))
                $root.ipam.Ballot.encode(message.ballot, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.value);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Accept message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Accept
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Accept & ipam.Accept.$Shape} Accept
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
            message = _target || new $root.ipam.Accept();
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
                            message.instance = value;
                        else
                            delete message.instance;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.ballot = $root.ipam.Ballot.decode(reader, reader.size(), $undefined, _depth + 1, message.ballot);
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.value = value;
                        else
                            delete message.value;
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
         * Gets the type url for Accept
         * @function getTypeUrl
         * @memberof ipam.Accept
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Accept.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Accept";
        };

        return Accept;
    })();

    ipam.Accepted = (function() {

        /**
         * Properties of an Accepted.
         * @typedef {Object} ipam.Accepted.$Properties
         * @property {number|null} [instance] Accepted instance
         * @property {ipam.Ballot.$Properties|null} [ballot] Accepted ballot
         * @property {Uint8Array|null} [signature] Accepted signature
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Accepted.
         * @memberof ipam
         * @interface IAccepted
         * @augments ipam.Accepted.$Properties
         * @deprecated Use ipam.Accepted.$Properties instead.
         */

        /**
         * Shape of an Accepted.
         * @typedef {ipam.Accepted.$Properties} ipam.Accepted.$Shape
         */

        /**
         * Constructs a new Accepted.
         * @memberof ipam
         * @classdesc Represents an Accepted.
         * @constructor
         * @param {ipam.Accepted.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Accepted = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Accepted instance.
         * @member {number} instance
         * @memberof ipam.Accepted
         * @instance
         */
        Accepted.prototype.instance = 0;

        /**
         * Accepted ballot.
         * @member {ipam.Ballot.$Properties|null|undefined} ballot
         * @memberof ipam.Accepted
         * @instance
         */
        Accepted.prototype.ballot = null;

        /**
         * Accepted signature.
         * @member {Uint8Array} signature
         * @memberof ipam.Accepted
         * @instance
         */
        Accepted.prototype.signature = $util.newBuffer([]);

        /**
         * Encodes the specified Accepted message. Does not implicitly {@link ipam.Accepted.verify|verify} messages.
         * @function encode
         * @memberof ipam.Accepted
         * @static
         * @param {ipam.Accepted.$Properties} message Accepted message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Accepted.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.instance);
            if (message.ballot != null && $Object.hasOwnProperty.call(message, "ballot"))
                $root.ipam.Ballot.encode(message.ballot, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.signature);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Accepted message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Accepted
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Accepted & ipam.Accepted.$Shape} Accepted
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Accepted.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Accepted();
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
                            message.instance = value;
                        else
                            delete message.instance;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.ballot = $root.ipam.Ballot.decode(reader, reader.size(), $undefined, _depth + 1, message.ballot);
                        continue;
                    }
                case 3: {
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
         * Gets the type url for Accepted
         * @function getTypeUrl
         * @memberof ipam.Accepted
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Accepted.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Accepted";
        };

        return Accepted;
    })();

    ipam.Refused = (function() {

        /**
         * Properties of a Refused.
         * @typedef {Object} ipam.Refused.$Properties
         * @property {number|null} [instance] Refused instance
         * @property {ipam.Ballot.$Properties|null} [ballot] Refused ballot
         * @property {ipam.Ballot.$Properties|null} [promised] Refused promised
         * @property {string|null} [reason] Refused reason
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Refused.
         * @memberof ipam
         * @interface IRefused
         * @augments ipam.Refused.$Properties
         * @deprecated Use ipam.Refused.$Properties instead.
         */

        /**
         * Shape of a Refused.
         * @typedef {ipam.Refused.$Properties} ipam.Refused.$Shape
         */

        /**
         * Constructs a new Refused.
         * @memberof ipam
         * @classdesc Represents a Refused.
         * @constructor
         * @param {ipam.Refused.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Refused = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Refused instance.
         * @member {number} instance
         * @memberof ipam.Refused
         * @instance
         */
        Refused.prototype.instance = 0;

        /**
         * Refused ballot.
         * @member {ipam.Ballot.$Properties|null|undefined} ballot
         * @memberof ipam.Refused
         * @instance
         */
        Refused.prototype.ballot = null;

        /**
         * Refused promised.
         * @member {ipam.Ballot.$Properties|null|undefined} promised
         * @memberof ipam.Refused
         * @instance
         */
        Refused.prototype.promised = null;

        /**
         * Refused reason.
         * @member {string} reason
         * @memberof ipam.Refused
         * @instance
         */
        Refused.prototype.reason = "";

        /**
         * Encodes the specified Refused message. Does not implicitly {@link ipam.Refused.verify|verify} messages.
         * @function encode
         * @memberof ipam.Refused
         * @static
         * @param {ipam.Refused.$Properties} message Refused message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Refused.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.instance != null && $Object.hasOwnProperty.call(message, "instance") && message.instance !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.instance);
            if (message.ballot != null && $Object.hasOwnProperty.call(message, "ballot"))
                $root.ipam.Ballot.encode(message.ballot, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.promised != null && $Object.hasOwnProperty.call(message, "promised"))
                $root.ipam.Ballot.encode(message.promised, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.reason);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Refused message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Refused
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Refused & ipam.Refused.$Shape} Refused
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Refused.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Refused();
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
                            message.instance = value;
                        else
                            delete message.instance;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.ballot = $root.ipam.Ballot.decode(reader, reader.size(), $undefined, _depth + 1, message.ballot);
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.promised = $root.ipam.Ballot.decode(reader, reader.size(), $undefined, _depth + 1, message.promised);
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.reason = value;
                        else
                            delete message.reason;
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
         * Gets the type url for Refused
         * @function getTypeUrl
         * @memberof ipam.Refused
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Refused.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Refused";
        };

        return Refused;
    })();

    ipam.SpaceRequest = (function() {

        /**
         * Properties of a SpaceRequest.
         * @typedef {Object} ipam.SpaceRequest.$Properties
         * @property {number|null} [number] SpaceRequest number
         * @property {number|null} [address] SpaceRequest address
         * @property {number|null} [prefixLength] SpaceRequest prefixLength
         * @property {boolean|null} [leased] SpaceRequest leased
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SpaceRequest.
         * @memberof ipam
         * @interface ISpaceRequest
         * @augments ipam.SpaceRequest.$Properties
         * @deprecated Use ipam.SpaceRequest.$Properties instead.
         */

        /**
         * Shape of a SpaceRequest.
         * @typedef {ipam.SpaceRequest.$Properties} ipam.SpaceRequest.$Shape
         */

        /**
         * Constructs a new SpaceRequest.
         * @memberof ipam
         * @classdesc Represents a SpaceRequest.
         * @constructor
         * @param {ipam.SpaceRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SpaceRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SpaceRequest number.
         * @member {number} number
         * @memberof ipam.SpaceRequest
         * @instance
         */
        SpaceRequest.prototype.number = 0;

        /**
         * SpaceRequest address.
         * @member {number} address
         * @memberof ipam.SpaceRequest
         * @instance
         */
        SpaceRequest.prototype.address = 0;

        /**
         * SpaceRequest prefixLength.
         * @member {number} prefixLength
         * @memberof ipam.SpaceRequest
         * @instance
         */
        SpaceRequest.prototype.prefixLength = 0;

        /**
         * SpaceRequest leased.
         * @member {boolean} leased
         * @memberof ipam.SpaceRequest
         * @instance
         */
        SpaceRequest.prototype.leased = false;

        /**
         * Encodes the specified SpaceRequest message. Does not implicitly {@link ipam.SpaceRequest.verify|verify} messages.
         * @function encode
         * @memberof ipam.SpaceRequest
         * @static
         * @param {ipam.SpaceRequest.$Properties} message SpaceRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SpaceRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== 0)
                writer.uint32(/* id 2, wireType 5 =*/21).fixed32(message.address);
            if (message.prefixLength != null && $Object.hasOwnProperty.call(message, "prefixLength") && message.prefixLength !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.prefixLength);
            if (message.leased != null && $Object.hasOwnProperty.call(message, "leased") && message.leased !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.leased);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SpaceRequest message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.SpaceRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.SpaceRequest & ipam.SpaceRequest.$Shape} SpaceRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SpaceRequest.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.SpaceRequest();
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
                case 2: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.address = value;
                        else
                            delete message.address;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.prefixLength = value;
                        else
                            delete message.prefixLength;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.leased = value;
                        else
                            delete message.leased;
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
         * Gets the type url for SpaceRequest
         * @function getTypeUrl
         * @memberof ipam.SpaceRequest
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SpaceRequest.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.SpaceRequest";
        };

        return SpaceRequest;
    })();

    ipam.SpaceAnswer = (function() {

        /**
         * Properties of a SpaceAnswer.
         * @typedef {Object} ipam.SpaceAnswer.$Properties
         * @property {number|null} [number] SpaceAnswer number
         * @property {Array.<Uint8Array>|null} [records] SpaceAnswer records
         * @property {boolean|null} [inUse] SpaceAnswer inUse
         * @property {boolean|null} [busy] SpaceAnswer busy
         * @property {string|null} [holder] SpaceAnswer holder
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SpaceAnswer.
         * @memberof ipam
         * @interface ISpaceAnswer
         * @augments ipam.SpaceAnswer.$Properties
         * @deprecated Use ipam.SpaceAnswer.$Properties instead.
         */

        /**
         * Shape of a SpaceAnswer.
         * @typedef {ipam.SpaceAnswer.$Properties} ipam.SpaceAnswer.$Shape
         */

        /**
         * Constructs a new SpaceAnswer.
         * @memberof ipam
         * @classdesc Represents a SpaceAnswer.
         * @constructor
         * @param {ipam.SpaceAnswer.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SpaceAnswer = function (properties) {
            this.records = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SpaceAnswer number.
         * @member {number} number
         * @memberof ipam.SpaceAnswer
         * @instance
         */
        SpaceAnswer.prototype.number = 0;

        /**
         * SpaceAnswer records.
         * @member {Array.<Uint8Array>} records
         * @memberof ipam.SpaceAnswer
         * @instance
         */
        SpaceAnswer.prototype.records = $util.emptyArray;

        /**
         * SpaceAnswer inUse.
         * @member {boolean} inUse
         * @memberof ipam.SpaceAnswer
         * @instance
         */
        SpaceAnswer.prototype.inUse = false;

        /**
         * SpaceAnswer busy.
         * @member {boolean} busy
         * @memberof ipam.SpaceAnswer
         * @instance
         */
        SpaceAnswer.prototype.busy = false;

        /**
         * SpaceAnswer holder.
         * @member {string} holder
         * @memberof ipam.SpaceAnswer
         * @instance
         */
        SpaceAnswer.prototype.holder = "";

        /**
         * Encodes the specified SpaceAnswer message. Does not implicitly {@link ipam.SpaceAnswer.verify|verify} messages.
         * @function encode
         * @memberof ipam.SpaceAnswer
         * @static
         * @param {ipam.SpaceAnswer.$Properties} message SpaceAnswer message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SpaceAnswer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.records != null && message.records.length)
                for (let i = 0; i < message.records.length; ++i)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.records[i]);
            if (message.inUse != null && $Object.hasOwnProperty.call(message, "inUse") && message.inUse !== false)
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.inUse);
            if (message.busy != null && $Object.hasOwnProperty.call(message, "busy") && message.busy !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.busy);
            if (message.holder != null && $Object.hasOwnProperty.call(message, "holder") && message.holder !== "")
                writer.uint32(/* id 5, wireType 2 =*/42).string(message.holder);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SpaceAnswer message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.SpaceAnswer
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.SpaceAnswer & ipam.SpaceAnswer.$Shape} SpaceAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SpaceAnswer.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.SpaceAnswer();
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
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.records && message.records.length))
                            message.records = [];
                        message.records.push(reader.bytes());
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.inUse = value;
                        else
                            delete message.inUse;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.busy = value;
                        else
                            delete message.busy;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.holder = value;
                        else
                            delete message.holder;
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
         * Gets the type url for SpaceAnswer
         * @function getTypeUrl
         * @memberof ipam.SpaceAnswer
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SpaceAnswer.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.SpaceAnswer";
        };

        return SpaceAnswer;
    })();

    ipam.RecordQuestion = (function() {

        /**
         * Properties of a RecordQuestion.
         * @typedef {Object} ipam.RecordQuestion.$Properties
         * @property {number|null} [number] RecordQuestion number
         * @property {Uint8Array|null} [digest] RecordQuestion digest
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RecordQuestion.
         * @memberof ipam
         * @interface IRecordQuestion
         * @augments ipam.RecordQuestion.$Properties
         * @deprecated Use ipam.RecordQuestion.$Properties instead.
         */

        /**
         * Shape of a RecordQuestion.
         * @typedef {ipam.RecordQuestion.$Properties} ipam.RecordQuestion.$Shape
         */

        /**
         * Constructs a new RecordQuestion.
         * @memberof ipam
         * @classdesc Represents a RecordQuestion.
         * @constructor
         * @param {ipam.RecordQuestion.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RecordQuestion = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RecordQuestion number.
         * @member {number} number
         * @memberof ipam.RecordQuestion
         * @instance
         */
        RecordQuestion.prototype.number = 0;

        /**
         * RecordQuestion digest.
         * @member {Uint8Array} digest
         * @memberof ipam.RecordQuestion
         * @instance
         */
        RecordQuestion.prototype.digest = $util.newBuffer([]);

        /**
         * Encodes the specified RecordQuestion message. Does not implicitly {@link ipam.RecordQuestion.verify|verify} messages.
         * @function encode
         * @memberof ipam.RecordQuestion
         * @static
         * @param {ipam.RecordQuestion.$Properties} message RecordQuestion message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RecordQuestion.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.digest);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RecordQuestion message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.RecordQuestion
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.RecordQuestion & ipam.RecordQuestion.$Shape} RecordQuestion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RecordQuestion.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.RecordQuestion();
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
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.digest = value;
                        else
                            delete message.digest;
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
         * Gets the type url for RecordQuestion
         * @function getTypeUrl
         * @memberof ipam.RecordQuestion
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        RecordQuestion.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.RecordQuestion";
        };

        return RecordQuestion;
    })();

    ipam.RecordAnswer = (function() {

        /**
         * Properties of a RecordAnswer.
         * @typedef {Object} ipam.RecordAnswer.$Properties
         * @property {number|null} [number] RecordAnswer number
         * @property {Array.<Uint8Array>|null} [records] RecordAnswer records
         * @property {Uint8Array|null} [genesis] RecordAnswer genesis
         * @property {boolean|null} [more] RecordAnswer more
         * @property {number|null} [part] RecordAnswer part
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RecordAnswer.
         * @memberof ipam
         * @interface IRecordAnswer
         * @augments ipam.RecordAnswer.$Properties
         * @deprecated Use ipam.RecordAnswer.$Properties instead.
         */

        /**
         * Shape of a RecordAnswer.
         * @typedef {ipam.RecordAnswer.$Properties} ipam.RecordAnswer.$Shape
         */

        /**
         * Constructs a new RecordAnswer.
         * @memberof ipam
         * @classdesc Represents a RecordAnswer.
         * @constructor
         * @param {ipam.RecordAnswer.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RecordAnswer = function (properties) {
            this.records = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RecordAnswer number.
         * @member {number} number
         * @memberof ipam.RecordAnswer
         * @instance
         */
        RecordAnswer.prototype.number = 0;

        /**
         * RecordAnswer records.
         * @member {Array.<Uint8Array>} records
         * @memberof ipam.RecordAnswer
         * @instance
         */
        RecordAnswer.prototype.records = $util.emptyArray;

        /**
         * RecordAnswer genesis.
         * @member {Uint8Array} genesis
         * @memberof ipam.RecordAnswer
         * @instance
         */
        RecordAnswer.prototype.genesis = $util.newBuffer([]);

        /**
         * RecordAnswer more.
         * @member {boolean} more
         * @memberof ipam.RecordAnswer
         * @instance
         */
        RecordAnswer.prototype.more = false;

        /**
         * RecordAnswer part.
         * @member {number} part
         * @memberof ipam.RecordAnswer
         * @instance
         */
        RecordAnswer.prototype.part = 0;

        /**
         * Encodes the specified RecordAnswer message. Does not implicitly {@link ipam.RecordAnswer.verify|verify} messages.
         * @function encode
         * @memberof ipam.RecordAnswer
         * @static
         * @param {ipam.RecordAnswer.$Properties} message RecordAnswer message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RecordAnswer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.records != null && message.records.length)
                for (let i = 0; i < message.records.length; ++i)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.records[i]);
            if (message.genesis != null && $Object.hasOwnProperty.call(message, "genesis") && message.genesis.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.genesis);
            if (message.more != null && $Object.hasOwnProperty.call(message, "more") && message.more !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.more);
            if (message.part != null && $Object.hasOwnProperty.call(message, "part") && message.part !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.part);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RecordAnswer message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.RecordAnswer
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.RecordAnswer & ipam.RecordAnswer.$Shape} RecordAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RecordAnswer.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.RecordAnswer();
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
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.records && message.records.length))
                            message.records = [];
                        message.records.push(reader.bytes());
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.genesis = value;
                        else
                            delete message.genesis;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.more = value;
                        else
                            delete message.more;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.part = value;
                        else
                            delete message.part;
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
         * Gets the type url for RecordAnswer
         * @function getTypeUrl
         * @memberof ipam.RecordAnswer
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        RecordAnswer.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.RecordAnswer";
        };

        return RecordAnswer;
    })();

    ipam.HandOver = (function() {

        /**
         * Properties of a HandOver.
         * @typedef {Object} ipam.HandOver.$Properties
         * @property {number|null} [number] HandOver number
         * @property {Array.<Uint8Array>|null} [records] HandOver records
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HandOver.
         * @memberof ipam
         * @interface IHandOver
         * @augments ipam.HandOver.$Properties
         * @deprecated Use ipam.HandOver.$Properties instead.
         */

        /**
         * Shape of a HandOver.
         * @typedef {ipam.HandOver.$Properties} ipam.HandOver.$Shape
         */

        /**
         * Constructs a new HandOver.
         * @memberof ipam
         * @classdesc Represents a HandOver.
         * @constructor
         * @param {ipam.HandOver.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HandOver = function (properties) {
            this.records = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HandOver number.
         * @member {number} number
         * @memberof ipam.HandOver
         * @instance
         */
        HandOver.prototype.number = 0;

        /**
         * HandOver records.
         * @member {Array.<Uint8Array>} records
         * @memberof ipam.HandOver
         * @instance
         */
        HandOver.prototype.records = $util.emptyArray;

        /**
         * Encodes the specified HandOver message. Does not implicitly {@link ipam.HandOver.verify|verify} messages.
         * @function encode
         * @memberof ipam.HandOver
         * @static
         * @param {ipam.HandOver.$Properties} message HandOver message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HandOver.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.records != null && message.records.length)
                for (let i = 0; i < message.records.length; ++i)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.records[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HandOver message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.HandOver
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.HandOver & ipam.HandOver.$Shape} HandOver
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HandOver.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.HandOver();
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
                case 2: {
                        if (wireType !== 2)
                            break;
                        if (!(message.records && message.records.length))
                            message.records = [];
                        message.records.push(reader.bytes());
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
         * Gets the type url for HandOver
         * @function getTypeUrl
         * @memberof ipam.HandOver
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        HandOver.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.HandOver";
        };

        return HandOver;
    })();

    ipam.Merged = (function() {

        /**
         * Properties of a Merged.
         * @typedef {Object} ipam.Merged.$Properties
         * @property {number|null} [number] Merged number
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Merged.
         * @memberof ipam
         * @interface IMerged
         * @augments ipam.Merged.$Properties
         * @deprecated Use ipam.Merged.$Properties instead.
         */

        /**
         * Shape of a Merged.
         * @typedef {ipam.Merged.$Properties} ipam.Merged.$Shape
         */

        /**
         * Constructs a new Merged.
         * @memberof ipam
         * @classdesc Represents a Merged.
         * @constructor
         * @param {ipam.Merged.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Merged = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Merged number.
         * @member {number} number
         * @memberof ipam.Merged
         * @instance
         */
        Merged.prototype.number = 0;

        /**
         * Encodes the specified Merged message. Does not implicitly {@link ipam.Merged.verify|verify} messages.
         * @function encode
         * @memberof ipam.Merged
         * @static
         * @param {ipam.Merged.$Properties} message Merged message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Merged.encode = function (message, writer, _depth) {
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
         * Decodes a Merged message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Merged
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Merged & ipam.Merged.$Shape} Merged
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Merged.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Merged();
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
         * Gets the type url for Merged
         * @function getTypeUrl
         * @memberof ipam.Merged
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Merged.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Merged";
        };

        return Merged;
    })();

    ipam.LeaseRequest = (function() {

        /**
         * Properties of a LeaseRequest.
         * @typedef {Object} ipam.LeaseRequest.$Properties
         * @property {number|null} [number] LeaseRequest number
         * @property {number|null} [config] LeaseRequest config
         * @property {number|null} [version] LeaseRequest version
         * @property {Array.<ipam.HotRange.$Properties>|null} [hot] LeaseRequest hot
         * @property {number|null} [seen] LeaseRequest seen
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LeaseRequest.
         * @memberof ipam
         * @interface ILeaseRequest
         * @augments ipam.LeaseRequest.$Properties
         * @deprecated Use ipam.LeaseRequest.$Properties instead.
         */

        /**
         * Shape of a LeaseRequest.
         * @typedef {ipam.LeaseRequest.$Properties} ipam.LeaseRequest.$Shape
         */

        /**
         * Constructs a new LeaseRequest.
         * @memberof ipam
         * @classdesc Represents a LeaseRequest.
         * @constructor
         * @param {ipam.LeaseRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LeaseRequest = function (properties) {
            this.hot = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * LeaseRequest number.
         * @member {number} number
         * @memberof ipam.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.number = 0;

        /**
         * LeaseRequest config.
         * @member {number} config
         * @memberof ipam.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.config = 0;

        /**
         * LeaseRequest version.
         * @member {number} version
         * @memberof ipam.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.version = 0;

        /**
         * LeaseRequest hot.
         * @member {Array.<ipam.HotRange.$Properties>} hot
         * @memberof ipam.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.hot = $util.emptyArray;

        /**
         * LeaseRequest seen.
         * @member {number} seen
         * @memberof ipam.LeaseRequest
         * @instance
         */
        LeaseRequest.prototype.seen = 0;

        /**
         * Encodes the specified LeaseRequest message. Does not implicitly {@link ipam.LeaseRequest.verify|verify} messages.
         * @function encode
         * @memberof ipam.LeaseRequest
         * @static
         * @param {ipam.LeaseRequest.$Properties} message LeaseRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LeaseRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.config != null && $Object.hasOwnProperty.call(message, "config") && message.config !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.config);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.version);
            if (message.hot != null && message.hot.length)
                for (let i = 0; i < message.hot.length; ++i)
                    $root.ipam.HotRange.encode(message.hot[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.seen != null && $Object.hasOwnProperty.call(message, "seen") && message.seen !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.seen);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a LeaseRequest message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.LeaseRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.LeaseRequest & ipam.LeaseRequest.$Shape} LeaseRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LeaseRequest.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.LeaseRequest();
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
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.config = value;
                        else
                            delete message.config;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.hot && message.hot.length))
                            message.hot = [];
                        message.hot.push($root.ipam.HotRange.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.seen = value;
                        else
                            delete message.seen;
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
         * Gets the type url for LeaseRequest
         * @function getTypeUrl
         * @memberof ipam.LeaseRequest
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        LeaseRequest.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.LeaseRequest";
        };

        return LeaseRequest;
    })();

    ipam.LeaseAnswer = (function() {

        /**
         * Properties of a LeaseAnswer.
         * @typedef {Object} ipam.LeaseAnswer.$Properties
         * @property {number|null} [number] LeaseAnswer number
         * @property {string|null} [refused] LeaseAnswer refused
         * @property {number|null} [version] LeaseAnswer version
         * @property {number|null} [count] LeaseAnswer count
         * @property {Array.<ipam.HotRange.$Properties>|null} [held] LeaseAnswer held
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a LeaseAnswer.
         * @memberof ipam
         * @interface ILeaseAnswer
         * @augments ipam.LeaseAnswer.$Properties
         * @deprecated Use ipam.LeaseAnswer.$Properties instead.
         */

        /**
         * Shape of a LeaseAnswer.
         * @typedef {ipam.LeaseAnswer.$Properties} ipam.LeaseAnswer.$Shape
         */

        /**
         * Constructs a new LeaseAnswer.
         * @memberof ipam
         * @classdesc Represents a LeaseAnswer.
         * @constructor
         * @param {ipam.LeaseAnswer.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const LeaseAnswer = function (properties) {
            this.held = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * LeaseAnswer number.
         * @member {number} number
         * @memberof ipam.LeaseAnswer
         * @instance
         */
        LeaseAnswer.prototype.number = 0;

        /**
         * LeaseAnswer refused.
         * @member {string} refused
         * @memberof ipam.LeaseAnswer
         * @instance
         */
        LeaseAnswer.prototype.refused = "";

        /**
         * LeaseAnswer version.
         * @member {number} version
         * @memberof ipam.LeaseAnswer
         * @instance
         */
        LeaseAnswer.prototype.version = 0;

        /**
         * LeaseAnswer count.
         * @member {number} count
         * @memberof ipam.LeaseAnswer
         * @instance
         */
        LeaseAnswer.prototype.count = 0;

        /**
         * LeaseAnswer held.
         * @member {Array.<ipam.HotRange.$Properties>} held
         * @memberof ipam.LeaseAnswer
         * @instance
         */
        LeaseAnswer.prototype.held = $util.emptyArray;

        /**
         * Encodes the specified LeaseAnswer message. Does not implicitly {@link ipam.LeaseAnswer.verify|verify} messages.
         * @function encode
         * @memberof ipam.LeaseAnswer
         * @static
         * @param {ipam.LeaseAnswer.$Properties} message LeaseAnswer message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        LeaseAnswer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.refused != null && $Object.hasOwnProperty.call(message, "refused") && message.refused !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.refused);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.version);
            if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.count);
            if (message.held != null && message.held.length)
                for (let i = 0; i < message.held.length; ++i)
                    $root.ipam.HotRange.encode(message.held[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a LeaseAnswer message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.LeaseAnswer
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.LeaseAnswer & ipam.LeaseAnswer.$Shape} LeaseAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        LeaseAnswer.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.LeaseAnswer();
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
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.refused = value;
                        else
                            delete message.refused;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.version = value;
                        else
                            delete message.version;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.count = value;
                        else
                            delete message.count;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.held && message.held.length))
                            message.held = [];
                        message.held.push($root.ipam.HotRange.decode(reader, reader.size(), $undefined, _depth + 1));
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
         * Gets the type url for LeaseAnswer
         * @function getTypeUrl
         * @memberof ipam.LeaseAnswer
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        LeaseAnswer.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.LeaseAnswer";
        };

        return LeaseAnswer;
    })();

    ipam.GrantsQuestion = (function() {

        /**
         * Properties of a GrantsQuestion.
         * @typedef {Object} ipam.GrantsQuestion.$Properties
         * @property {number|null} [number] GrantsQuestion number
         * @property {number|null} [config] GrantsQuestion config
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a GrantsQuestion.
         * @memberof ipam
         * @interface IGrantsQuestion
         * @augments ipam.GrantsQuestion.$Properties
         * @deprecated Use ipam.GrantsQuestion.$Properties instead.
         */

        /**
         * Shape of a GrantsQuestion.
         * @typedef {ipam.GrantsQuestion.$Properties} ipam.GrantsQuestion.$Shape
         */

        /**
         * Constructs a new GrantsQuestion.
         * @memberof ipam
         * @classdesc Represents a GrantsQuestion.
         * @constructor
         * @param {ipam.GrantsQuestion.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const GrantsQuestion = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * GrantsQuestion number.
         * @member {number} number
         * @memberof ipam.GrantsQuestion
         * @instance
         */
        GrantsQuestion.prototype.number = 0;

        /**
         * GrantsQuestion config.
         * @member {number} config
         * @memberof ipam.GrantsQuestion
         * @instance
         */
        GrantsQuestion.prototype.config = 0;

        /**
         * Encodes the specified GrantsQuestion message. Does not implicitly {@link ipam.GrantsQuestion.verify|verify} messages.
         * @function encode
         * @memberof ipam.GrantsQuestion
         * @static
         * @param {ipam.GrantsQuestion.$Properties} message GrantsQuestion message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        GrantsQuestion.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.config != null && $Object.hasOwnProperty.call(message, "config") && message.config !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.config);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a GrantsQuestion message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.GrantsQuestion
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.GrantsQuestion & ipam.GrantsQuestion.$Shape} GrantsQuestion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        GrantsQuestion.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.GrantsQuestion();
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
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.config = value;
                        else
                            delete message.config;
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
         * Gets the type url for GrantsQuestion
         * @function getTypeUrl
         * @memberof ipam.GrantsQuestion
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        GrantsQuestion.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.GrantsQuestion";
        };

        return GrantsQuestion;
    })();

    ipam.GrantsAnswer = (function() {

        /**
         * Properties of a GrantsAnswer.
         * @typedef {Object} ipam.GrantsAnswer.$Properties
         * @property {number|null} [number] GrantsAnswer number
         * @property {number|null} [config] GrantsAnswer config
         * @property {number|null} [ready] GrantsAnswer ready
         * @property {Array.<ipam.LeaseEntry.$Properties>|null} [entries] GrantsAnswer entries
         * @property {number|null} [part] GrantsAnswer part
         * @property {boolean|null} [more] GrantsAnswer more
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a GrantsAnswer.
         * @memberof ipam
         * @interface IGrantsAnswer
         * @augments ipam.GrantsAnswer.$Properties
         * @deprecated Use ipam.GrantsAnswer.$Properties instead.
         */

        /**
         * Shape of a GrantsAnswer.
         * @typedef {ipam.GrantsAnswer.$Properties} ipam.GrantsAnswer.$Shape
         */

        /**
         * Constructs a new GrantsAnswer.
         * @memberof ipam
         * @classdesc Represents a GrantsAnswer.
         * @constructor
         * @param {ipam.GrantsAnswer.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const GrantsAnswer = function (properties) {
            this.entries = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * GrantsAnswer number.
         * @member {number} number
         * @memberof ipam.GrantsAnswer
         * @instance
         */
        GrantsAnswer.prototype.number = 0;

        /**
         * GrantsAnswer config.
         * @member {number} config
         * @memberof ipam.GrantsAnswer
         * @instance
         */
        GrantsAnswer.prototype.config = 0;

        /**
         * GrantsAnswer ready.
         * @member {number} ready
         * @memberof ipam.GrantsAnswer
         * @instance
         */
        GrantsAnswer.prototype.ready = 0;

        /**
         * GrantsAnswer entries.
         * @member {Array.<ipam.LeaseEntry.$Properties>} entries
         * @memberof ipam.GrantsAnswer
         * @instance
         */
        GrantsAnswer.prototype.entries = $util.emptyArray;

        /**
         * GrantsAnswer part.
         * @member {number} part
         * @memberof ipam.GrantsAnswer
         * @instance
         */
        GrantsAnswer.prototype.part = 0;

        /**
         * GrantsAnswer more.
         * @member {boolean} more
         * @memberof ipam.GrantsAnswer
         * @instance
         */
        GrantsAnswer.prototype.more = false;

        /**
         * Encodes the specified GrantsAnswer message. Does not implicitly {@link ipam.GrantsAnswer.verify|verify} messages.
         * @function encode
         * @memberof ipam.GrantsAnswer
         * @static
         * @param {ipam.GrantsAnswer.$Properties} message GrantsAnswer message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        GrantsAnswer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
            if (message.config != null && $Object.hasOwnProperty.call(message, "config") && message.config !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.config);
            if (message.ready != null && $Object.hasOwnProperty.call(message, "ready") && message.ready !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.ready);
            if (message.entries != null && message.entries.length)
                for (let i = 0; i < message.entries.length; ++i)
                    $root.ipam.LeaseEntry.encode(message.entries[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.part != null && $Object.hasOwnProperty.call(message, "part") && message.part !== 0)
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.part);
            if (message.more != null && $Object.hasOwnProperty.call(message, "more") && message.more !== false)
                writer.uint32(/* id 6, wireType 0 =*/48).bool(message.more);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a GrantsAnswer message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.GrantsAnswer
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.GrantsAnswer & ipam.GrantsAnswer.$Shape} GrantsAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        GrantsAnswer.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.GrantsAnswer();
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
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.config = value;
                        else
                            delete message.config;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.ready = value;
                        else
                            delete message.ready;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if (!(message.entries && message.entries.length))
                            message.entries = [];
                        message.entries.push($root.ipam.LeaseEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.part = value;
                        else
                            delete message.part;
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.more = value;
                        else
                            delete message.more;
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
         * Gets the type url for GrantsAnswer
         * @function getTypeUrl
         * @memberof ipam.GrantsAnswer
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        GrantsAnswer.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.GrantsAnswer";
        };

        return GrantsAnswer;
    })();

    ipam.Allocation = (function() {

        /**
         * Properties of an Allocation.
         * @typedef {Object} ipam.Allocation.$Properties
         * @property {string|null} [container] Allocation container
         * @property {string|null} ["interface"] Allocation interface
         * @property {number|null} [prefixLength] Allocation prefixLength
         * @property {boolean|null} [withheld] Allocation withheld
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Allocation.
         * @memberof ipam
         * @interface IAllocation
         * @augments ipam.Allocation.$Properties
         * @deprecated Use ipam.Allocation.$Properties instead.
         */

        /**
         * Shape of an Allocation.
         * @typedef {ipam.Allocation.$Properties} ipam.Allocation.$Shape
         */

        /**
         * Constructs a new Allocation.
         * @memberof ipam
         * @classdesc Represents an Allocation.
         * @constructor
         * @param {ipam.Allocation.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Allocation = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Allocation container.
         * @member {string} container
         * @memberof ipam.Allocation
         * @instance
         */
        Allocation.prototype.container = "";

        /**
         * Allocation interface.
         * @member {string} interface
         * @memberof ipam.Allocation
         * @instance
         */
        Allocation.prototype["interface"] = "";

        /**
         * Allocation prefixLength.
         * @member {number} prefixLength
         * @memberof ipam.Allocation
         * @instance
         */
        Allocation.prototype.prefixLength = 0;

        /**
         * Allocation withheld.
         * @member {boolean} withheld
         * @memberof ipam.Allocation
         * @instance
         */
        Allocation.prototype.withheld = false;

        /**
         * Encodes the specified Allocation message. Does not implicitly {@link ipam.Allocation.verify|verify} messages.
         * @function encode
         * @memberof ipam.Allocation
         * @static
         * @param {ipam.Allocation.$Properties} message Allocation message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Allocation.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.container != null && $Object.hasOwnProperty.call(message, "container") && message.container !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.container);
            if (message["interface"] != null && $Object.hasOwnProperty.call(message, "interface") && message["interface"] !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message["interface"]);
            if (message.prefixLength != null && $Object.hasOwnProperty.call(message, "prefixLength") && message.prefixLength !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.prefixLength);
            if (message.withheld != null && $Object.hasOwnProperty.call(message, "withheld") && message.withheld !== false)
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.withheld);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Allocation message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Allocation
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Allocation & ipam.Allocation.$Shape} Allocation
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Allocation.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Allocation();
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
                            message.container = value;
                        else
                            delete message.container;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message["interface"] = value;
                        else
                            delete message["interface"];
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.prefixLength = value;
                        else
                            delete message.prefixLength;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.withheld = value;
                        else
                            delete message.withheld;
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
         * Gets the type url for Allocation
         * @function getTypeUrl
         * @memberof ipam.Allocation
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Allocation.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Allocation";
        };

        return Allocation;
    })();

    ipam.AcceptorState = (function() {

        /**
         * Properties of an AcceptorState.
         * @typedef {Object} ipam.AcceptorState.$Properties
         * @property {ipam.Ballot.$Properties|null} [promised] AcceptorState promised
         * @property {ipam.Ballot.$Properties|null} [acceptedBallot] AcceptorState acceptedBallot
         * @property {Uint8Array|null} [acceptedValue] AcceptorState acceptedValue
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an AcceptorState.
         * @memberof ipam
         * @interface IAcceptorState
         * @augments ipam.AcceptorState.$Properties
         * @deprecated Use ipam.AcceptorState.$Properties instead.
         */

        /**
         * Shape of an AcceptorState.
         * @typedef {ipam.AcceptorState.$Properties} ipam.AcceptorState.$Shape
         */

        /**
         * Constructs a new AcceptorState.
         * @memberof ipam
         * @classdesc Represents an AcceptorState.
         * @constructor
         * @param {ipam.AcceptorState.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const AcceptorState = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * AcceptorState promised.
         * @member {ipam.Ballot.$Properties|null|undefined} promised
         * @memberof ipam.AcceptorState
         * @instance
         */
        AcceptorState.prototype.promised = null;

        /**
         * AcceptorState acceptedBallot.
         * @member {ipam.Ballot.$Properties|null|undefined} acceptedBallot
         * @memberof ipam.AcceptorState
         * @instance
         */
        AcceptorState.prototype.acceptedBallot = null;

        /**
         * AcceptorState acceptedValue.
         * @member {Uint8Array} acceptedValue
         * @memberof ipam.AcceptorState
         * @instance
         */
        AcceptorState.prototype.acceptedValue = $util.newBuffer([]);

        /**
         * Encodes the specified AcceptorState message. Does not implicitly {@link ipam.AcceptorState.verify|verify} messages.
         * @function encode
         * @memberof ipam.AcceptorState
         * @static
         * @param {ipam.AcceptorState.$Properties} message AcceptorState message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        AcceptorState.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.promised != null && $Object.hasOwnProperty.call(message, "promised"))
                $root.ipam.Ballot.encode(message.promised, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.acceptedBallot != null && $Object.hasOwnProperty.call(message, "acceptedBallot"))
                $root.ipam.Ballot.encode(message.acceptedBallot, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.acceptedValue != null && $Object.hasOwnProperty.call(message, "acceptedValue") && message.acceptedValue.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.acceptedValue);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an AcceptorState message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.AcceptorState
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.AcceptorState & ipam.AcceptorState.$Shape} AcceptorState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        AcceptorState.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.AcceptorState();
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
                        message.promised = $root.ipam.Ballot.decode(reader, reader.size(), $undefined, _depth + 1, message.promised);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.acceptedBallot = $root.ipam.Ballot.decode(reader, reader.size(), $undefined, _depth + 1, message.acceptedBallot);
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.acceptedValue = value;
                        else
                            delete message.acceptedValue;
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
         * Gets the type url for AcceptorState
         * @function getTypeUrl
         * @memberof ipam.AcceptorState
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        AcceptorState.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.AcceptorState";
        };

        return AcceptorState;
    })();

    ipam.Entries = (function() {

        /**
         * Properties of an Entries.
         * @typedef {Object} ipam.Entries.$Properties
         * @property {Array.<Uint8Array>|null} [records] Entries records
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Entries.
         * @memberof ipam
         * @interface IEntries
         * @augments ipam.Entries.$Properties
         * @deprecated Use ipam.Entries.$Properties instead.
         */

        /**
         * Shape of an Entries.
         * @typedef {ipam.Entries.$Properties} ipam.Entries.$Shape
         */

        /**
         * Constructs a new Entries.
         * @memberof ipam
         * @classdesc Represents an Entries.
         * @constructor
         * @param {ipam.Entries.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Entries = function (properties) {
            this.records = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Entries records.
         * @member {Array.<Uint8Array>} records
         * @memberof ipam.Entries
         * @instance
         */
        Entries.prototype.records = $util.emptyArray;

        /**
         * Encodes the specified Entries message. Does not implicitly {@link ipam.Entries.verify|verify} messages.
         * @function encode
         * @memberof ipam.Entries
         * @static
         * @param {ipam.Entries.$Properties} message Entries message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Entries.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.records != null && message.records.length)
                for (let i = 0; i < message.records.length; ++i)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.records[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Entries message from the specified reader or buffer.
         * @function decode
         * @memberof ipam.Entries
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {ipam.Entries & ipam.Entries.$Shape} Entries
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Entries.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.ipam.Entries();
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
         * Gets the type url for Entries
         * @function getTypeUrl
         * @memberof ipam.Entries
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Entries.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/ipam.Entries";
        };

        return Entries;
    })();

    return ipam;
})();

export {
  $root as default
};
