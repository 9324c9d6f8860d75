/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["weave-datapath"] || ($protobuf.roots["weave-datapath"] = {});

export const weave_session = $root.weave_session = (() => {

    /**
     * Namespace weave_session.
     * @exports weave_session
     * @namespace
     */
    const weave_session = {};

    weave_session.SessionMessage = (function() {

        /**
         * Properties of a SessionMessage.
         * @typedef {Object} weave_session.SessionMessage.$Properties
         * @property {weave_session.Init.$Properties|null} [init] SessionMessage init
         * @property {weave_session.Reply.$Properties|null} [reply] SessionMessage reply
         * @property {weave_session.Close.$Properties|null} [close] SessionMessage close
         * @property {weave_session.Refusal.$Properties|null} [refusal] SessionMessage refusal
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a SessionMessage.
         * @memberof weave_session
         * @interface ISessionMessage
         * @augments weave_session.SessionMessage.$Properties
         * @deprecated Use weave_session.SessionMessage.$Properties instead.
         */

        /**
         * Shape of a SessionMessage.
         * @typedef {weave_session.SessionMessage.$Properties} weave_session.SessionMessage.$Shape
         */

        /**
         * Constructs a new SessionMessage.
         * @memberof weave_session
         * @classdesc Represents a SessionMessage.
         * @constructor
         * @param {weave_session.SessionMessage.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const SessionMessage = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * SessionMessage init.
         * @member {weave_session.Init.$Properties|null|undefined} init
         * @memberof weave_session.SessionMessage
         * @instance
         */
        SessionMessage.prototype.init = null;

        /**
         * SessionMessage reply.
         * @member {weave_session.Reply.$Properties|null|undefined} reply
         * @memberof weave_session.SessionMessage
         * @instance
         */
        SessionMessage.prototype.reply = null;

        /**
         * SessionMessage close.
         * @member {weave_session.Close.$Properties|null|undefined} close
         * @memberof weave_session.SessionMessage
         * @instance
         */
        SessionMessage.prototype.close = null;

        /**
         * SessionMessage refusal.
         * @member {weave_session.Refusal.$Properties|null|undefined} refusal
         * @memberof weave_session.SessionMessage
         * @instance
         */
        SessionMessage.prototype.refusal = null;

        /**
         * Encodes the specified SessionMessage message. Does not implicitly {@link weave_session.SessionMessage.verify|verify} messages.
         * @function encode
         * @memberof weave_session.SessionMessage
         * @static
         * @param {weave_session.SessionMessage.$Properties} message SessionMessage message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        SessionMessage.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.init != null && $Object.hasOwnProperty.call(message, "init"))
                $root.weave_session.Init.encode(message.init, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.reply != null && $Object.hasOwnProperty.call(message, "reply"))
                $root.weave_session.Reply.encode(message.reply, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.close != null && $Object.hasOwnProperty.call(message, "close"))
                $root.weave_session.Close.encode(message.close, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                $root.weave_session.Refusal.encode(message.refusal, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a SessionMessage message from the specified reader or buffer.
         * @function decode
         * @memberof weave_session.SessionMessage
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_session.SessionMessage & weave_session.SessionMessage.$Shape} SessionMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        SessionMessage.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.weave_session.SessionMessage();
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
                        message.init = $root.weave_session.Init.decode(reader, reader.size(), $undefined, _depth + 1, message.init);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.reply = $root.weave_session.Reply.decode(reader, reader.size(), $undefined, _depth + 1, message.reply);
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.close = $root.weave_session.Close.decode(reader, reader.size(), $undefined, _depth + 1, message.close);
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.refusal = $root.weave_session.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
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
         * Gets the type url for SessionMessage
         * @function getTypeUrl
         * @memberof weave_session.SessionMessage
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        SessionMessage.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_session.SessionMessage";
        };

        return SessionMessage;
    })();

    weave_session.Init = (function() {

        /**
         * Properties of an Init.
         * @typedef {Object} weave_session.Init.$Properties
         * @property {number|null} [index] Init index
         * @property {Uint8Array|null} [ephemeral] Init ephemeral
         * @property {Array.<string>|null} [suites] Init suites
         * @property {Uint8Array|null} [meshId] Init meshId
         * @property {Uint8Array|null} [signature] Init signature
         * @property {Uint8Array|null} [extensions] Init extensions
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Init.
         * @memberof weave_session
         * @interface IInit
         * @augments weave_session.Init.$Properties
         * @deprecated Use weave_session.Init.$Properties instead.
         */

        /**
         * Shape of an Init.
         * @typedef {weave_session.Init.$Properties} weave_session.Init.$Shape
         */

        /**
         * Constructs a new Init.
         * @memberof weave_session
         * @classdesc Represents an Init.
         * @constructor
         * @param {weave_session.Init.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Init = function (properties) {
            this.suites = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Init index.
         * @member {number} index
         * @memberof weave_session.Init
         * @instance
         */
        Init.prototype.index = 0;

        /**
         * Init ephemeral.
         * @member {Uint8Array} ephemeral
         * @memberof weave_session.Init
         * @instance
         */
        Init.prototype.ephemeral = $util.newBuffer([]);

        /**
         * Init suites.
         * @member {Array.<string>} suites
         * @memberof weave_session.Init
         * @instance
         */
        Init.prototype.suites = $util.emptyArray;

        /**
         * Init meshId.
         * @member {Uint8Array} meshId
         * @memberof weave_session.Init
         * @instance
         */
        Init.prototype.meshId = $util.newBuffer([]);

        /**
         * Init signature.
         * @member {Uint8Array} signature
         * @memberof weave_session.Init
         * @instance
         */
        Init.prototype.signature = $util.newBuffer([]);

        /**
         * Init extensions.
         * @member {Uint8Array} extensions
         * @memberof weave_session.Init
         * @instance
         */
        Init.prototype.extensions = $util.newBuffer([]);

        /**
         * Encodes the specified Init message. Does not implicitly {@link weave_session.Init.verify|verify} messages.
         * @function encode
         * @memberof weave_session.Init
         * @static
         * @param {weave_session.Init.$Properties} message Init message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Init.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && message.index !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.index);
            if (message.ephemeral != null && $Object.hasOwnProperty.call(message, "ephemeral") && message.ephemeral.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.ephemeral);
            if (message.suites != null && message.suites.length)
                for (let i = 0; i < message.suites.length; ++i)
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.suites[i]);
            if (message.meshId != null && $Object.hasOwnProperty.call(message, "meshId") && message.meshId.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.meshId);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.signature);
            if (message.extensions != null && $Object.hasOwnProperty.call(message, "extensions") && message.extensions.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.extensions);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Init message from the specified reader or buffer.
         * @function decode
         * @memberof weave_session.Init
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_session.Init & weave_session.Init.$Shape} Init
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Init.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.weave_session.Init();
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
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.ephemeral = value;
                        else
                            delete message.ephemeral;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.suites && message.suites.length))
                            message.suites = [];
                        message.suites.push(reader.stringVerify());
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.meshId = value;
                        else
                            delete message.meshId;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.signature = value;
                        else
                            delete message.signature;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.extensions = value;
                        else
                            delete message.extensions;
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
         * Gets the type url for Init
         * @function getTypeUrl
         * @memberof weave_session.Init
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Init.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_session.Init";
        };

        return Init;
    })();

    weave_session.Reply = (function() {

        /**
         * Properties of a Reply.
         * @typedef {Object} weave_session.Reply.$Properties
         * @property {number|null} [initIndex] Reply initIndex
         * @property {number|null} [index] Reply index
         * @property {Uint8Array|null} [ephemeral] Reply ephemeral
         * @property {string|null} [suite] Reply suite
         * @property {Uint8Array|null} [signature] Reply signature
         * @property {Uint8Array|null} [extensions] Reply extensions
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Reply.
         * @memberof weave_session
         * @interface IReply
         * @augments weave_session.Reply.$Properties
         * @deprecated Use weave_session.Reply.$Properties instead.
         */

        /**
         * Shape of a Reply.
         * @typedef {weave_session.Reply.$Properties} weave_session.Reply.$Shape
         */

        /**
         * Constructs a new Reply.
         * @memberof weave_session
         * @classdesc Represents a Reply.
         * @constructor
         * @param {weave_session.Reply.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Reply = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Reply initIndex.
         * @member {number} initIndex
         * @memberof weave_session.Reply
         * @instance
         */
        Reply.prototype.initIndex = 0;

        /**
         * Reply index.
         * @member {number} index
         * @memberof weave_session.Reply
         * @instance
         */
        Reply.prototype.index = 0;

        /**
         * Reply ephemeral.
         * @member {Uint8Array} ephemeral
         * @memberof weave_session.Reply
         * @instance
         */
        Reply.prototype.ephemeral = $util.newBuffer([]);

        /**
         * Reply suite.
         * @member {string} suite
         * @memberof weave_session.Reply
         * @instance
         */
        Reply.prototype.suite = "";

        /**
         * Reply signature.
         * @member {Uint8Array} signature
         * @memberof weave_session.Reply
         * @instance
         */
        Reply.prototype.signature = $util.newBuffer([]);

        /**
         * Reply extensions.
         * @member {Uint8Array} extensions
         * @memberof weave_session.Reply
         * @instance
         */
        Reply.prototype.extensions = $util.newBuffer([]);

        /**
         * Encodes the specified Reply message. Does not implicitly {@link weave_session.Reply.verify|verify} messages.
         * @function encode
         * @memberof weave_session.Reply
         * @static
         * @param {weave_session.Reply.$Properties} message Reply message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Reply.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.initIndex != null && $Object.hasOwnProperty.call(message, "initIndex") && message.initIndex !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.initIndex);
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && message.index !== 0)
                writer.uint32(/* id 2, wireType 5 =*/21).fixed32(message.index);
            if (message.ephemeral != null && $Object.hasOwnProperty.call(message, "ephemeral") && message.ephemeral.length)
                writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.ephemeral);
            if (message.suite != null && $Object.hasOwnProperty.call(message, "suite") && message.suite !== "")
                writer.uint32(/* id 4, wireType 2 =*/34).string(message.suite);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.signature);
            if (message.extensions != null && $Object.hasOwnProperty.call(message, "extensions") && message.extensions.length)
                writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.extensions);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Reply message from the specified reader or buffer.
         * @function decode
         * @memberof weave_session.Reply
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_session.Reply & weave_session.Reply.$Shape} Reply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Reply.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.weave_session.Reply();
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
                            message.initIndex = value;
                        else
                            delete message.initIndex;
                        continue;
                    }
                case 2: {
                        if (wireType !== 5)
                            break;
                        if (value = reader.fixed32())
                            message.index = value;
                        else
                            delete message.index;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.ephemeral = value;
                        else
                            delete message.ephemeral;
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.suite = value;
                        else
                            delete message.suite;
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.signature = value;
                        else
                            delete message.signature;
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.bytes()).length)
                            message.extensions = value;
                        else
                            delete message.extensions;
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
         * Gets the type url for Reply
         * @function getTypeUrl
         * @memberof weave_session.Reply
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Reply.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_session.Reply";
        };

        return Reply;
    })();

    weave_session.Refusal = (function() {

        /**
         * Properties of a Refusal.
         * @typedef {Object} weave_session.Refusal.$Properties
         * @property {number|null} [initIndex] Refusal initIndex
         * @property {string|null} [reason] Refusal reason
         * @property {Array.<string>|null} [suites] Refusal suites
         * @property {Uint8Array|null} [signature] Refusal signature
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Refusal.
         * @memberof weave_session
         * @interface IRefusal
         * @augments weave_session.Refusal.$Properties
         * @deprecated Use weave_session.Refusal.$Properties instead.
         */

        /**
         * Shape of a Refusal.
         * @typedef {weave_session.Refusal.$Properties} weave_session.Refusal.$Shape
         */

        /**
         * Constructs a new Refusal.
         * @memberof weave_session
         * @classdesc Represents a Refusal.
         * @constructor
         * @param {weave_session.Refusal.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Refusal = function (properties) {
            this.suites = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Refusal initIndex.
         * @member {number} initIndex
         * @memberof weave_session.Refusal
         * @instance
         */
        Refusal.prototype.initIndex = 0;

        /**
         * Refusal reason.
         * @member {string} reason
         * @memberof weave_session.Refusal
         * @instance
         */
        Refusal.prototype.reason = "";

        /**
         * Refusal suites.
         * @member {Array.<string>} suites
         * @memberof weave_session.Refusal
         * @instance
         */
        Refusal.prototype.suites = $util.emptyArray;

        /**
         * Refusal signature.
         * @member {Uint8Array} signature
         * @memberof weave_session.Refusal
         * @instance
         */
        Refusal.prototype.signature = $util.newBuffer([]);

        /**
         * Encodes the specified Refusal message. Does not implicitly {@link weave_session.Refusal.verify|verify} messages.
         * @function encode
         * @memberof weave_session.Refusal
         * @static
         * @param {weave_session.Refusal.$Properties} message Refusal message or plain object to encode
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
            if (message.initIndex != null && $Object.hasOwnProperty.call(message, "initIndex") && message.initIndex !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.initIndex);
            if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
            if (message.suites != null && message.suites.length)
                for (let i = 0; i < message.suites.length; ++i)
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.suites[i]);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.signature);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Refusal message from the specified reader or buffer.
         * @function decode
         * @memberof weave_session.Refusal
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_session.Refusal & weave_session.Refusal.$Shape} Refusal
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
            message = _target || new $root.weave_session.Refusal();
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
                            message.initIndex = value;
                        else
                            delete message.initIndex;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.reason = value;
                        else
                            delete message.reason;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.suites && message.suites.length))
                            message.suites = [];
                        message.suites.push(reader.stringVerify());
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
         * Gets the type url for Refusal
         * @function getTypeUrl
         * @memberof weave_session.Refusal
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Refusal.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_session.Refusal";
        };

        return Refusal;
    })();

    weave_session.Close = (function() {

        /**
         * Properties of a Close.
         * @typedef {Object} weave_session.Close.$Properties
         * @property {number|null} [index] Close index
         * @property {Uint8Array|null} [signature] Close signature
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Close.
         * @memberof weave_session
         * @interface IClose
         * @augments weave_session.Close.$Properties
         * @deprecated Use weave_session.Close.$Properties instead.
         */

        /**
         * Shape of a Close.
         * @typedef {weave_session.Close.$Properties} weave_session.Close.$Shape
         */

        /**
         * Constructs a new Close.
         * @memberof weave_session
         * @classdesc Represents a Close.
         * @constructor
         * @param {weave_session.Close.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Close = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Close index.
         * @member {number} index
         * @memberof weave_session.Close
         * @instance
         */
        Close.prototype.index = 0;

        /**
         * Close signature.
         * @member {Uint8Array} signature
         * @memberof weave_session.Close
         * @instance
         */
        Close.prototype.signature = $util.newBuffer([]);

        /**
         * Encodes the specified Close message. Does not implicitly {@link weave_session.Close.verify|verify} messages.
         * @function encode
         * @memberof weave_session.Close
         * @static
         * @param {weave_session.Close.$Properties} message Close message or plain object to encode
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
            if (message.index != null && $Object.hasOwnProperty.call(message, "index") && message.index !== 0)
                writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.index);
            if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Close message from the specified reader or buffer.
         * @function decode
         * @memberof weave_session.Close
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {weave_session.Close & weave_session.Close.$Shape} Close
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
            message = _target || new $root.weave_session.Close();
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
                            message.index = value;
                        else
                            delete message.index;
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
         * Gets the type url for Close
         * @function getTypeUrl
         * @memberof weave_session.Close
         * @static
         * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns {string} The type url
         */
        Close.getTypeUrl = function(prefix) {
            if (prefix === $undefined)
                prefix = "type.googleapis.com";
            return prefix + "/weave_session.Close";
        };

        return Close;
    })();

    return weave_session;
})();

export {
  $root as default
};
