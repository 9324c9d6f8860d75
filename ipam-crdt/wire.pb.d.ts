import * as $protobuf from "protobufjs";
import Long = require("long");

/** Namespace ipam. */
export namespace ipam {

    /**
     * Properties of a RingDelta.
     * @deprecated Use ipam.RingDelta.$Properties instead.
     */
    interface IRingDelta extends ipam.RingDelta.$Properties {
    }

    /** Represents a RingDelta. */
    class RingDelta {

        /**
         * Constructs a new RingDelta.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.RingDelta.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RingDelta meshId. */
        meshId: Uint8Array;

        /** RingDelta genesis. */
        genesis: Uint8Array;

        /** RingDelta records. */
        records: Uint8Array[];

        /**
         * Encodes the specified RingDelta message. Does not implicitly {@link ipam.RingDelta.verify|verify} messages.
         * @param message RingDelta message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.RingDelta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RingDelta message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.RingDelta & ipam.RingDelta.$Shape} RingDelta
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.RingDelta & ipam.RingDelta.$Shape;

        /**
         * Gets the type url for RingDelta
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RingDelta {

        /** Properties of a RingDelta. */
        interface $Properties {

            /** RingDelta meshId */
            meshId?: (Uint8Array|null);

            /** RingDelta genesis */
            genesis?: (Uint8Array|null);

