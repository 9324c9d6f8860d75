import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace mesh. */
export namespace mesh {

    /**
     * Properties of a Hello.
     * @deprecated Use mesh.Hello.$Properties instead.
     */
    interface IHello extends mesh.Hello.$Properties {
    }

    /** Represents a Hello. */
    class Hello {

        /**
         * Constructs a new Hello.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.Hello.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Hello nickname. */
        nickname: string;

        /** Hello bootNonce. */
        bootNonce: Uint8Array;

        /** Hello port. */
        port: number;

        /** Hello connectionNonce. */
        connectionNonce: Uint8Array;

        /** Hello range. */
        range: string;

        /** Hello rangeExplicit. */
        rangeExplicit: boolean;

        /** Hello meshRange. */
        meshRange: string;

        /** Hello meshHosts. */
        meshHosts: number;

        /** Hello meshNames. */
        meshNames: string[];

        /**
         * Encodes the specified Hello message. Does not implicitly {@link mesh.Hello.verify|verify} messages.
         * @param message Hello message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.Hello & mesh.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.Hello & mesh.Hello.$Shape;

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

            /** Hello nickname */
            nickname?: (string|null);

            /** Hello bootNonce */
            bootNonce?: (Uint8Array|null);

            /** Hello port */
            port?: (number|null);

            /** Hello connectionNonce */
            connectionNonce?: (Uint8Array|null);

            /** Hello range */
            range?: (string|null);

            /** Hello rangeExplicit */
            rangeExplicit?: (boolean|null);

            /** Hello meshRange */
            meshRange?: (string|null);

            /** Hello meshHosts */
            meshHosts?: (number|null);

            /** Hello meshNames */
            meshNames?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Hello. */
        type $Shape = mesh.Hello.$Properties;
    }

    /**
     * Properties of a Control.
     * @deprecated Use mesh.Control.$Properties instead.
     */
    interface IControl extends mesh.Control.$Properties {
    }

    /** Represents a Control. */
    class Control {

        /**
         * Constructs a new Control.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.Control.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Control gossip. */
        gossip?: (Uint8Array|null);

        /** Control ping. */
        ping?: (mesh.Heartbeat.$Properties|null);

        /** Control pong. */
        pong?: (mesh.Heartbeat.$Properties|null);

        /** Control close. */
        close?: (mesh.Close.$Properties|null);

        /** Control accept. */
        accept?: (mesh.Accept.$Properties|null);

        /** Control fence. */
        fence?: (mesh.Fence.$Properties|null);

        /** Control need. */
        need?: (mesh.Need.$Properties|null);

        /** Control body. */
        body?: ("gossip"|"ping"|"pong"|"close"|"accept"|"fence"|"need");

        /**
         * Encodes the specified Control message. Does not implicitly {@link mesh.Control.verify|verify} messages.
         * @param message Control message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.Control.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Control message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.Control & mesh.Control.$Shape} Control
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.Control & mesh.Control.$Shape;

        /**
         * Gets the type url for Control
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Control {

        /** Properties of a Control. */
        interface $Properties {

            /** Control gossip */
            gossip?: (Uint8Array|null);

            /** Control ping */
            ping?: (mesh.Heartbeat.$Properties|null);

            /** Control pong */
            pong?: (mesh.Heartbeat.$Properties|null);

            /** Control close */
            close?: (mesh.Close.$Properties|null);

            /** Control accept */
            accept?: (mesh.Accept.$Properties|null);

            /** Control fence */
            fence?: (mesh.Fence.$Properties|null);

            /** Control need */
            need?: (mesh.Need.$Properties|null);

