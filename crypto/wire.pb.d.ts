import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace weave_crypto. */
export namespace weave_crypto {

    /**
     * Properties of a HandshakeFrame.
     * @deprecated Use weave_crypto.HandshakeFrame.$Properties instead.
     */
    interface IHandshakeFrame extends weave_crypto.HandshakeFrame.$Properties {
    }

    /** Represents a HandshakeFrame. */
    class HandshakeFrame {

        /**
         * Constructs a new HandshakeFrame.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_crypto.HandshakeFrame.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HandshakeFrame hello. */
        hello?: (weave_crypto.Hello.$Properties|null);

        /** HandshakeFrame proof. */
        proof: Uint8Array;

        /** HandshakeFrame refusal. */
        refusal?: (weave_crypto.Refusal.$Properties|null);

        /**
         * Encodes the specified HandshakeFrame message. Does not implicitly {@link weave_crypto.HandshakeFrame.verify|verify} messages.
         * @param message HandshakeFrame message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_crypto.HandshakeFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HandshakeFrame message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_crypto.HandshakeFrame & weave_crypto.HandshakeFrame.$Shape} HandshakeFrame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_crypto.HandshakeFrame & weave_crypto.HandshakeFrame.$Shape;

        /**
         * Gets the type url for HandshakeFrame
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace HandshakeFrame {

        /** Properties of a HandshakeFrame. */
        interface $Properties {

            /** HandshakeFrame hello */
            hello?: (weave_crypto.Hello.$Properties|null);

            /** HandshakeFrame proof */
            proof?: (Uint8Array|null);

            /** HandshakeFrame refusal */
            refusal?: (weave_crypto.Refusal.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HandshakeFrame. */
        type $Shape = weave_crypto.HandshakeFrame.$Properties;
    }

    /**
     * Properties of a Hello.
     * @deprecated Use weave_crypto.Hello.$Properties instead.
     */
    interface IHello extends weave_crypto.Hello.$Properties {
    }

    /** Represents a Hello. */
    class Hello {

        /**
         * Constructs a new Hello.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_crypto.Hello.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Hello offer. */
        offer: Uint8Array;

        /** Hello share. */
        share: Uint8Array;

        /**
         * Encodes the specified Hello message. Does not implicitly {@link weave_crypto.Hello.verify|verify} messages.
         * @param message Hello message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_crypto.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_crypto.Hello & weave_crypto.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_crypto.Hello & weave_crypto.Hello.$Shape;

        /**
         * Gets the type url for Hello
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Hello {

        /** Properties of a Hello. */
        interface $Properties {

            /** Hello offer */
            offer?: (Uint8Array|null);

            /** Hello share */
            share?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Hello. */
        type $Shape = weave_crypto.Hello.$Properties;
    }

    /**
     * Properties of an Offer.
     * @deprecated Use weave_crypto.Offer.$Properties instead.
     */
    interface IOffer extends weave_crypto.Offer.$Properties {
    }

    /** Represents an Offer. */
    class Offer {

        /**
         * Constructs a new Offer.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_crypto.Offer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Offer protocol. */
        protocol: string;

        /** Offer role. */
        role: number;

        /** Offer versionMin. */
        versionMin: number;

        /** Offer versionMax. */
        versionMax: number;

        /** Offer passwordRequired. */
        passwordRequired: boolean;

        /** Offer name. */
        name: Uint8Array;

        /** Offer meshId. */
        meshId: Uint8Array;

        /** Offer credential. */
        credential: number;

        /** Offer suites. */
        suites: string[];

        /** Offer nonce. */
        nonce: Uint8Array;

        /**
         * Encodes the specified Offer message. Does not implicitly {@link weave_crypto.Offer.verify|verify} messages.
         * @param message Offer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_crypto.Offer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Offer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_crypto.Offer & weave_crypto.Offer.$Shape} Offer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_crypto.Offer & weave_crypto.Offer.$Shape;

        /**
         * Gets the type url for Offer
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Offer {

        /** Properties of an Offer. */
        interface $Properties {

            /** Offer protocol */
            protocol?: (string|null);

            /** Offer role */
            role?: (number|null);

            /** Offer versionMin */
            versionMin?: (number|null);

            /** Offer versionMax */
            versionMax?: (number|null);

            /** Offer passwordRequired */
            passwordRequired?: (boolean|null);

            /** Offer name */
            name?: (Uint8Array|null);

            /** Offer meshId */
            meshId?: (Uint8Array|null);

            /** Offer credential */
            credential?: (number|null);

            /** Offer suites */
            suites?: (string[]|null);

            /** Offer nonce */
            nonce?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Offer. */
        type $Shape = weave_crypto.Offer.$Properties;
    }

    /**
     * Properties of a Proof.
     * @deprecated Use weave_crypto.Proof.$Properties instead.
     */
    interface IProof extends weave_crypto.Proof.$Properties {
    }

    /** Represents a Proof. */
    class Proof {

        /**
         * Constructs a new Proof.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_crypto.Proof.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Proof publicKey. */
        publicKey: Uint8Array;

        /** Proof signature. */
        signature: Uint8Array;

        /** Proof payload. */
        payload: Uint8Array;

        /**
         * Encodes the specified Proof message. Does not implicitly {@link weave_crypto.Proof.verify|verify} messages.
         * @param message Proof message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_crypto.Proof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Proof message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_crypto.Proof & weave_crypto.Proof.$Shape} Proof
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_crypto.Proof & weave_crypto.Proof.$Shape;

        /**
         * Gets the type url for Proof
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Proof {

        /** Properties of a Proof. */
        interface $Properties {

            /** Proof publicKey */
            publicKey?: (Uint8Array|null);

            /** Proof signature */
            signature?: (Uint8Array|null);

            /** Proof payload */
            payload?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Proof. */
        type $Shape = weave_crypto.Proof.$Properties;
    }

    /**
     * Properties of a Refusal.
     * @deprecated Use weave_crypto.Refusal.$Properties instead.
     */
    interface IRefusal extends weave_crypto.Refusal.$Properties {
    }

    /** Represents a Refusal. */
    class Refusal {

        /**
         * Constructs a new Refusal.
         * @param [properties] Properties to set
         */
        constructor(properties?: weave_crypto.Refusal.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Refusal code. */
        code: string;

        /** Refusal message. */
        message: string;

        /**
         * Encodes the specified Refusal message. Does not implicitly {@link weave_crypto.Refusal.verify|verify} messages.
         * @param message Refusal message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: weave_crypto.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Refusal message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {weave_crypto.Refusal & weave_crypto.Refusal.$Shape} Refusal
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): weave_crypto.Refusal & weave_crypto.Refusal.$Shape;

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

            /** Refusal code */
            code?: (string|null);

            /** Refusal message */
            message?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Refusal. */
        type $Shape = weave_crypto.Refusal.$Properties;
    }
}