            /** RingDelta records */
            records?: (Uint8Array[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RingDelta. */
        type $Shape = ipam.RingDelta.$Properties;
    }

    /**
     * Properties of a Genesis.
     * @deprecated Use ipam.Genesis.$Properties instead.
     */
    interface IGenesis extends ipam.Genesis.$Properties {
    }

    /** Represents a Genesis. */
    class Genesis {

        /**
         * Constructs a new Genesis.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Genesis.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Genesis rangeAddress. */
        rangeAddress: number;

        /** Genesis rangePrefixLength. */
        rangePrefixLength: number;

        /** Genesis ipv6Prefix. */
        ipv6Prefix: Uint8Array;

        /** Genesis nonce. */
        nonce: Uint8Array;

        /** Genesis members. */
        members: ipam.Member.$Properties[];

        /**
         * Encodes the specified Genesis message. Does not implicitly {@link ipam.Genesis.verify|verify} messages.
         * @param message Genesis message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Genesis.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Genesis message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Genesis & ipam.Genesis.$Shape} Genesis
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Genesis & ipam.Genesis.$Shape;

        /**
         * Gets the type url for Genesis
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Genesis {

        /** Properties of a Genesis. */
        interface $Properties {

            /** Genesis rangeAddress */
            rangeAddress?: (number|null);

            /** Genesis rangePrefixLength */
            rangePrefixLength?: (number|null);

            /** Genesis ipv6Prefix */
            ipv6Prefix?: (Uint8Array|null);

            /** Genesis nonce */
            nonce?: (Uint8Array|null);

            /** Genesis members */
            members?: (ipam.Member.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Genesis. */
        type $Shape = ipam.Genesis.$Properties;
    }

    /**
     * Properties of a Member.
     * @deprecated Use ipam.Member.$Properties instead.
     */
    interface IMember extends ipam.Member.$Properties {
    }

    /** Represents a Member. */
    class Member {

        /**
         * Constructs a new Member.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Member.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Member key. */
        key: Uint8Array;

        /** Member name. */
        name: string;

        /**
         * Encodes the specified Member message. Does not implicitly {@link ipam.Member.verify|verify} messages.
         * @param message Member message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Member.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Member message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Member & ipam.Member.$Shape} Member
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Member & ipam.Member.$Shape;

        /**
         * Gets the type url for Member
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Member {

        /** Properties of a Member. */
        interface $Properties {

            /** Member key */
            key?: (Uint8Array|null);

            /** Member name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Member. */
        type $Shape = ipam.Member.$Properties;
    }

    /**
     * Properties of a SignedRecord.
     * @deprecated Use ipam.SignedRecord.$Properties instead.
     */
    interface ISignedRecord extends ipam.SignedRecord.$Properties {
    }

    /** Represents a SignedRecord. */
    class SignedRecord {

        /**
         * Constructs a new SignedRecord.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.SignedRecord.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SignedRecord body. */
        body: Uint8Array;

        /** SignedRecord signature. */
        signature: Uint8Array;

        /**
         * Encodes the specified SignedRecord message. Does not implicitly {@link ipam.SignedRecord.verify|verify} messages.
         * @param message SignedRecord message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.SignedRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SignedRecord message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.SignedRecord & ipam.SignedRecord.$Shape} SignedRecord
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.SignedRecord & ipam.SignedRecord.$Shape;

        /**
         * Gets the type url for SignedRecord
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SignedRecord {

        /** Properties of a SignedRecord. */
        interface $Properties {

            /** SignedRecord body */
            body?: (Uint8Array|null);

            /** SignedRecord signature */
            signature?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SignedRecord. */
        type $Shape = ipam.SignedRecord.$Properties;
    }

    /**
     * Properties of a Record.
     * @deprecated Use ipam.Record.$Properties instead.
     */
    interface IRecord extends ipam.Record.$Properties {
    }

    /** Represents a Record. */
    class Record {

        /**
         * Constructs a new Record.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Record.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Record signer. */
        signer: Uint8Array;

        /** Record epoch. */
        epoch: number;

        /** Record version. */
        version: number;

        /** Record token. */
        token?: (ipam.Token.$Properties|null);

        /** Record block. */
        block?: (ipam.Block.$Properties|null);

        /** Record seedClaim. */
        seedClaim?: (ipam.SeedClaim.$Properties|null);

        /** Record decree. */
        decree?: (ipam.Decree.$Properties|null);

        /** Record introduction. */
        introduction?: (ipam.Introduction.$Properties|null);

        /** Record reminder. */
        reminder?: (ipam.Reminder.$Properties|null);

        /** Record what. */
        what?: ("token"|"block"|"seedClaim"|"decree"|"introduction"|"reminder");

        /**
         * Encodes the specified Record message. Does not implicitly {@link ipam.Record.verify|verify} messages.
         * @param message Record message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Record.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Record message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Record & ipam.Record.$Shape} Record
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Record & ipam.Record.$Shape;

        /**
         * Gets the type url for Record
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Record {

        /** Properties of a Record. */
        interface $Properties {

            /** Record signer */
            signer?: (Uint8Array|null);

            /** Record epoch */
            epoch?: (number|null);

            /** Record version */
            version?: (number|null);

            /** Record token */
            token?: (ipam.Token.$Properties|null);

            /** Record block */
            block?: (ipam.Block.$Properties|null);

            /** Record seedClaim */
            seedClaim?: (ipam.SeedClaim.$Properties|null);

            /** Record decree */
            decree?: (ipam.Decree.$Properties|null);

            /** Record introduction */
            introduction?: (ipam.Introduction.$Properties|null);

            /** Record reminder */
            reminder?: (ipam.Reminder.$Properties|null);

            /** Record what */
            what?: ("token"|"block"|"seedClaim"|"decree"|"introduction"|"reminder");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a Record. */
        type $Shape = {
          signer?: Uint8Array|null;
          epoch?: number|null;
          version?: number|null;
          token?: ipam.Token.$Shape|null;
          block?: ipam.Block.$Shape|null;
          seedClaim?: ipam.SeedClaim.$Shape|null;
          decree?: ipam.Decree.$Shape|null;
          introduction?: ipam.Introduction.$Shape|null;
          reminder?: ipam.Reminder.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ what?: undefined; token?: null; block?: null; seedClaim?: null; decree?: null; introduction?: null; reminder?: null }|{ what?: "token"; token: ipam.Token.$Shape; block?: null; seedClaim?: null; decree?: null; introduction?: null; reminder?: null }|{ what?: "block"; token?: null; block: ipam.Block.$Shape; seedClaim?: null; decree?: null; introduction?: null; reminder?: null }|{ what?: "seedClaim"; token?: null; block?: null; seedClaim: ipam.SeedClaim.$Shape; decree?: null; introduction?: null; reminder?: null }|{ what?: "decree"; token?: null; block?: null; seedClaim?: null; decree: ipam.Decree.$Shape; introduction?: null; reminder?: null }|{ what?: "introduction"; token?: null; block?: null; seedClaim?: null; decree?: null; introduction: ipam.Introduction.$Shape; reminder?: null }|{ what?: "reminder"; token?: null; block?: null; seedClaim?: null; decree?: null; introduction?: null; reminder: ipam.Reminder.$Shape })
        );
    }

    /**
     * Properties of a Token.
     * @deprecated Use ipam.Token.$Properties instead.
     */
    interface IToken extends ipam.Token.$Properties {
    }

    /** Represents a Token. */
    class Token {

        /**
         * Constructs a new Token.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Token.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Token start. */
        start: number;

        /** Token size. */
        size: number;

        /** Token owner. */
        owner: Uint8Array;

        /**
         * Encodes the specified Token message. Does not implicitly {@link ipam.Token.verify|verify} messages.
         * @param message Token message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Token.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Token message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Token & ipam.Token.$Shape} Token
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Token & ipam.Token.$Shape;

        /**
         * Gets the type url for Token
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Token {

        /** Properties of a Token. */
        interface $Properties {

            /** Token start */
            start?: (number|null);

            /** Token size */
            size?: (number|null);

            /** Token owner */
            owner?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Token. */
        type $Shape = ipam.Token.$Properties;
    }

    /**
     * Properties of a Block.
     * @deprecated Use ipam.Block.$Properties instead.
     */
    interface IBlock extends ipam.Block.$Properties {
    }

    /** Represents a Block. */
    class Block {

        /**
         * Constructs a new Block.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Block.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Block start. */
        start: number;

        /** Block usedLow. */
        usedLow: number;

        /** Block usedHigh. */
        usedHigh: number;

        /**
         * Encodes the specified Block message. Does not implicitly {@link ipam.Block.verify|verify} messages.
         * @param message Block message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Block.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Block message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Block & ipam.Block.$Shape} Block
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Block & ipam.Block.$Shape;

        /**
         * Gets the type url for Block
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Block {

        /** Properties of a Block. */
        interface $Properties {

            /** Block start */
            start?: (number|null);

            /** Block usedLow */
            usedLow?: (number|null);

            /** Block usedHigh */
            usedHigh?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Block. */
        type $Shape = ipam.Block.$Properties;
    }

    /**
     * Properties of a SeedClaim.
     * @deprecated Use ipam.SeedClaim.$Properties instead.
     */
    interface ISeedClaim extends ipam.SeedClaim.$Properties {
    }

    /** Represents a SeedClaim. */
    class SeedClaim {

        /**
         * Constructs a new SeedClaim.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.SeedClaim.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SeedClaim name. */
        name: string;

        /**
         * Encodes the specified SeedClaim message. Does not implicitly {@link ipam.SeedClaim.verify|verify} messages.
         * @param message SeedClaim message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.SeedClaim.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SeedClaim message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.SeedClaim & ipam.SeedClaim.$Shape} SeedClaim
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.SeedClaim & ipam.SeedClaim.$Shape;

        /**
         * Gets the type url for SeedClaim
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SeedClaim {

        /** Properties of a SeedClaim. */
        interface $Properties {

            /** SeedClaim name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SeedClaim. */
        type $Shape = ipam.SeedClaim.$Properties;
    }

    /**
     * Properties of an Introduction.
     * @deprecated Use ipam.Introduction.$Properties instead.
     */
    interface IIntroduction extends ipam.Introduction.$Properties {
    }

    /** Represents an Introduction. */
    class Introduction {

        /**
         * Constructs a new Introduction.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Introduction.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Introduction peer. */
        peer: Uint8Array;

        /**
         * Encodes the specified Introduction message. Does not implicitly {@link ipam.Introduction.verify|verify} messages.
         * @param message Introduction message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Introduction.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Introduction message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Introduction & ipam.Introduction.$Shape} Introduction
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Introduction & ipam.Introduction.$Shape;

        /**
         * Gets the type url for Introduction
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Introduction {

        /** Properties of an Introduction. */
        interface $Properties {

            /** Introduction peer */
            peer?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Introduction. */
        type $Shape = ipam.Introduction.$Properties;
    }

    /**
     * Properties of a Reminder.
     * @deprecated Use ipam.Reminder.$Properties instead.
     */
    interface IReminder extends ipam.Reminder.$Properties {
    }

    /** Represents a Reminder. */
    class Reminder {

        /**
         * Constructs a new Reminder.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Reminder.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Reminder token. */
        token: Uint8Array;

        /**
         * Encodes the specified Reminder message. Does not implicitly {@link ipam.Reminder.verify|verify} messages.
         * @param message Reminder message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Reminder.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Reminder message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Reminder & ipam.Reminder.$Shape} Reminder
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Reminder & ipam.Reminder.$Shape;

        /**
         * Gets the type url for Reminder
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Reminder {

        /** Properties of a Reminder. */
        interface $Properties {

            /** Reminder token */
            token?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Reminder. */
        type $Shape = ipam.Reminder.$Properties;
    }

    /**
     * Properties of a Decree.
     * @deprecated Use ipam.Decree.$Properties instead.
     */
    interface IDecree extends ipam.Decree.$Properties {
    }

    /** Represents a Decree. */
    class Decree {

        /**
         * Constructs a new Decree.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Decree.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Decree number. */
        number: number;

        /** Decree value. */
        value: Uint8Array;

        /** Decree votes. */
        votes: ipam.Vote.$Properties[];

        /** Decree forced. */
        forced: boolean;

        /**
         * Encodes the specified Decree message. Does not implicitly {@link ipam.Decree.verify|verify} messages.
         * @param message Decree message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Decree.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Decree message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Decree & ipam.Decree.$Shape} Decree
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Decree & ipam.Decree.$Shape;

        /**
         * Gets the type url for Decree
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Decree {

        /** Properties of a Decree. */
        interface $Properties {

            /** Decree number */
            number?: (number|null);

            /** Decree value */
            value?: (Uint8Array|null);

            /** Decree votes */
            votes?: (ipam.Vote.$Properties[]|null);

            /** Decree forced */
            forced?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Decree. */
        type $Shape = ipam.Decree.$Properties;
    }

    /**
     * Properties of a DecreeValue.
     * @deprecated Use ipam.DecreeValue.$Properties instead.
     */
    interface IDecreeValue extends ipam.DecreeValue.$Properties {
    }

    /** Represents a DecreeValue. */
    class DecreeValue {

        /**
         * Constructs a new DecreeValue.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.DecreeValue.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DecreeValue removed. */
        removed: Uint8Array;

        /** DecreeValue heir. */
        heir: Uint8Array;

        /** DecreeValue added. */
        added: Uint8Array[];

        /** DecreeValue leaseMs. */
        leaseMs: number;

        /** DecreeValue byLease. */
        byLease: boolean;

        /** DecreeValue kept. */
        kept: ipam.HotRange.$Properties[];

        /**
         * Encodes the specified DecreeValue message. Does not implicitly {@link ipam.DecreeValue.verify|verify} messages.
         * @param message DecreeValue message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.DecreeValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DecreeValue message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.DecreeValue & ipam.DecreeValue.$Shape} DecreeValue
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.DecreeValue & ipam.DecreeValue.$Shape;

        /**
         * Gets the type url for DecreeValue
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DecreeValue {

        /** Properties of a DecreeValue. */
        interface $Properties {

            /** DecreeValue removed */
            removed?: (Uint8Array|null);

            /** DecreeValue heir */
            heir?: (Uint8Array|null);

            /** DecreeValue added */
            added?: (Uint8Array[]|null);

            /** DecreeValue leaseMs */
            leaseMs?: (number|null);

            /** DecreeValue byLease */
            byLease?: (boolean|null);

            /** DecreeValue kept */
            kept?: (ipam.HotRange.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DecreeValue. */
        type $Shape = ipam.DecreeValue.$Properties;
    }

    /**
     * Properties of a HotRange.
     * @deprecated Use ipam.HotRange.$Properties instead.
     */
    interface IHotRange extends ipam.HotRange.$Properties {
    }

    /** Represents a HotRange. */
    class HotRange {

        /**
         * Constructs a new HotRange.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.HotRange.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HotRange start. */
        start: number;

        /** HotRange size. */
        size: number;

        /**
         * Encodes the specified HotRange message. Does not implicitly {@link ipam.HotRange.verify|verify} messages.
         * @param message HotRange message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.HotRange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HotRange message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.HotRange & ipam.HotRange.$Shape} HotRange
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.HotRange & ipam.HotRange.$Shape;

        /**
         * Gets the type url for HotRange
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace HotRange {

        /** Properties of a HotRange. */
        interface $Properties {

            /** HotRange start */
            start?: (number|null);

            /** HotRange size */
            size?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HotRange. */
        type $Shape = ipam.HotRange.$Properties;
    }

    /**
     * Properties of a LeaseEntry.
     * @deprecated Use ipam.LeaseEntry.$Properties instead.
     */
    interface ILeaseEntry extends ipam.LeaseEntry.$Properties {
    }

    /** Represents a LeaseEntry. */
    class LeaseEntry {

        /**
         * Constructs a new LeaseEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.LeaseEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseEntry peer. */
        peer: Uint8Array;

        /** LeaseEntry version. */
        version: number;

        /** LeaseEntry config. */
        config: number;

        /** LeaseEntry hot. */
        hot: ipam.HotRange.$Properties[];

        /** LeaseEntry ageMs. */
        ageMs: number;

        /** LeaseEntry own. */
        own: boolean;

        /**
         * Encodes the specified LeaseEntry message. Does not implicitly {@link ipam.LeaseEntry.verify|verify} messages.
         * @param message LeaseEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.LeaseEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.LeaseEntry & ipam.LeaseEntry.$Shape} LeaseEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.LeaseEntry & ipam.LeaseEntry.$Shape;

        /**
         * Gets the type url for LeaseEntry
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LeaseEntry {

        /** Properties of a LeaseEntry. */
        interface $Properties {

            /** LeaseEntry peer */
            peer?: (Uint8Array|null);

            /** LeaseEntry version */
            version?: (number|null);

            /** LeaseEntry config */
            config?: (number|null);

            /** LeaseEntry hot */
            hot?: (ipam.HotRange.$Properties[]|null);

            /** LeaseEntry ageMs */
            ageMs?: (number|null);

            /** LeaseEntry own */
            own?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseEntry. */
        type $Shape = ipam.LeaseEntry.$Properties;
    }

    /**
     * Properties of a LeaseTenure.
     * @deprecated Use ipam.LeaseTenure.$Properties instead.
     */
    interface ILeaseTenure extends ipam.LeaseTenure.$Properties {
    }

    /** Represents a LeaseTenure. */
    class LeaseTenure {

        /**
         * Constructs a new LeaseTenure.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.LeaseTenure.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseTenure version. */
        version: number;

        /** LeaseTenure sent. */
        sent: ipam.HotRange.$Properties[];

        /** LeaseTenure usable. */
        usable: ipam.HotRange.$Properties[];

        /**
         * Encodes the specified LeaseTenure message. Does not implicitly {@link ipam.LeaseTenure.verify|verify} messages.
         * @param message LeaseTenure message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.LeaseTenure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseTenure message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.LeaseTenure & ipam.LeaseTenure.$Shape} LeaseTenure
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.LeaseTenure & ipam.LeaseTenure.$Shape;

        /**
         * Gets the type url for LeaseTenure
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LeaseTenure {

        /** Properties of a LeaseTenure. */
        interface $Properties {

            /** LeaseTenure version */
            version?: (number|null);

            /** LeaseTenure sent */
            sent?: (ipam.HotRange.$Properties[]|null);

            /** LeaseTenure usable */
            usable?: (ipam.HotRange.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseTenure. */
        type $Shape = ipam.LeaseTenure.$Properties;
    }

    /**
     * Properties of a Vote.
     * @deprecated Use ipam.Vote.$Properties instead.
     */
    interface IVote extends ipam.Vote.$Properties {
    }

    /** Represents a Vote. */
    class Vote {

        /**
         * Constructs a new Vote.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Vote.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Vote voter. */
        voter: Uint8Array;

        /** Vote round. */
        round: number;

        /** Vote proposer. */
        proposer: Uint8Array;

        /** Vote signature. */
        signature: Uint8Array;

        /**
         * Encodes the specified Vote message. Does not implicitly {@link ipam.Vote.verify|verify} messages.
         * @param message Vote message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Vote.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Vote message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Vote & ipam.Vote.$Shape} Vote
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Vote & ipam.Vote.$Shape;

        /**
         * Gets the type url for Vote
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Vote {

        /** Properties of a Vote. */
        interface $Properties {

            /** Vote voter */
            voter?: (Uint8Array|null);

            /** Vote round */
            round?: (number|null);

            /** Vote proposer */
            proposer?: (Uint8Array|null);

            /** Vote signature */
            signature?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Vote. */
        type $Shape = ipam.Vote.$Properties;
    }

    /**
     * Properties of a Talk.
     * @deprecated Use ipam.Talk.$Properties instead.
     */
    interface ITalk extends ipam.Talk.$Properties {
    }

    /** Represents a Talk. */
    class Talk {

        /**
         * Constructs a new Talk.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Talk.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Talk meshId. */
        meshId: Uint8Array;

        /** Talk prepare. */
        prepare?: (ipam.Prepare.$Properties|null);

        /** Talk promise. */
        promise?: (ipam.Promise.$Properties|null);

        /** Talk accept. */
        accept?: (ipam.Accept.$Properties|null);

        /** Talk accepted. */
        accepted?: (ipam.Accepted.$Properties|null);

        /** Talk refused. */
        refused?: (ipam.Refused.$Properties|null);

        /** Talk spaceRequest. */
        spaceRequest?: (ipam.SpaceRequest.$Properties|null);

        /** Talk spaceAnswer. */
        spaceAnswer?: (ipam.SpaceAnswer.$Properties|null);

        /** Talk recordQuestion. */
        recordQuestion?: (ipam.RecordQuestion.$Properties|null);

        /** Talk recordAnswer. */
        recordAnswer?: (ipam.RecordAnswer.$Properties|null);

        /** Talk handOver. */
        handOver?: (ipam.HandOver.$Properties|null);

        /** Talk merged. */
        merged?: (ipam.Merged.$Properties|null);

        /** Talk leaseRequest. */
        leaseRequest?: (ipam.LeaseRequest.$Properties|null);

        /** Talk leaseAnswer. */
        leaseAnswer?: (ipam.LeaseAnswer.$Properties|null);

        /** Talk grantsQuestion. */
        grantsQuestion?: (ipam.GrantsQuestion.$Properties|null);

        /** Talk grantsAnswer. */
        grantsAnswer?: (ipam.GrantsAnswer.$Properties|null);

        /** Talk body. */
        body?: ("prepare"|"promise"|"accept"|"accepted"|"refused"|"spaceRequest"|"spaceAnswer"|"recordQuestion"|"recordAnswer"|"handOver"|"merged"|"leaseRequest"|"leaseAnswer"|"grantsQuestion"|"grantsAnswer");

        /**
         * Encodes the specified Talk message. Does not implicitly {@link ipam.Talk.verify|verify} messages.
         * @param message Talk message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Talk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Talk message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Talk & ipam.Talk.$Shape} Talk
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Talk & ipam.Talk.$Shape;

        /**
         * Gets the type url for Talk
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Talk {

        /** Properties of a Talk. */
        interface $Properties {

            /** Talk meshId */
            meshId?: (Uint8Array|null);

            /** Talk prepare */
            prepare?: (ipam.Prepare.$Properties|null);

            /** Talk promise */
            promise?: (ipam.Promise.$Properties|null);

            /** Talk accept */
            accept?: (ipam.Accept.$Properties|null);

            /** Talk accepted */
            accepted?: (ipam.Accepted.$Properties|null);

            /** Talk refused */
            refused?: (ipam.Refused.$Properties|null);

            /** Talk spaceRequest */
            spaceRequest?: (ipam.SpaceRequest.$Properties|null);

            /** Talk spaceAnswer */
            spaceAnswer?: (ipam.SpaceAnswer.$Properties|null);

            /** Talk recordQuestion */
            recordQuestion?: (ipam.RecordQuestion.$Properties|null);

            /** Talk recordAnswer */
            recordAnswer?: (ipam.RecordAnswer.$Properties|null);

            /** Talk handOver */
            handOver?: (ipam.HandOver.$Properties|null);

            /** Talk merged */
            merged?: (ipam.Merged.$Properties|null);

            /** Talk leaseRequest */
            leaseRequest?: (ipam.LeaseRequest.$Properties|null);

            /** Talk leaseAnswer */
            leaseAnswer?: (ipam.LeaseAnswer.$Properties|null);

            /** Talk grantsQuestion */
            grantsQuestion?: (ipam.GrantsQuestion.$Properties|null);

            /** Talk grantsAnswer */
            grantsAnswer?: (ipam.GrantsAnswer.$Properties|null);

            /** Talk body */
            body?: ("prepare"|"promise"|"accept"|"accepted"|"refused"|"spaceRequest"|"spaceAnswer"|"recordQuestion"|"recordAnswer"|"handOver"|"merged"|"leaseRequest"|"leaseAnswer"|"grantsQuestion"|"grantsAnswer");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a Talk. */
        type $Shape = {
          meshId?: Uint8Array|null;
          prepare?: ipam.Prepare.$Shape|null;
          promise?: ipam.Promise.$Shape|null;
          accept?: ipam.Accept.$Shape|null;
          accepted?: ipam.Accepted.$Shape|null;
          refused?: ipam.Refused.$Shape|null;
          spaceRequest?: ipam.SpaceRequest.$Shape|null;
          spaceAnswer?: ipam.SpaceAnswer.$Shape|null;
          recordQuestion?: ipam.RecordQuestion.$Shape|null;
          recordAnswer?: ipam.RecordAnswer.$Shape|null;
          handOver?: ipam.HandOver.$Shape|null;
          merged?: ipam.Merged.$Shape|null;
          leaseRequest?: ipam.LeaseRequest.$Shape|null;
          leaseAnswer?: ipam.LeaseAnswer.$Shape|null;
          grantsQuestion?: ipam.GrantsQuestion.$Shape|null;
          grantsAnswer?: ipam.GrantsAnswer.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ body?: undefined; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "prepare"; prepare: ipam.Prepare.$Shape; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "promise"; prepare?: null; promise: ipam.Promise.$Shape; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "accept"; prepare?: null; promise?: null; accept: ipam.Accept.$Shape; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "accepted"; prepare?: null; promise?: null; accept?: null; accepted: ipam.Accepted.$Shape; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "refused"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused: ipam.Refused.$Shape; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "spaceRequest"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest: ipam.SpaceRequest.$Shape; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "spaceAnswer"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer: ipam.SpaceAnswer.$Shape; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "recordQuestion"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion: ipam.RecordQuestion.$Shape; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "recordAnswer"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer: ipam.RecordAnswer.$Shape; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "handOver"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver: ipam.HandOver.$Shape; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "merged"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged: ipam.Merged.$Shape; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "leaseRequest"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest: ipam.LeaseRequest.$Shape; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "leaseAnswer"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer: ipam.LeaseAnswer.$Shape; grantsQuestion?: null; grantsAnswer?: null }|{ body?: "grantsQuestion"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion: ipam.GrantsQuestion.$Shape; grantsAnswer?: null }|{ body?: "grantsAnswer"; prepare?: null; promise?: null; accept?: null; accepted?: null; refused?: null; spaceRequest?: null; spaceAnswer?: null; recordQuestion?: null; recordAnswer?: null; handOver?: null; merged?: null; leaseRequest?: null; leaseAnswer?: null; grantsQuestion?: null; grantsAnswer: ipam.GrantsAnswer.$Shape })
        );
    }

    /**
     * Properties of a Ballot.
     * @deprecated Use ipam.Ballot.$Properties instead.
     */
    interface IBallot extends ipam.Ballot.$Properties {
    }

    /** Represents a Ballot. */
    class Ballot {

        /**
         * Constructs a new Ballot.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Ballot.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Ballot round. */
        round: number;

        /** Ballot proposer. */
        proposer: Uint8Array;

        /**
         * Encodes the specified Ballot message. Does not implicitly {@link ipam.Ballot.verify|verify} messages.
         * @param message Ballot message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Ballot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Ballot message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Ballot & ipam.Ballot.$Shape} Ballot
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Ballot & ipam.Ballot.$Shape;

        /**
         * Gets the type url for Ballot
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Ballot {

        /** Properties of a Ballot. */
        interface $Properties {

            /** Ballot round */
            round?: (number|null);

            /** Ballot proposer */
            proposer?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Ballot. */
        type $Shape = ipam.Ballot.$Properties;
    }

    /**
     * Properties of a Prepare.
     * @deprecated Use ipam.Prepare.$Properties instead.
     */
    interface IPrepare extends ipam.Prepare.$Properties {
    }

    /** Represents a Prepare. */
    class Prepare {

        /**
         * Constructs a new Prepare.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Prepare.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Prepare instance. */
        instance: number;

        /** Prepare ballot. */
        ballot?: (ipam.Ballot.$Properties|null);

        /** Prepare removes. */
        removes: Uint8Array;

        /** Prepare byLease. */
        byLease: boolean;

        /**
         * Encodes the specified Prepare message. Does not implicitly {@link ipam.Prepare.verify|verify} messages.
         * @param message Prepare message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Prepare.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Prepare message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Prepare & ipam.Prepare.$Shape} Prepare
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Prepare & ipam.Prepare.$Shape;

        /**
         * Gets the type url for Prepare
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Prepare {

        /** Properties of a Prepare. */
        interface $Properties {

            /** Prepare instance */
            instance?: (number|null);

            /** Prepare ballot */
            ballot?: (ipam.Ballot.$Properties|null);

            /** Prepare removes */
            removes?: (Uint8Array|null);

            /** Prepare byLease */
            byLease?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Prepare. */
        type $Shape = ipam.Prepare.$Properties;
    }

    /**
     * Properties of a Promise.
     * @deprecated Use ipam.Promise.$Properties instead.
     */
    interface IPromise extends ipam.Promise.$Properties {
    }

    /** Represents a Promise. */
    class Promise {

        /**
         * Constructs a new Promise.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Promise.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Promise instance. */
        instance: number;

        /** Promise ballot. */
        ballot?: (ipam.Ballot.$Properties|null);

        /** Promise acceptedBallot. */
        acceptedBallot?: (ipam.Ballot.$Properties|null);

        /** Promise acceptedValue. */
        acceptedValue: Uint8Array;

        /** Promise expected. */
        expected: number;

        /** Promise rangeAddress. */
        rangeAddress: number;

        /** Promise rangePrefixLength. */
        rangePrefixLength: number;

        /** Promise lease. */
        lease?: (ipam.LeaseEntry.$Properties|null);

        /**
         * Encodes the specified Promise message. Does not implicitly {@link ipam.Promise.verify|verify} messages.
         * @param message Promise message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Promise.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Promise message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Promise & ipam.Promise.$Shape} Promise
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Promise & ipam.Promise.$Shape;

        /**
         * Gets the type url for Promise
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Promise {

        /** Properties of a Promise. */
        interface $Properties {

            /** Promise instance */
            instance?: (number|null);

            /** Promise ballot */
            ballot?: (ipam.Ballot.$Properties|null);

            /** Promise acceptedBallot */
            acceptedBallot?: (ipam.Ballot.$Properties|null);

            /** Promise acceptedValue */
            acceptedValue?: (Uint8Array|null);

            /** Promise expected */
            expected?: (number|null);

            /** Promise rangeAddress */
            rangeAddress?: (number|null);

            /** Promise rangePrefixLength */
            rangePrefixLength?: (number|null);

            /** Promise lease */
            lease?: (ipam.LeaseEntry.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Promise. */
        type $Shape = ipam.Promise.$Properties;
    }

    /**
     * Properties of an Accept.
     * @deprecated Use ipam.Accept.$Properties instead.
     */
    interface IAccept extends ipam.Accept.$Properties {
    }

    /** Represents an Accept. */
    class Accept {

        /**
         * Constructs a new Accept.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Accept.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Accept instance. */
        instance: number;

        /** Accept ballot. */
        ballot?: (ipam.Ballot.$Properties|null);

        /** Accept value. */
        value: Uint8Array;

        /**
         * Encodes the specified Accept message. Does not implicitly {@link ipam.Accept.verify|verify} messages.
         * @param message Accept message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Accept.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Accept message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Accept & ipam.Accept.$Shape} Accept
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Accept & ipam.Accept.$Shape;

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

            /** Accept instance */
            instance?: (number|null);

            /** Accept ballot */
            ballot?: (ipam.Ballot.$Properties|null);

            /** Accept value */
            value?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Accept. */
        type $Shape = ipam.Accept.$Properties;
    }

    /**
     * Properties of an Accepted.
     * @deprecated Use ipam.Accepted.$Properties instead.
     */
    interface IAccepted extends ipam.Accepted.$Properties {
    }

    /** Represents an Accepted. */
    class Accepted {

        /**
         * Constructs a new Accepted.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Accepted.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Accepted instance. */
        instance: number;

        /** Accepted ballot. */
        ballot?: (ipam.Ballot.$Properties|null);

        /** Accepted signature. */
        signature: Uint8Array;

        /**
         * Encodes the specified Accepted message. Does not implicitly {@link ipam.Accepted.verify|verify} messages.
         * @param message Accepted message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Accepted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Accepted message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Accepted & ipam.Accepted.$Shape} Accepted
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Accepted & ipam.Accepted.$Shape;

        /**
         * Gets the type url for Accepted
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Accepted {

        /** Properties of an Accepted. */
        interface $Properties {

            /** Accepted instance */
            instance?: (number|null);

            /** Accepted ballot */
            ballot?: (ipam.Ballot.$Properties|null);

            /** Accepted signature */
            signature?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Accepted. */
        type $Shape = ipam.Accepted.$Properties;
    }

    /**
     * Properties of a Refused.
     * @deprecated Use ipam.Refused.$Properties instead.
     */
    interface IRefused extends ipam.Refused.$Properties {
    }

    /** Represents a Refused. */
    class Refused {

        /**
         * Constructs a new Refused.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Refused.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Refused instance. */
        instance: number;

        /** Refused ballot. */
        ballot?: (ipam.Ballot.$Properties|null);

        /** Refused promised. */
        promised?: (ipam.Ballot.$Properties|null);

        /** Refused reason. */
        reason: string;

        /**
         * Encodes the specified Refused message. Does not implicitly {@link ipam.Refused.verify|verify} messages.
         * @param message Refused message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Refused.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Refused message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Refused & ipam.Refused.$Shape} Refused
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Refused & ipam.Refused.$Shape;

        /**
         * Gets the type url for Refused
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Refused {

        /** Properties of a Refused. */
        interface $Properties {

            /** Refused instance */
            instance?: (number|null);

            /** Refused ballot */
            ballot?: (ipam.Ballot.$Properties|null);

            /** Refused promised */
            promised?: (ipam.Ballot.$Properties|null);

            /** Refused reason */
            reason?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Refused. */
        type $Shape = ipam.Refused.$Properties;
    }

    /**
     * Properties of a SpaceRequest.
     * @deprecated Use ipam.SpaceRequest.$Properties instead.
     */
    interface ISpaceRequest extends ipam.SpaceRequest.$Properties {
    }

    /** Represents a SpaceRequest. */
    class SpaceRequest {

        /**
         * Constructs a new SpaceRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.SpaceRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SpaceRequest number. */
        number: number;

        /** SpaceRequest address. */
        address: number;

        /** SpaceRequest prefixLength. */
        prefixLength: number;

        /** SpaceRequest leased. */
        leased: boolean;

        /**
         * Encodes the specified SpaceRequest message. Does not implicitly {@link ipam.SpaceRequest.verify|verify} messages.
         * @param message SpaceRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.SpaceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SpaceRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.SpaceRequest & ipam.SpaceRequest.$Shape} SpaceRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.SpaceRequest & ipam.SpaceRequest.$Shape;

        /**
         * Gets the type url for SpaceRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SpaceRequest {

        /** Properties of a SpaceRequest. */
        interface $Properties {

            /** SpaceRequest number */
            number?: (number|null);

            /** SpaceRequest address */
            address?: (number|null);

            /** SpaceRequest prefixLength */
            prefixLength?: (number|null);

            /** SpaceRequest leased */
            leased?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SpaceRequest. */
        type $Shape = ipam.SpaceRequest.$Properties;
    }

    /**
     * Properties of a SpaceAnswer.
     * @deprecated Use ipam.SpaceAnswer.$Properties instead.
     */
    interface ISpaceAnswer extends ipam.SpaceAnswer.$Properties {
    }

    /** Represents a SpaceAnswer. */
    class SpaceAnswer {

        /**
         * Constructs a new SpaceAnswer.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.SpaceAnswer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SpaceAnswer number. */
        number: number;

        /** SpaceAnswer records. */
        records: Uint8Array[];

        /** SpaceAnswer inUse. */
        inUse: boolean;

        /** SpaceAnswer busy. */
        busy: boolean;

        /** SpaceAnswer holder. */
        holder: string;

        /**
         * Encodes the specified SpaceAnswer message. Does not implicitly {@link ipam.SpaceAnswer.verify|verify} messages.
         * @param message SpaceAnswer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.SpaceAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SpaceAnswer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.SpaceAnswer & ipam.SpaceAnswer.$Shape} SpaceAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.SpaceAnswer & ipam.SpaceAnswer.$Shape;

        /**
         * Gets the type url for SpaceAnswer
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SpaceAnswer {

        /** Properties of a SpaceAnswer. */
        interface $Properties {

            /** SpaceAnswer number */
            number?: (number|null);

            /** SpaceAnswer records */
            records?: (Uint8Array[]|null);

            /** SpaceAnswer inUse */
            inUse?: (boolean|null);

            /** SpaceAnswer busy */
            busy?: (boolean|null);

            /** SpaceAnswer holder */
            holder?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SpaceAnswer. */
        type $Shape = ipam.SpaceAnswer.$Properties;
    }

    /**
     * Properties of a RecordQuestion.
     * @deprecated Use ipam.RecordQuestion.$Properties instead.
     */
    interface IRecordQuestion extends ipam.RecordQuestion.$Properties {
    }

    /** Represents a RecordQuestion. */
    class RecordQuestion {

        /**
         * Constructs a new RecordQuestion.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.RecordQuestion.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RecordQuestion number. */
        number: number;

        /** RecordQuestion digest. */
        digest: Uint8Array;

        /**
         * Encodes the specified RecordQuestion message. Does not implicitly {@link ipam.RecordQuestion.verify|verify} messages.
         * @param message RecordQuestion message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.RecordQuestion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RecordQuestion message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.RecordQuestion & ipam.RecordQuestion.$Shape} RecordQuestion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.RecordQuestion & ipam.RecordQuestion.$Shape;

        /**
         * Gets the type url for RecordQuestion
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RecordQuestion {

        /** Properties of a RecordQuestion. */
        interface $Properties {

            /** RecordQuestion number */
            number?: (number|null);

            /** RecordQuestion digest */
            digest?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RecordQuestion. */
        type $Shape = ipam.RecordQuestion.$Properties;
    }

    /**
     * Properties of a RecordAnswer.
     * @deprecated Use ipam.RecordAnswer.$Properties instead.
     */
    interface IRecordAnswer extends ipam.RecordAnswer.$Properties {
    }

    /** Represents a RecordAnswer. */
    class RecordAnswer {

        /**
         * Constructs a new RecordAnswer.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.RecordAnswer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RecordAnswer number. */
        number: number;

        /** RecordAnswer records. */
        records: Uint8Array[];

        /** RecordAnswer genesis. */
        genesis: Uint8Array;

        /** RecordAnswer more. */
        more: boolean;

        /** RecordAnswer part. */
        part: number;

        /**
         * Encodes the specified RecordAnswer message. Does not implicitly {@link ipam.RecordAnswer.verify|verify} messages.
         * @param message RecordAnswer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.RecordAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RecordAnswer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.RecordAnswer & ipam.RecordAnswer.$Shape} RecordAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.RecordAnswer & ipam.RecordAnswer.$Shape;

        /**
         * Gets the type url for RecordAnswer
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RecordAnswer {

        /** Properties of a RecordAnswer. */
        interface $Properties {

            /** RecordAnswer number */
            number?: (number|null);

            /** RecordAnswer records */
            records?: (Uint8Array[]|null);

            /** RecordAnswer genesis */
            genesis?: (Uint8Array|null);

            /** RecordAnswer more */
            more?: (boolean|null);

            /** RecordAnswer part */
            part?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RecordAnswer. */
        type $Shape = ipam.RecordAnswer.$Properties;
    }

    /**
     * Properties of a HandOver.
     * @deprecated Use ipam.HandOver.$Properties instead.
     */
    interface IHandOver extends ipam.HandOver.$Properties {
    }

    /** Represents a HandOver. */
    class HandOver {

        /**
         * Constructs a new HandOver.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.HandOver.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HandOver number. */
        number: number;

        /** HandOver records. */
        records: Uint8Array[];

        /**
         * Encodes the specified HandOver message. Does not implicitly {@link ipam.HandOver.verify|verify} messages.
         * @param message HandOver message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.HandOver.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HandOver message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.HandOver & ipam.HandOver.$Shape} HandOver
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.HandOver & ipam.HandOver.$Shape;

        /**
         * Gets the type url for HandOver
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace HandOver {

        /** Properties of a HandOver. */
        interface $Properties {

            /** HandOver number */
            number?: (number|null);

            /** HandOver records */
            records?: (Uint8Array[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HandOver. */
        type $Shape = ipam.HandOver.$Properties;
    }

    /**
     * Properties of a Merged.
     * @deprecated Use ipam.Merged.$Properties instead.
     */
    interface IMerged extends ipam.Merged.$Properties {
    }

    /** Represents a Merged. */
    class Merged {

        /**
         * Constructs a new Merged.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Merged.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Merged number. */
        number: number;

        /**
         * Encodes the specified Merged message. Does not implicitly {@link ipam.Merged.verify|verify} messages.
         * @param message Merged message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Merged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Merged message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Merged & ipam.Merged.$Shape} Merged
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Merged & ipam.Merged.$Shape;

        /**
         * Gets the type url for Merged
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Merged {

        /** Properties of a Merged. */
        interface $Properties {

            /** Merged number */
            number?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Merged. */
        type $Shape = ipam.Merged.$Properties;
    }

    /**
     * Properties of a LeaseRequest.
     * @deprecated Use ipam.LeaseRequest.$Properties instead.
     */
    interface ILeaseRequest extends ipam.LeaseRequest.$Properties {
    }

    /** Represents a LeaseRequest. */
    class LeaseRequest {

        /**
         * Constructs a new LeaseRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.LeaseRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseRequest number. */
        number: number;

        /** LeaseRequest config. */
        config: number;

        /** LeaseRequest version. */
        version: number;

        /** LeaseRequest hot. */
        hot: ipam.HotRange.$Properties[];

        /** LeaseRequest seen. */
        seen: number;

        /**
         * Encodes the specified LeaseRequest message. Does not implicitly {@link ipam.LeaseRequest.verify|verify} messages.
         * @param message LeaseRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.LeaseRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.LeaseRequest & ipam.LeaseRequest.$Shape} LeaseRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.LeaseRequest & ipam.LeaseRequest.$Shape;

        /**
         * Gets the type url for LeaseRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LeaseRequest {

        /** Properties of a LeaseRequest. */
        interface $Properties {

            /** LeaseRequest number */
            number?: (number|null);

            /** LeaseRequest config */
            config?: (number|null);

            /** LeaseRequest version */
            version?: (number|null);

            /** LeaseRequest hot */
            hot?: (ipam.HotRange.$Properties[]|null);

            /** LeaseRequest seen */
            seen?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseRequest. */
        type $Shape = ipam.LeaseRequest.$Properties;
    }

    /**
     * Properties of a LeaseAnswer.
     * @deprecated Use ipam.LeaseAnswer.$Properties instead.
     */
    interface ILeaseAnswer extends ipam.LeaseAnswer.$Properties {
    }

    /** Represents a LeaseAnswer. */
    class LeaseAnswer {

        /**
         * Constructs a new LeaseAnswer.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.LeaseAnswer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseAnswer number. */
        number: number;

        /** LeaseAnswer refused. */
        refused: string;

        /** LeaseAnswer version. */
        version: number;

        /** LeaseAnswer count. */
        count: number;

        /** LeaseAnswer held. */
        held: ipam.HotRange.$Properties[];

        /**
         * Encodes the specified LeaseAnswer message. Does not implicitly {@link ipam.LeaseAnswer.verify|verify} messages.
         * @param message LeaseAnswer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.LeaseAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseAnswer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.LeaseAnswer & ipam.LeaseAnswer.$Shape} LeaseAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.LeaseAnswer & ipam.LeaseAnswer.$Shape;

        /**
         * Gets the type url for LeaseAnswer
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LeaseAnswer {

        /** Properties of a LeaseAnswer. */
        interface $Properties {

            /** LeaseAnswer number */
            number?: (number|null);

            /** LeaseAnswer refused */
            refused?: (string|null);

            /** LeaseAnswer version */
            version?: (number|null);

            /** LeaseAnswer count */
            count?: (number|null);

            /** LeaseAnswer held */
            held?: (ipam.HotRange.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseAnswer. */
        type $Shape = ipam.LeaseAnswer.$Properties;
    }

    /**
     * Properties of a GrantsQuestion.
     * @deprecated Use ipam.GrantsQuestion.$Properties instead.
     */
    interface IGrantsQuestion extends ipam.GrantsQuestion.$Properties {
    }

    /** Represents a GrantsQuestion. */
    class GrantsQuestion {

        /**
         * Constructs a new GrantsQuestion.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.GrantsQuestion.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GrantsQuestion number. */
        number: number;

        /** GrantsQuestion config. */
        config: number;

        /**
         * Encodes the specified GrantsQuestion message. Does not implicitly {@link ipam.GrantsQuestion.verify|verify} messages.
         * @param message GrantsQuestion message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.GrantsQuestion.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GrantsQuestion message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.GrantsQuestion & ipam.GrantsQuestion.$Shape} GrantsQuestion
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.GrantsQuestion & ipam.GrantsQuestion.$Shape;

        /**
         * Gets the type url for GrantsQuestion
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace GrantsQuestion {

        /** Properties of a GrantsQuestion. */
        interface $Properties {

            /** GrantsQuestion number */
            number?: (number|null);

            /** GrantsQuestion config */
            config?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GrantsQuestion. */
        type $Shape = ipam.GrantsQuestion.$Properties;
    }

    /**
     * Properties of a GrantsAnswer.
     * @deprecated Use ipam.GrantsAnswer.$Properties instead.
     */
    interface IGrantsAnswer extends ipam.GrantsAnswer.$Properties {
    }

    /** Represents a GrantsAnswer. */
    class GrantsAnswer {

        /**
         * Constructs a new GrantsAnswer.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.GrantsAnswer.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GrantsAnswer number. */
        number: number;

        /** GrantsAnswer config. */
        config: number;

        /** GrantsAnswer ready. */
        ready: number;

        /** GrantsAnswer entries. */
        entries: ipam.LeaseEntry.$Properties[];

        /** GrantsAnswer part. */
        part: number;

        /** GrantsAnswer more. */
        more: boolean;

        /**
         * Encodes the specified GrantsAnswer message. Does not implicitly {@link ipam.GrantsAnswer.verify|verify} messages.
         * @param message GrantsAnswer message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.GrantsAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GrantsAnswer message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.GrantsAnswer & ipam.GrantsAnswer.$Shape} GrantsAnswer
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.GrantsAnswer & ipam.GrantsAnswer.$Shape;

        /**
         * Gets the type url for GrantsAnswer
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace GrantsAnswer {

        /** Properties of a GrantsAnswer. */
        interface $Properties {

            /** GrantsAnswer number */
            number?: (number|null);

            /** GrantsAnswer config */
            config?: (number|null);

            /** GrantsAnswer ready */
            ready?: (number|null);

            /** GrantsAnswer entries */
            entries?: (ipam.LeaseEntry.$Properties[]|null);

            /** GrantsAnswer part */
            part?: (number|null);

            /** GrantsAnswer more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GrantsAnswer. */
        type $Shape = ipam.GrantsAnswer.$Properties;
    }

    /**
     * Properties of an Allocation.
     * @deprecated Use ipam.Allocation.$Properties instead.
     */
    interface IAllocation extends ipam.Allocation.$Properties {
    }

    /** Represents an Allocation. */
    class Allocation {

        /**
         * Constructs a new Allocation.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Allocation.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Allocation container. */
        container: string;

        /** Allocation interface. */
        interface: string;

        /** Allocation prefixLength. */
        prefixLength: number;

        /** Allocation withheld. */
        withheld: boolean;

        /**
         * Encodes the specified Allocation message. Does not implicitly {@link ipam.Allocation.verify|verify} messages.
         * @param message Allocation message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Allocation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Allocation message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Allocation & ipam.Allocation.$Shape} Allocation
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Allocation & ipam.Allocation.$Shape;

        /**
         * Gets the type url for Allocation
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Allocation {

        /** Properties of an Allocation. */
        interface $Properties {

            /** Allocation container */
            container?: (string|null);

            /** Allocation interface */
            "interface"?: (string|null);

            /** Allocation prefixLength */
            prefixLength?: (number|null);

            /** Allocation withheld */
            withheld?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Allocation. */
        type $Shape = ipam.Allocation.$Properties;
    }

    /**
     * Properties of an AcceptorState.
     * @deprecated Use ipam.AcceptorState.$Properties instead.
     */
    interface IAcceptorState extends ipam.AcceptorState.$Properties {
    }

    /** Represents an AcceptorState. */
    class AcceptorState {

        /**
         * Constructs a new AcceptorState.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.AcceptorState.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AcceptorState promised. */
        promised?: (ipam.Ballot.$Properties|null);

        /** AcceptorState acceptedBallot. */
        acceptedBallot?: (ipam.Ballot.$Properties|null);

        /** AcceptorState acceptedValue. */
        acceptedValue: Uint8Array;

        /**
         * Encodes the specified AcceptorState message. Does not implicitly {@link ipam.AcceptorState.verify|verify} messages.
         * @param message AcceptorState message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.AcceptorState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AcceptorState message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.AcceptorState & ipam.AcceptorState.$Shape} AcceptorState
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.AcceptorState & ipam.AcceptorState.$Shape;

        /**
         * Gets the type url for AcceptorState
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace AcceptorState {

        /** Properties of an AcceptorState. */
        interface $Properties {

            /** AcceptorState promised */
            promised?: (ipam.Ballot.$Properties|null);

            /** AcceptorState acceptedBallot */
            acceptedBallot?: (ipam.Ballot.$Properties|null);

            /** AcceptorState acceptedValue */
            acceptedValue?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AcceptorState. */
        type $Shape = ipam.AcceptorState.$Properties;
    }

    /**
     * Properties of an Entries.
     * @deprecated Use ipam.Entries.$Properties instead.
     */
    interface IEntries extends ipam.Entries.$Properties {
    }

    /** Represents an Entries. */
    class Entries {

        /**
         * Constructs a new Entries.
         * @param [properties] Properties to set
         */
        constructor(properties?: ipam.Entries.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Entries records. */
        records: Uint8Array[];

        /**
         * Encodes the specified Entries message. Does not implicitly {@link ipam.Entries.verify|verify} messages.
         * @param message Entries message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: ipam.Entries.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Entries message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {ipam.Entries & ipam.Entries.$Shape} Entries
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): ipam.Entries & ipam.Entries.$Shape;

        /**
         * Gets the type url for Entries
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Entries {

        /** Properties of an Entries. */
        interface $Properties {

            /** Entries records */
            records?: (Uint8Array[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Entries. */
        type $Shape = ipam.Entries.$Properties;
    }
}
