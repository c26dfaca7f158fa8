import { v7 as newId } from 'uuid';
import { z } from 'zod';

/** Who owns the events: a service's name with underscores, such as `offline_sync`. */
export type Domain = string;

export const DEFAULT_TENANT = 'main';

/** The CloudEvents 1.0 attributes of every event, in structured JSON. */
const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().min(1),
  type: z.string().min(1),
  /** The aggregate it belongs to, `account/<id>`: events of one subject keep their commit order. */
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string().min(1),
  tenantid: z.string().min(1),
  correlationid: z.uuid().optional(),
  causationid: z.uuid().optional(),
});

export interface Event<Data = unknown> extends z.output<typeof Envelope> {
  readonly data: Data;
}

export interface EventInit {
  /** When it happened. */
  readonly at: Date;
  readonly tenant?: string | undefined;
  /** The event that made this one happen. */
  readonly cause?: Event | undefined;
}

/** What is known of an event apart from its data's type. */
export interface EventContract<Data = unknown> {
  readonly kind: 'event';
  readonly domain: Domain;
  /** `<aggregate>.<past tense>`, such as `violation.detected`. */
  readonly name: string;
  readonly version: number;
  /** The CloudEvents type: `com.signalos.<domain>.<name>.v<version>`. */
  readonly type: string;
  readonly summary: string;
  /** Whether the user it concerns, `data.userId`, may see it. */
  readonly audience: 'user' | 'services';
  readonly data: z.ZodType<Data>;
  /** The whole envelope, as it is on the wire. */
  readonly schema: z.ZodType<Event<Data>>;
  create(data: Data, init: EventInit): Event<Data>;
  /** Reads what arrived: unknown fields are dropped, so that producers may add some. */
  parse(input: unknown): Event<Data>;
}

export type EventOf<C> = C extends EventContract<infer Data> ? Event<Data> : never;

interface EventSpec<Data> {
  readonly domain: Domain;
  readonly name: string;
  readonly version: number;
  readonly summary: string;
  readonly audience: EventContract['audience'];
  /** The aggregate it belongs to: events of one subject keep their order. */
  readonly subject: (data: Data) => string;
  readonly data: z.ZodType<Data>;
}

export function defineEvent<Data>(spec: EventSpec<Data>): EventContract<Data> {
  const { subject, ...contract } = spec;
  const { domain, name, version, data } = spec;
  const type = `com.signalos.${domain}.${name}.v${version}`;
  const schema = Envelope.extend({ type: z.literal(type), data });

  return {
    ...contract,
    kind: 'event',
    type,
    schema,
    create(input, { at, tenant = DEFAULT_TENANT, cause }) {
      const id = newId();
      return {
        specversion: '1.0',
        id,
        source: `/signalos/${domain.replaceAll('_', '-')}`,
        type,
        subject: subject(input),
        time: at.toISOString(),
        datacontenttype: 'application/json',
        dataschema: `urn:signalos:event:${domain}.${name}.v${version}`,
        tenantid: tenant,
        correlationid: cause?.correlationid ?? cause?.id ?? id,
        ...(cause && { causationid: cause.id }),
        data: data.parse(input),
      };
    },
    parse: (input) => schema.parse(input),
  };
}
