import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace weave_session. */
export namespace weave_session {

    /**
     * Properties of a SessionMessage.
     * @deprecated Use weave_session.SessionMessage.$Properties instead.
     */
    interface ISessionMessage extends weave_session.SessionMessage.$Properties {
    }

    /** Represents a SessionMessage. */
    class SessionMessage {

        /**
         * Constructs a new SessionMessage.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_session.SessionMessage.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SessionMessage init. */
        init?: (weave_session.Init.$Properties|null);

        /** SessionMessage reply. */
        reply?: (weave_session.Reply.$Properties|null);

        /** SessionMessage close. */
        close?: (weave_session.Close.$Properties|null);

        /** SessionMessage refusal. */
        refusal?: (weave_session.Refusal.$Properties|null);

        /**
         * Encodes the specified SessionMessage message. Does not implicitly {@link weave_session.SessionMessage.verify|verify} messages.
         * @param message SessionMessage message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_session.SessionMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SessionMessage message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_session.SessionMessage & weave_session.SessionMessage.$Shape} SessionMessage
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_session.SessionMessage & weave_session.SessionMessage.$Shape;

        /**
         * Gets the type url for SessionMessage
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SessionMessage {

        /** Properties of a SessionMessage. */
        interface $Properties {

            /** SessionMessage init */
            init?: (weave_session.Init.$Properties|null);

            /** SessionMessage reply */
            reply?: (weave_session.Reply.$Properties|null);

            /** SessionMessage close */
            close?: (weave_session.Close.$Properties|null);

            /** SessionMessage refusal */
            refusal?: (weave_session.Refusal.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SessionMessage. */
        type $Shape = weave_session.SessionMessage.$Properties;
    }

    /**
     * Properties of an Init.
     * @deprecated Use weave_session.Init.$Properties instead.
     */
    interface IInit extends weave_session.Init.$Properties {
    }

    /** Represents an Init. */
    class Init {

        /**
         * Constructs a new Init.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_session.Init.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Init index. */
        index: number;

        /** Init ephemeral. */
        ephemeral: Uint8Array;

        /** Init suites. */
        suites: string[];

        /** Init meshId. */
        meshId: Uint8Array;

        /** Init signature. */
        signature: Uint8Array;

        /** Init extensions. */
        extensions: Uint8Array;

        /**
         * Encodes the specified Init message. Does not implicitly {@link weave_session.Init.verify|verify} messages.
         * @param message Init message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_session.Init.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Init message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_session.Init & weave_session.Init.$Shape} Init
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_session.Init & weave_session.Init.$Shape;

        /**
         * Gets the type url for Init
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Init {

        /** Properties of an Init. */
        interface $Properties {

            /** Init index */
            index?: (number|null);

            /** Init ephemeral */
            ephemeral?: (Uint8Array|null);

            /** Init suites */
            suites?: (string[]|null);

            /** Init meshId */
            meshId?: (Uint8Array|null);

            /** Init signature */
            signature?: (Uint8Array|null);

            /** Init extensions */
            extensions?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Init. */
        type $Shape = weave_session.Init.$Properties;
    }

    /**
     * Properties of a Reply.
     * @deprecated Use weave_session.Reply.$Properties instead.
     */
    interface IReply extends weave_session.Reply.$Properties {
    }

    /** Represents a Reply. */
    class Reply {

        /**
         * Constructs a new Reply.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_session.Reply.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Reply initIndex. */
        initIndex: number;

        /** Reply index. */
        index: number;

        /** Reply ephemeral. */
        ephemeral: Uint8Array;

        /** Reply suite. */
        suite: string;

        /** Reply signature. */
        signature: Uint8Array;

        /** Reply extensions. */
        extensions: Uint8Array;

        /**
         * Encodes the specified Reply message. Does not implicitly {@link weave_session.Reply.verify|verify} messages.
         * @param message Reply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_session.Reply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Reply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_session.Reply & weave_session.Reply.$Shape} Reply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_session.Reply & weave_session.Reply.$Shape;

        /**
         * Gets the type url for Reply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Reply {

        /** Properties of a Reply. */
        interface $Properties {

            /** Reply initIndex */
            initIndex?: (number|null);

            /** Reply index */
            index?: (number|null);

            /** Reply ephemeral */
            ephemeral?: (Uint8Array|null);

            /** Reply suite */
            suite?: (string|null);

            /** Reply signature */
            signature?: (Uint8Array|null);

            /** Reply extensions */
            extensions?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Reply. */
        type $Shape = weave_session.Reply.$Properties;
    }

    /**
     * Properties of a Refusal.
     * @deprecated Use weave_session.Refusal.$Properties instead.
     */
    interface IRefusal extends weave_session.Refusal.$Properties {
    }

    /** Represents a Refusal. */
    class Refusal {

        /**
         * Constructs a new Refusal.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_session.Refusal.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Refusal initIndex. */
        initIndex: number;

        /** Refusal reason. */
        reason: string;

        /** Refusal suites. */
        suites: string[];

        /** Refusal signature. */
        signature: Uint8Array;

        /**
         * Encodes the specified Refusal message. Does not implicitly {@link weave_session.Refusal.verify|verify} messages.
         * @param message Refusal message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_session.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Refusal message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_session.Refusal & weave_session.Refusal.$Shape} Refusal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_session.Refusal & weave_session.Refusal.$Shape;

        /**
         * Gets the type url for Refusal
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Refusal {

        /** Properties of a Refusal. */
        interface $Properties {

            /** Refusal initIndex */
            initIndex?: (number|null);

            /** Refusal reason */
            reason?: (string|null);

            /** Refusal suites */
            suites?: (string[]|null);

            /** Refusal signature */
            signature?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Refusal. */
        type $Shape = weave_session.Refusal.$Properties;
    }

    /**
     * Properties of a Close.
     * @deprecated Use weave_session.Close.$Properties instead.
     */
    interface IClose extends weave_session.Close.$Properties {
    }

    /** Represents a Close. */
    class Close {

        /**
         * Constructs a new Close.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_session.Close.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Close index. */
        index: number;

        /** Close signature. */
        signature: Uint8Array;

        /**
         * Encodes the specified Close message. Does not implicitly {@link weave_session.Close.verify|verify} messages.
         * @param message Close message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_session.Close.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Close message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_session.Close & weave_session.Close.$Shape} Close
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_session.Close & weave_session.Close.$Shape;

        /**
         * Gets the type url for Close
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Close {

        /** Properties of a Close. */
        interface $Properties {

            /** Close index */
            index?: (number|null);

            /** Close signature */
            signature?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Close. */
        type $Shape = weave_session.Close.$Properties;
    }
}
