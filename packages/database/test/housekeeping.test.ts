import { keepHouse } from '@signalos/database';
import { startDatabase } from '@signalos/testing';
import { Pool } from 'pg';
import { expect, it } from 'vitest';

it('deletes what is past its time, in as many chunks as it takes, and keeps the rest', async () => {
  await using database = await startDatabase(new URL('service/', import.meta.url));
  const pool = new Pool({ connectionString: database.url });
  await pool.query(`
    insert into platform.outbox (id, key, type, tenant, payload, trace, published_at)
    select gen_random_uuid(), 'k', 't', 'main', '{}', '{}', now() - make_interval(hours => age)
    from (select 71 union all select 73 from generate_series(1, 1500)) as ages(age);
    insert into platform.outbox (id, key, type, tenant, payload, trace, created_at)
    values (gen_random_uuid(), 'k', 't', 'main', '{}', '{}', now() - interval '1 year');
    insert into platform.inbox (consumer, event_id, handled_at)
    values ('c', gen_random_uuid(), now() - interval '31 days'),
           ('c', gen_random_uuid(), now() - interval '29 days');
    insert into platform.idempotency_key (actor, key, fingerprint, created_at)
    values ('a', 'old', 'f', now() - interval '25 hours'), ('a', 'new', 'f', now());`);
  await using housekeeping = keepHouse(pool, { warn: () => {} });

  expect(await housekeeping.sweep()).toBe(1_502);

  const left = async (table: string) =>
    (await pool.query(`select count(*)::int as n from platform.${table}`)).rows[0].n;
  // What was never published stays, however old.
  expect(await left('outbox')).toBe(2);
  expect(await left('inbox')).toBe(1);
  expect((await pool.query('select key from platform.idempotency_key')).rows).toEqual([
    { key: 'new' },
  ]);
  await pool.end();
});
