/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["weave-crypto"] || ($protobuf.roots["weave-crypto"] = {});

export const weave_crypto = $root.weave_crypto = (() => {

    /**
     * Namespace weave_crypto.
     * @exports weave_crypto
     * @namespace
     */
    const weave_crypto = {};

    weave_crypto.HandshakeFrame = (function() {

        /**
         * Properties of a HandshakeFrame.
         * @typedef {Object} weave_crypto.HandshakeFrame.$Properties
         * @property {weave_crypto.Hello.$Properties|null} [hello] HandshakeFrame hello
         * @property {Uint8Array|null} [proof] HandshakeFrame proof
         * @property {weave_crypto.Refusal.$Properties|null} [refusal] HandshakeFrame refusal
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a HandshakeFrame.
         * @memberof weave_crypto
         * @interface IHandshakeFrame
         * @augments weave_crypto.HandshakeFrame.$Properties
         * @deprecated Use weave_crypto.HandshakeFrame.$Properties instead.
         */

        /**
         * Shape of a HandshakeFrame.
         * @typedef {weave_crypto.HandshakeFrame.$Properties} weave_crypto.HandshakeFrame.$Shape
         */

        /**
         * Constructs a new HandshakeFrame.
         * @memberof weave_crypto
         * @classdesc Represents a HandshakeFrame.
         * @constructor
         * @param {weave_crypto.HandshakeFrame.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const HandshakeFrame = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * HandshakeFrame hello.
         * @member {weave_crypto.Hello.$Properties|null|undefined} hello
         * @memberof weave_crypto.HandshakeFrame
         * @instance
         */
        HandshakeFrame.prototype.hello = null;

        /**
         * HandshakeFrame proof.
         * @member {Uint8Array} proof
         * @memberof weave_crypto.HandshakeFrame
         * @instance
         */
        HandshakeFrame.prototype.proof = $util.newBuffer([]);

        /**
         * HandshakeFrame refusal.
         * @member {weave_crypto.Refusal.$Properties|null|undefined} refusal
         * @memberof weave_crypto.HandshakeFrame
         * @instance
         */
        HandshakeFrame.prototype.refusal = null;

        /**
         * Encodes the specified HandshakeFrame message. Does not implicitly {@link weave_crypto.HandshakeFrame.verify|verify} messages.
         * @function encode
         * @memberof weave_crypto.HandshakeFrame
         * @static
         * @param {weave_crypto.HandshakeFrame.$Properties} message HandshakeFrame message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        HandshakeFrame.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                $root.weave_crypto.Hello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.proof != null && $Object.hasOwnProperty.call(message, "proof") && message.proof.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.proof);
            if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                $root.weave_crypto.Refusal.encode(message.refusal, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a HandshakeFrame message from the specified reader or buffer.
         * @function decode
         * @memberof weave_crypto.HandshakeFrame
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_crypto.HandshakeFrame & weave_crypto.HandshakeFrame.$Shape} HandshakeFrame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        HandshakeFrame.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.weave_crypto.HandshakeFrame();
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
                        message.hello = $root.weave_crypto.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.proof = value;
                        else
                            delete message.proof;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.refusal = $root.weave_crypto.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
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
         * Gets the type url for HandshakeFrame
         * @function getTypeUrl
         * @memberof weave_crypto.HandshakeFrame
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        HandshakeFrame.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_crypto.HandshakeFrame";
        };

        return HandshakeFrame;
    })();

    weave_crypto.Hello = (function() {

        /**
         * Properties of a Hello.
         * @typedef {Object} weave_crypto.Hello.$Properties
         * @property {Uint8Array|null} [offer] Hello offer
         * @property {Uint8Array|null} [share] Hello share
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Hello.
         * @memberof weave_crypto
         * @interface IHello
         * @augments weave_crypto.Hello.$Properties
         * @deprecated Use weave_crypto.Hello.$Properties instead.
         */

        /**
         * Shape of a Hello.
         * @typedef {weave_crypto.Hello.$Properties} weave_crypto.Hello.$Shape
         */

        /**
         * Constructs a new Hello.
         * @memberof weave_crypto
         * @classdesc Represents a Hello.
         * @constructor
         * @param {weave_crypto.Hello.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Hello = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Hello offer.
         * @member {Uint8Array} offer
         * @memberof weave_crypto.Hello
         * @instance
         */
        Hello.prototype.offer = $util.newBuffer([]);

        /**
         * Hello share.
         * @member {Uint8Array} share
         * @memberof weave_crypto.Hello
         * @instance
         */
        Hello.prototype.share = $util.newBuffer([]);

        /**
         * Encodes the specified Hello message. Does not implicitly {@link weave_crypto.Hello.verify|verify} messages.
         * @function encode
         * @memberof weave_crypto.Hello
         * @static
         * @param {weave_crypto.Hello.$Properties} message Hello message or plain object to encode
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
            if (message.offer != null && $Object.hasOwnProperty.call(message, "offer") && message.offer.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.offer);
            if (message.share != null && $Object.hasOwnProperty.call(message, "share") && message.share.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.share);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @function decode
         * @memberof weave_crypto.Hello
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_crypto.Hello & weave_crypto.Hello.$Shape} Hello
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
            message = _target || new $root.weave_crypto.Hello();
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
                            message.offer = value;
                        else
                            delete message.offer;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.share = value;
                        else
                            delete message.share;
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
         * @memberof weave_crypto.Hello
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Hello.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_crypto.Hello";
        };

        return Hello;
    })();

    weave_crypto.Offer = (function() {

        /**
         * Properties of an Offer.
         * @typedef {Object} weave_crypto.Offer.$Properties
         * @property {string|null} [protocol] Offer protocol
         * @property {number|null} [role] Offer role
         * @property {number|null} [versionMin] Offer versionMin
         * @property {number|null} [versionMax] Offer versionMax
         * @property {boolean|null} [passwordRequired] Offer passwordRequired
         * @property {Uint8Array|null} [name] Offer name
         * @property {Uint8Array|null} [meshId] Offer meshId
         * @property {number|null} [credential] Offer credential
         * @property {Array.<string>|null} [suites] Offer suites
         * @property {Uint8Array|null} [nonce] Offer nonce
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Offer.
         * @memberof weave_crypto
         * @interface IOffer
         * @augments weave_crypto.Offer.$Properties
         * @deprecated Use weave_crypto.Offer.$Properties instead.
         */

        /**
         * Shape of an Offer.
         * @typedef {weave_crypto.Offer.$Properties} weave_crypto.Offer.$Shape
         */

        /**
         * Constructs a new Offer.
         * @memberof weave_crypto
         * @classdesc Represents an Offer.
         * @constructor
         * @param {weave_crypto.Offer.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Offer = function (properties) {
            this.suites = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Offer protocol.
         * @member {string} protocol
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.protocol = "";

        /**
         * Offer role.
         * @member {number} role
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.role = 0;

        /**
         * Offer versionMin.
         * @member {number} versionMin
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.versionMin = 0;

        /**
         * Offer versionMax.
         * @member {number} versionMax
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.versionMax = 0;

        /**
         * Offer passwordRequired.
         * @member {boolean} passwordRequired
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.passwordRequired = false;

        /**
         * Offer name.
         * @member {Uint8Array} name
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.name = $util.newBuffer([]);

        /**
         * Offer meshId.
         * @member {Uint8Array} meshId
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.meshId = $util.newBuffer([]);

        /**
         * Offer credential.
         * @member {number} credential
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.credential = 0;

        /**
         * Offer suites.
         * @member {Array.<string>} suites
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.suites = $util.emptyArray;

        /**
         * Offer nonce.
         * @member {Uint8Array} nonce
         * @memberof weave_crypto.Offer
         * @instance
         */
        Offer.prototype.nonce = $util.newBuffer([]);

        /**
         * Encodes the specified Offer message. Does not implicitly {@link weave_crypto.Offer.verify|verify} messages.
         * @function encode
         * @memberof weave_crypto.Offer
         * @static
         * @param {weave_crypto.Offer.$Properties} message Offer message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Offer.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.protocol);
            if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.role);
            if (message.versionMin != null && $Object.hasOwnProperty.call(message, "versionMin") && message.versionMin !== 0)
                writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.versionMin);
            if (message.versionMax != null && $Object.hasOwnProperty.call(message, "versionMax") && message.versionMax !== 0)
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.versionMax);
            if (message.passwordRequired != null && $Object.hasOwnProperty.call(message, "passwordRequired") && message.passwordRequired !== false)
                writer.uint32(/* id 5, wireType 0 =*/40).bool(message.passwordRequired);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.name);
            if (message.meshId != null && $Object.hasOwnProperty.call(message, "meshId") && message.meshId.length)
                writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.meshId);
            if (message.credential != null && $Object.hasOwnProperty.call(message, "credential") && message.credential !== 0)
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.credential);
            if (message.suites != null && message.suites.length)
                for (let i = 0; i < message.suites.length; ++i)
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.suites[i]);
            if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.nonce);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Offer message from the specified reader or buffer.
         * @function decode
         * @memberof weave_crypto.Offer
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_crypto.Offer & weave_crypto.Offer.$Shape} Offer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Offer.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.weave_crypto.Offer();
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
                            message.protocol = value;
                        else
                            delete message.protocol;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.role = value;
                        else
                            delete message.role;
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.versionMin = value;
                        else
                            delete message.versionMin;
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.versionMax = value;
                        else
                            delete message.versionMax;
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.passwordRequired = value;
                        else
                            delete message.passwordRequired;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.meshId = value;
                        else
                            delete message.meshId;
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.uint32())
                            message.credential = value;
                        else
                            delete message.credential;
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        if (!(message.suites && message.suites.length))
                            message.suites = [];
                        message.suites.push(reader.stringVerify());
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.nonce = value;
                        else
                            delete message.nonce;
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
         * Gets the type url for Offer
         * @function getTypeUrl
         * @memberof weave_crypto.Offer
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Offer.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_crypto.Offer";
        };

        return Offer;
    })();

    weave_crypto.Proof = (function() {

        /**
         * Properties of a Proof.
         * @typedef {Object} weave_crypto.Proof.$Properties
         * @property {Uint8Array|null} [publicKey] Proof publicKey
         * @property {Uint8Array|null} [signature] Proof signature
         * @property {Uint8Array|null} [payload] Proof payload
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Proof.
         * @memberof weave_crypto
         * @interface IProof
         * @augments weave_crypto.Proof.$Properties
         * @deprecated Use weave_crypto.Proof.$Properties instead.
         */

        /**
         * Shape of a Proof.
         * @typedef {weave_crypto.Proof.$Properties} weave_crypto.Proof.$Shape
         */

        /**
         * Constructs a new Proof.
         * @memberof weave_crypto
         * @classdesc Represents a Proof.
         * @constructor
         * @param {weave_crypto.Proof.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Proof = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Proof publicKey.
         * @member {Uint8Array} publicKey
         * @memberof weave_crypto.Proof
         * @instance
         */
        Proof.prototype.publicKey = $util.newBuffer([]);

        /**
         * Proof signature.
         * @member {Uint8Array} signature
         * @memberof weave_crypto.Proof
         * @instance
         */
        Proof.prototype.signature = $util.newBuffer([]);

        /**
         * Proof payload.
         * @member {Uint8Array} payload
         * @memberof weave_crypto.Proof
         * @instance
         */
        Proof.prototype.payload = $util.newBuffer([]);

        /**
         * Encodes the specified Proof message. Does not implicitly {@link weave_crypto.Proof.verify|verify} messages.
         * @function encode
         * @memberof weave_crypto.Proof
         * @static
         * @param {weave_crypto.Proof.$Properties} message Proof message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Proof.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.publicKey);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
            if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.payload);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Proof message from the specified reader or buffer.
         * @function decode
         * @memberof weave_crypto.Proof
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_crypto.Proof & weave_crypto.Proof.$Shape} Proof
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Proof.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.weave_crypto.Proof();
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
                        if ((value = reader.bytes()).length)
                            message.signature = value;
                        else
                            delete message.signature;
                        continue;
                    }
                case 3: {
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
         * Gets the type url for Proof
         * @function getTypeUrl
         * @memberof weave_crypto.Proof
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Proof.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_crypto.Proof";
        };

        return Proof;
    })();

    weave_crypto.Refusal = (function() {

        /**
         * Properties of a Refusal.
         * @typedef {Object} weave_crypto.Refusal.$Properties
         * @property {string|null} [code] Refusal code
         * @property {string|null} [message] Refusal message
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Refusal.
         * @memberof weave_crypto
         * @interface IRefusal
         * @augments weave_crypto.Refusal.$Properties
         * @deprecated Use weave_crypto.Refusal.$Properties instead.
         */

        /**
         * Shape of a Refusal.
         * @typedef {weave_crypto.Refusal.$Properties} weave_crypto.Refusal.$Shape
         */

        /**
         * Constructs a new Refusal.
         * @memberof weave_crypto
         * @classdesc Represents a Refusal.
         * @constructor
         * @param {weave_crypto.Refusal.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Refusal = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Refusal code.
         * @member {string} code
         * @memberof weave_crypto.Refusal
         * @instance
         */
        Refusal.prototype.code = "";

        /**
         * Refusal message.
         * @member {string} message
         * @memberof weave_crypto.Refusal
         * @instance
         */
        Refusal.prototype.message = "";

        /**
         * Encodes the specified Refusal message. Does not implicitly {@link weave_crypto.Refusal.verify|verify} messages.
         * @function encode
         * @memberof weave_crypto.Refusal
         * @static
         * @param {weave_crypto.Refusal.$Properties} message Refusal message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Refusal.encode = function (message, writer, _depth) {
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
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Refusal message from the specified reader or buffer.
         * @function decode
         * @memberof weave_crypto.Refusal
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_crypto.Refusal & weave_crypto.Refusal.$Shape} Refusal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Refusal.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.weave_crypto.Refusal();
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
         * Gets the type url for Refusal
         * @function getTypeUrl
         * @memberof weave_crypto.Refusal
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Refusal.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_crypto.Refusal";
        };

        return Refusal;
    })();

    return weave_crypto;
})();

export {
  $root as default
};
