import type { DateTime } from 'luxon';
import { maskNumbersIn } from '../../core/contact/mask-text.js';
import { isoInstant } from '../../core/schedule/instant.js';
import type { InboxStore } from '../inbox-store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { textSealer } from './seal.js';

type CollectionStore = Pick<
  InboxStore,
  'beginCollection' | 'endCollection' | 'stopsCollectedAt' | 'pulledAt' | 'attestedAt'
>;

/** When and whence replies were brought in, which a promotional run is asked for. */
export function collectionStore({ db, keyring, transact, query }: Context, append: Append): CollectionStore {
  const sealed = textSealer(keyring);
  const begin = db.prepare(
    `INSERT INTO collection (kind, provider, file_name, statement, operator, started_at)
     VALUES (@kind, @provider, @fileName, @statement, @operator, @at)`,
  );
  const end = db.prepare<
    [{ readonly id: number; readonly at: string; readonly sha256: string | null; readonly hasStops: number }],
    { kind: string; provider: string; startedAt: string; fileName: string | null; statement: string | null }
  >(
    `UPDATE collection SET ended_at = @at, sha256 = @sha256, has_stops = @hasStops WHERE id = @id AND ended_at IS NULL
     RETURNING kind, provider, started_at AS startedAt, file_name AS fileName, statement`,
  );
  const newest = db.prepare<
    [{ readonly provider: string; readonly kind: string | null; readonly until: string }],
    { at: string }
  >(
    // Of what came after it began nothing is known.
    `SELECT started_at AS at FROM collection
     WHERE provider = @provider AND has_stops = 1 AND started_at <= @until AND kind = ifnull(@kind, kind)
     ORDER BY id DESC LIMIT 1`,
  );
  const newestOf = (provider: string, kind: string | null, until: DateTime): Promise<string | null> =>
    query(() => newest.get({ provider, kind, until: isoInstant(until) })?.at ?? null);
  return {
    beginCollection: ({ kind, provider, fileName, statement = null }, stamp) =>
      transact(() => {
        const kept = fileName === null ? null : maskNumbersIn(fileName);
        return Number(begin.run({ kind, provider, statement, fileName: kept, ...stamped(stamp) }).lastInsertRowid);
      }),
    endCollection: (id, { sha256, hasStops, told }, stamp) =>
      transact(() => {
        const ended = end.get({ id, at: stamped(stamp).at, sha256, hasStops: hasStops ? 1 : 0 });
        if (ended === undefined) return;
        const { fileName, statement, ...known } = ended;
        const seals = {
          fileSeal: sealed(fileName),
          ...(statement === null ? {} : { statementSeal: sealed(statement) }),
        };
        const data = { collection: id, ...known, sha256, hasStops, ...told, ...seals };
        append({ kind: 'stops_collected', data }, stamp);
      }),
    stopsCollectedAt: (provider, until) => newestOf(provider, null, until),
    pulledAt: (provider, until) => newestOf(provider, 'pull', until),
    attestedAt: (provider, until) => newestOf(provider, 'attested', until),
  };
}
