import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace gossip. */
export namespace gossip {

    /**
     * Properties of an Envelope.
     * @deprecated Use gossip.Envelope.$Properties instead.
     */
    interface IEnvelope extends gossip.Envelope.$Properties {
    }

    /** Represents an Envelope. */
    class Envelope {

        /**
         * Constructs a new Envelope.
         * @param [properties] Properties to set
         */
        constructor(properties?: gossip.Envelope.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Envelope hopLimit. */
        hopLimit: number;

        /** Envelope root. */
        root: Uint8Array;

        /** Envelope broadcast. */
        broadcast: Uint8Array;

        /** Envelope unicast. */
        unicast: Uint8Array;

        /** Envelope summary. */
        summary?: (gossip.Summary.$Properties|null);

        /** Envelope digest. */
        digest?: (gossip.Digest.$Properties|null);

        /** Envelope difference. */
        difference?: (gossip.Difference.$Properties|null);

        /**
         * Encodes the specified Envelope message. Does not implicitly {@link gossip.Envelope.verify|verify} messages.
         * @param message Envelope message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gossip.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Envelope message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gossip.Envelope & gossip.Envelope.$Shape} Envelope
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gossip.Envelope & gossip.Envelope.$Shape;

        /**
         * Gets the type url for Envelope
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Envelope {

        /** Properties of an Envelope. */
        interface $Properties {

            /** Envelope hopLimit */
            hopLimit?: (number|null);

            /** Envelope root */
            root?: (Uint8Array|null);

            /** Envelope broadcast */
            broadcast?: (Uint8Array|null);

            /** Envelope unicast */
            unicast?: (Uint8Array|null);

            /** Envelope summary */
            summary?: (gossip.Summary.$Properties|null);

            /** Envelope digest */
            digest?: (gossip.Digest.$Properties|null);

            /** Envelope difference */
            difference?: (gossip.Difference.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Envelope. */
        type $Shape = gossip.Envelope.$Properties;
    }

    /**
     * Properties of a Broadcast.
     * @deprecated Use gossip.Broadcast.$Properties instead.
     */
    interface IBroadcast extends gossip.Broadcast.$Properties {
    }

    /** Represents a Broadcast. */
    class Broadcast {

        /**
         * Constructs a new Broadcast.
         * @param [properties] Properties to set
         */
        constructor(properties?: gossip.Broadcast.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Broadcast source. */
        source: Uint8Array;

        /** Broadcast epoch. */
        epoch: Uint8Array;

        /** Broadcast sequence. */
        sequence: number;

        /** Broadcast channel. */
        channel: string;

        /** Broadcast payload. */
        payload: Uint8Array;

        /**
         * Encodes the specified Broadcast message. Does not implicitly {@link gossip.Broadcast.verify|verify} messages.
         * @param message Broadcast message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gossip.Broadcast.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Broadcast message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gossip.Broadcast & gossip.Broadcast.$Shape} Broadcast
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gossip.Broadcast & gossip.Broadcast.$Shape;

        /**
         * Gets the type url for Broadcast
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Broadcast {

        /** Properties of a Broadcast. */
        interface $Properties {

            /** Broadcast source */
            source?: (Uint8Array|null);

            /** Broadcast epoch */
            epoch?: (Uint8Array|null);

            /** Broadcast sequence */
            sequence?: (number|null);

            /** Broadcast channel */
            channel?: (string|null);

            /** Broadcast payload */
            payload?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Broadcast. */
        type $Shape = gossip.Broadcast.$Properties;
    }

    /**
     * Properties of a Unicast.
     * @deprecated Use gossip.Unicast.$Properties instead.
     */
    interface IUnicast extends gossip.Unicast.$Properties {
    }

    /** Represents a Unicast. */
    class Unicast {

        /**
         * Constructs a new Unicast.
         * @param [properties] Properties to set
         */
        constructor(properties?: gossip.Unicast.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Unicast source. */
        source: Uint8Array;

        /** Unicast destination. */
        destination: Uint8Array;

        /** Unicast channel. */
        channel: string;

        /** Unicast payload. */
        payload: Uint8Array;

        /**
         * Encodes the specified Unicast message. Does not implicitly {@link gossip.Unicast.verify|verify} messages.
         * @param message Unicast message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gossip.Unicast.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Unicast message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gossip.Unicast & gossip.Unicast.$Shape} Unicast
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gossip.Unicast & gossip.Unicast.$Shape;

        /**
         * Gets the type url for Unicast
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Unicast {

        /** Properties of a Unicast. */
        interface $Properties {

            /** Unicast source */
            source?: (Uint8Array|null);

            /** Unicast destination */
            destination?: (Uint8Array|null);

            /** Unicast channel */
            channel?: (string|null);

            /** Unicast payload */
            payload?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Unicast. */
        type $Shape = gossip.Unicast.$Properties;
    }

    /**
     * Properties of a Summary.
     * @deprecated Use gossip.Summary.$Properties instead.
     */
    interface ISummary extends gossip.Summary.$Properties {
    }

    /** Represents a Summary. */
    class Summary {

        /**
         * Constructs a new Summary.
         * @param [properties] Properties to set
         */
        constructor(properties?: gossip.Summary.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Summary channels. */
        channels: gossip.ChannelHash.$Properties[];

        /** Summary answer. */
        answer: boolean;

        /**
         * Encodes the specified Summary message. Does not implicitly {@link gossip.Summary.verify|verify} messages.
         * @param message Summary message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gossip.Summary.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Summary message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gossip.Summary & gossip.Summary.$Shape} Summary
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gossip.Summary & gossip.Summary.$Shape;

        /**
         * Gets the type url for Summary
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Summary {

        /** Properties of a Summary. */
        interface $Properties {

            /** Summary channels */
            channels?: (gossip.ChannelHash.$Properties[]|null);

            /** Summary answer */
            answer?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Summary. */
        type $Shape = gossip.Summary.$Properties;
    }

    /**
     * Properties of a ChannelHash.
     * @deprecated Use gossip.ChannelHash.$Properties instead.
     */
    interface IChannelHash extends gossip.ChannelHash.$Properties {
    }

    /** Represents a ChannelHash. */
    class ChannelHash {

        /**
         * Constructs a new ChannelHash.
         * @param [properties] Properties to set
         */
        constructor(properties?: gossip.ChannelHash.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChannelHash channel. */
        channel: string;

        /** ChannelHash hash. */
        hash: Uint8Array;

        /**
         * Encodes the specified ChannelHash message. Does not implicitly {@link gossip.ChannelHash.verify|verify} messages.
         * @param message ChannelHash message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gossip.ChannelHash.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChannelHash message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gossip.ChannelHash & gossip.ChannelHash.$Shape} ChannelHash
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gossip.ChannelHash & gossip.ChannelHash.$Shape;

        /**
         * Gets the type url for ChannelHash
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChannelHash {

        /** Properties of a ChannelHash. */
        interface $Properties {

            /** ChannelHash channel */
            channel?: (string|null);

            /** ChannelHash hash */
            hash?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChannelHash. */
        type $Shape = gossip.ChannelHash.$Properties;
    }

    /**
     * Properties of a Digest.
     * @deprecated Use gossip.Digest.$Properties instead.
     */
    interface IDigest extends gossip.Digest.$Properties {
    }

    /** Represents a Digest. */
    class Digest {

        /**
         * Constructs a new Digest.
         * @param [properties] Properties to set
         */
        constructor(properties?: gossip.Digest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Digest channel. */
        channel: string;

        /** Digest digest. */
        digest: Uint8Array;

        /** Digest round. */
        round: number;

        /**
         * Encodes the specified Digest message. Does not implicitly {@link gossip.Digest.verify|verify} messages.
         * @param message Digest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gossip.Digest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Digest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gossip.Digest & gossip.Digest.$Shape} Digest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gossip.Digest & gossip.Digest.$Shape;

        /**
         * Gets the type url for Digest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Digest {

        /** Properties of a Digest. */
        interface $Properties {

            /** Digest channel */
            channel?: (string|null);

            /** Digest digest */
            digest?: (Uint8Array|null);

            /** Digest round */
            round?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Digest. */
        type $Shape = gossip.Digest.$Properties;
    }

    /**
     * Properties of a Difference.
     * @deprecated Use gossip.Difference.$Properties instead.
     */
    interface IDifference extends gossip.Difference.$Properties {
    }

    /** Represents a Difference. */
    class Difference {

        /**
         * Constructs a new Difference.
         * @param [properties] Properties to set
         */
        constructor(properties?: gossip.Difference.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Difference channel. */
        channel: string;

        /** Difference payload. */
        payload: Uint8Array;

        /** Difference last. */
        last: boolean;

        /**
         * Encodes the specified Difference message. Does not implicitly {@link gossip.Difference.verify|verify} messages.
         * @param message Difference message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: gossip.Difference.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Difference message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {gossip.Difference & gossip.Difference.$Shape} Difference
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): gossip.Difference & gossip.Difference.$Shape;

        /**
         * Gets the type url for Difference
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Difference {

        /** Properties of a Difference. */
        interface $Properties {

            /** Difference channel */
            channel?: (string|null);

            /** Difference payload */
            payload?: (Uint8Array|null);

            /** Difference last */
            last?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Difference. */
        type $Shape = gossip.Difference.$Properties;
    }
}
