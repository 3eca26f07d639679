import { sha256 } from '../../core/sha256.js';
import { invariant } from '../../errors.js';
import type { WordingStore, WordingVersion } from '../wording-store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';

const VERSIONS = `SELECT name, version, lower(hex(wording_version.hash)) AS hash, text, purpose, language, model,
    recorded_at AS recordedAt, operator
  FROM wording_version JOIN wording ON wording.hash = wording_version.hash`;

export function wordingStore({ db, transact, query }: Context, append: Append): WordingStore {
  const latest = db.prepare<[string], WordingVersion>(`${VERSIONS} WHERE name = ? ORDER BY version DESC LIMIT 1`);
  const all = db.prepare<[], WordingVersion>(`${VERSIONS} ORDER BY name, version`);
  const keepText = db.prepare<[Buffer, string]>(
    'INSERT INTO wording (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const insert = db.prepare(
    `INSERT INTO wording_version (name, version, hash, purpose, language, model, recorded_at, operator)
     VALUES (@name, @version, @hash, @purpose, @language, @model, @recordedAt, @operator)`,
  );
  return {
    recordWording: ({ name, text, purpose, language, model }, stamp) =>
      transact(() => {
        const before = latest.get(name);
        if (before?.text === text && before.purpose === purpose && before.language === language) {
          return { verdict: 'unchanged', version: before };
        }
        const version = (before?.version ?? 0) + 1;
        const hash = sha256(text);
        const { at: recordedAt, operator } = stamped(stamp);
        keepText.run(hash, text);
        insert.run({ name, version, hash, purpose, language, model, recordedAt, operator });
        append(
          {
            kind: 'wording_recorded',
            data: { name, version, wordingHash: hash.toString('hex'), purpose, language, model },
          },
          stamp,
        );
        const recorded = latest.get(name);
        invariant(recorded !== undefined, 'what was recorded is there');
        return { verdict: 'recorded', version: recorded };
      }),
    wordings: () => query(() => all.all()),
  };
}