            /** Control body */
            body?: ("gossip"|"ping"|"pong"|"close"|"accept"|"fence"|"need");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a Control. */
        type $Shape = {
          gossip?: Uint8Array|null;
          ping?: mesh.Heartbeat.$Shape|null;
          pong?: mesh.Heartbeat.$Shape|null;
          close?: mesh.Close.$Shape|null;
          accept?: mesh.Accept.$Shape|null;
          fence?: mesh.Fence.$Shape|null;
          need?: mesh.Need.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; gossip?: null; ping?: null; pong?: null; close?: null; accept?: null; fence?: null; need?: null }|{ body?: "gossip"; gossip: Uint8Array; ping?: null; pong?: null; close?: null; accept?: null; fence?: null; need?: null }|{ body?: "ping"; gossip?: null; ping: mesh.Heartbeat.$Shape; pong?: null; close?: null; accept?: null; fence?: null; need?: null }|{ body?: "pong"; gossip?: null; ping?: null; pong: mesh.Heartbeat.$Shape; close?: null; accept?: null; fence?: null; need?: null }|{ body?: "close"; gossip?: null; ping?: null; pong?: null; close: mesh.Close.$Shape; accept?: null; fence?: null; need?: null }|{ body?: "accept"; gossip?: null; ping?: null; pong?: null; close?: null; accept: mesh.Accept.$Shape; fence?: null; need?: null }|{ body?: "fence"; gossip?: null; ping?: null; pong?: null; close?: null; accept?: null; fence: mesh.Fence.$Shape; need?: null }|{ body?: "need"; gossip?: null; ping?: null; pong?: null; close?: null; accept?: null; fence?: null; need: mesh.Need.$Shape })
        );
    }

    /**
     * Properties of a Heartbeat.
     * @deprecated Use mesh.Heartbeat.$Properties instead.
     */
    interface IHeartbeat extends mesh.Heartbeat.$Properties {
    }

    /** Represents a Heartbeat. */
    class Heartbeat {

        /**
         * Constructs a new Heartbeat.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.Heartbeat.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Heartbeat number. */
        number: number;

        /**
         * Encodes the specified Heartbeat message. Does not implicitly {@link mesh.Heartbeat.verify|verify} messages.
         * @param message Heartbeat message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Heartbeat message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.Heartbeat & mesh.Heartbeat.$Shape} Heartbeat
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.Heartbeat & mesh.Heartbeat.$Shape;

        /**
         * Gets the type url for Heartbeat
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Heartbeat {

        /** Properties of a Heartbeat. */
        interface $Properties {

            /** Heartbeat number */
            number?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Heartbeat. */
        type $Shape = mesh.Heartbeat.$Properties;
    }

    /**
     * Properties of a Close.
     * @deprecated Use mesh.Close.$Properties instead.
     */
    interface IClose extends mesh.Close.$Properties {
    }

    /** Represents a Close. */
    class Close {

        /**
         * Constructs a new Close.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.Close.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Close code. */
        code: string;

        /** Close message. */
        message: string;

        /** Close record. */
        record: Uint8Array;

        /** Close alternatives. */
        alternatives: string[];

        /**
         * Encodes the specified Close message. Does not implicitly {@link mesh.Close.verify|verify} messages.
         * @param message Close message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.Close.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Close message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.Close & mesh.Close.$Shape} Close
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.Close & mesh.Close.$Shape;

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

            /** Close code */
            code?: (string|null);

            /** Close message */
            message?: (string|null);

            /** Close record */
            record?: (Uint8Array|null);

            /** Close alternatives */
            alternatives?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Close. */
        type $Shape = mesh.Close.$Properties;
    }

    /**
     * Properties of an Accept.
     * @deprecated Use mesh.Accept.$Properties instead.
     */
    interface IAccept extends mesh.Accept.$Properties {
    }

    /** Represents an Accept. */
    class Accept {

        /**
         * Constructs a new Accept.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.Accept.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Encodes the specified Accept message. Does not implicitly {@link mesh.Accept.verify|verify} messages.
         * @param message Accept message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.Accept.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Accept message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.Accept & mesh.Accept.$Shape} Accept
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.Accept & mesh.Accept.$Shape;

        /**
         * Gets the type url for Accept
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Accept {

        /** Properties of an Accept. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Accept. */
        type $Shape = mesh.Accept.$Properties;
    }

    /**
     * Properties of a Need.
     * @deprecated Use mesh.Need.$Properties instead.
     */
    interface INeed extends mesh.Need.$Properties {
    }

    /** Represents a Need. */
    class Need {

        /**
         * Constructs a new Need.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.Need.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Need level. */
        level: number;

        /**
         * Encodes the specified Need message. Does not implicitly {@link mesh.Need.verify|verify} messages.
         * @param message Need message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.Need.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Need message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.Need & mesh.Need.$Shape} Need
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.Need & mesh.Need.$Shape;

        /**
         * Gets the type url for Need
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Need {

        /** Properties of a Need. */
        interface $Properties {

            /** Need level */
            level?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Need. */
        type $Shape = mesh.Need.$Properties;
    }

    /**
     * Properties of a Fence.
     * @deprecated Use mesh.Fence.$Properties instead.
     */
    interface IFence extends mesh.Fence.$Properties {
    }

    /** Represents a Fence. */
    class Fence {

        /**
         * Constructs a new Fence.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.Fence.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Fence firstAddress. */
        firstAddress: string;

        /** Fence secondAddress. */
        secondAddress: string;

        /**
         * Encodes the specified Fence message. Does not implicitly {@link mesh.Fence.verify|verify} messages.
         * @param message Fence message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.Fence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Fence message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.Fence & mesh.Fence.$Shape} Fence
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.Fence & mesh.Fence.$Shape;

        /**
         * Gets the type url for Fence
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Fence {

        /** Properties of a Fence. */
        interface $Properties {

            /** Fence firstAddress */
            firstAddress?: (string|null);

            /** Fence secondAddress */
            secondAddress?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Fence. */
        type $Shape = mesh.Fence.$Properties;
    }

    /**
     * Properties of a PeerRecord.
     * @deprecated Use mesh.PeerRecord.$Properties instead.
     */
    interface IPeerRecord extends mesh.PeerRecord.$Properties {
    }

    /** Represents a PeerRecord. */
    class PeerRecord {

        /**
         * Constructs a new PeerRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.PeerRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PeerRecord publicKey. */
        publicKey: Uint8Array;

        /** PeerRecord nickname. */
        nickname: string;

        /** PeerRecord shortId. */
        shortId: number;

        /** PeerRecord incarnation. */
        incarnation: number;

        /** PeerRecord version. */
        version: number;

        /** PeerRecord port. */
        port: number;

        /** PeerRecord links. */
        links: mesh.Link.$Properties[];

        /** PeerRecord withdrawn. */
        withdrawn: boolean;

        /** PeerRecord reads. */
        reads: number;

        /** PeerRecord packedLinks. */
        packedLinks: Uint8Array;

        /**
         * Encodes the specified PeerRecord message. Does not implicitly {@link mesh.PeerRecord.verify|verify} messages.
         * @param message PeerRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.PeerRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PeerRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.PeerRecord & mesh.PeerRecord.$Shape} PeerRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.PeerRecord & mesh.PeerRecord.$Shape;

        /**
         * Gets the type url for PeerRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace PeerRecord {

        /** Properties of a PeerRecord. */
        interface $Properties {

            /** PeerRecord publicKey */
            publicKey?: (Uint8Array|null);

            /** PeerRecord nickname */
            nickname?: (string|null);

            /** PeerRecord shortId */
            shortId?: (number|null);

            /** PeerRecord incarnation */
            incarnation?: (number|null);

            /** PeerRecord version */
            version?: (number|null);

            /** PeerRecord port */
            port?: (number|null);

            /** PeerRecord links */
            links?: (mesh.Link.$Properties[]|null);

            /** PeerRecord withdrawn */
            withdrawn?: (boolean|null);

            /** PeerRecord reads */
            reads?: (number|null);

            /** PeerRecord packedLinks */
            packedLinks?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PeerRecord. */
        type $Shape = mesh.PeerRecord.$Properties;
    }

    /**
     * Properties of a Link.
     * @deprecated Use mesh.Link.$Properties instead.
     */
    interface ILink extends mesh.Link.$Properties {
    }

    /** Represents a Link. */
    class Link {

        /**
         * Constructs a new Link.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.Link.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Link peer. */
        peer: Uint8Array;

        /** Link remote. */
        remote: string;

        /** Link outbound. */
        outbound: boolean;

        /** Link established. */
        established: boolean;

        /**
         * Encodes the specified Link message. Does not implicitly {@link mesh.Link.verify|verify} messages.
         * @param message Link message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.Link.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Link message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.Link & mesh.Link.$Shape} Link
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.Link & mesh.Link.$Shape;

        /**
         * Gets the type url for Link
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Link {

        /** Properties of a Link. */
        interface $Properties {

            /** Link peer */
            peer?: (Uint8Array|null);

            /** Link remote */
            remote?: (string|null);

            /** Link outbound */
            outbound?: (boolean|null);

            /** Link established */
            established?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Link. */
        type $Shape = mesh.Link.$Properties;
    }

    /**
     * Properties of a TopologyDelta.
     * @deprecated Use mesh.TopologyDelta.$Properties instead.
     */
    interface ITopologyDelta extends mesh.TopologyDelta.$Properties {
    }

    /** Represents a TopologyDelta. */
    class TopologyDelta {

        /**
         * Constructs a new TopologyDelta.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.TopologyDelta.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TopologyDelta records. */
        records: Uint8Array[];

        /** TopologyDelta patches. */
        patches: Uint8Array[];

        /**
         * Encodes the specified TopologyDelta message. Does not implicitly {@link mesh.TopologyDelta.verify|verify} messages.
         * @param message TopologyDelta message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.TopologyDelta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TopologyDelta message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.TopologyDelta & mesh.TopologyDelta.$Shape} TopologyDelta
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.TopologyDelta & mesh.TopologyDelta.$Shape;

        /**
         * Gets the type url for TopologyDelta
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TopologyDelta {

        /** Properties of a TopologyDelta. */
        interface $Properties {

            /** TopologyDelta records */
            records?: (Uint8Array[]|null);

            /** TopologyDelta patches */
            patches?: (Uint8Array[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TopologyDelta. */
        type $Shape = mesh.TopologyDelta.$Properties;
    }

    /**
     * Properties of a RecordPatch.
     * @deprecated Use mesh.RecordPatch.$Properties instead.
     */
    interface IRecordPatch extends mesh.RecordPatch.$Properties {
    }

    /** Represents a RecordPatch. */
    class RecordPatch {

        /**
         * Constructs a new RecordPatch.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.RecordPatch.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RecordPatch peer. */
        peer: Uint8Array;

        /** RecordPatch incarnation. */
        incarnation: number;

        /** RecordPatch base. */
        base: number;

        /** RecordPatch version. */
        version: number;

        /** RecordPatch changed. */
        changed: Uint8Array;

        /** RecordPatch gone. */
        gone: Uint8Array;

        /** RecordPatch signature. */
        signature: Uint8Array;

        /**
         * Encodes the specified RecordPatch message. Does not implicitly {@link mesh.RecordPatch.verify|verify} messages.
         * @param message RecordPatch message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.RecordPatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RecordPatch message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.RecordPatch & mesh.RecordPatch.$Shape} RecordPatch
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.RecordPatch & mesh.RecordPatch.$Shape;

        /**
         * Gets the type url for RecordPatch
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RecordPatch {

        /** Properties of a RecordPatch. */
        interface $Properties {

            /** RecordPatch peer */
            peer?: (Uint8Array|null);

            /** RecordPatch incarnation */
            incarnation?: (number|null);

            /** RecordPatch base */
            base?: (number|null);

            /** RecordPatch version */
            version?: (number|null);

            /** RecordPatch changed */
            changed?: (Uint8Array|null);

            /** RecordPatch gone */
            gone?: (Uint8Array|null);

            /** RecordPatch signature */
            signature?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RecordPatch. */
        type $Shape = mesh.RecordPatch.$Properties;
    }

    /**
     * Properties of a TargetList.
     * @deprecated Use mesh.TargetList.$Properties instead.
     */
    interface ITargetList extends mesh.TargetList.$Properties {
    }

    /** Represents a TargetList. */
    class TargetList {

        /**
         * Constructs a new TargetList.
         * @param [properties] Properties to set
         */
        constructor(properties?: mesh.TargetList.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TargetList targets. */
        targets: string[];

        /**
         * Encodes the specified TargetList message. Does not implicitly {@link mesh.TargetList.verify|verify} messages.
         * @param message TargetList message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mesh.TargetList.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TargetList message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mesh.TargetList & mesh.TargetList.$Shape} TargetList
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mesh.TargetList & mesh.TargetList.$Shape;

        /**
         * Gets the type url for TargetList
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TargetList {

        /** Properties of a TargetList. */
        interface $Properties {

            /** TargetList targets */
            targets?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TargetList. */
        type $Shape = mesh.TargetList.$Properties;
    }
}
