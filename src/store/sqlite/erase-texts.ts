import { withoutPerson } from '../../core/contact/without-person.js';
import type { Keyring } from '../../core/contact/keyring.js';
import { nationalDigits, type E164 } from '../../core/contact/phone-number.js';
import type { AuditData } from '../../core/audit/chain.js';
import type { Stamp } from '../store.js';
import type { Append } from './audit.js';
import { incidentSealer } from './incident.js';
import type { Db } from './open.js';
import { textSealer } from './seal.js';

/** Who is to be taken out of what people wrote. */
export interface Named {
  readonly number: E164;
  readonly names: readonly string[];
}

interface FreeText {
  readonly table: string;
  readonly columns: readonly string[];
  /** What the log then tells of the row as it stands. */
  told(id: number, texts: readonly (string | null)[]): AuditData;
}

/** What was written freely, and may name anybody: names of files, incidents, what was attested. */
interface TextEraser {
  /** How many rows name them. */
  count(person: Named): number;
  /** Takes them out, each row with its row of the log, inside the transaction that is under way. Returns how many. */
  erase(person: Named, stamp: Stamp): number;
  /** Campaigns whose name or template does, which are left as they are: what was sent hangs on them. */
  campaigns(person: Named): readonly string[];
}

export function textEraser(db: Db, keyring: Keyring, append: Append): TextEraser {
  const sealed = textSealer(keyring);
  const incidentSeal = incidentSealer(db, keyring);
  const places: readonly FreeText[] = [
    { table: 'import', columns: ['file_name'], told: (id, [file]) => ({ import: id, fileSeal: sealed(file) }) },
    { table: 'plan', columns: ['file_name'], told: (id, [file]) => ({ plan: id, fileSeal: sealed(file) }) },
    {
      table: 'collection',
      columns: ['file_name', 'statement'],
      told: (id, [file, statement]) => ({
        collection: id,
        fileSeal: sealed(file),
        ...(statement === null ? {} : { statementSeal: sealed(statement) }),
      }),
    },
    {
      table: 'exit_proof',
      columns: ['statement'],
      told: (id, [statement]) => ({ proof: id, statementSeal: sealed(statement) }),
    },
    {
      table: 'incident',
      columns: ['what', 'whose', 'measures', 'not_told_because'],
      told: (id) => ({ incident: id, seal: incidentSeal(id) }),
    },
  ];
  const statements = places.map(({ table, columns, told }) => ({
    told,
    all: db.prepare<[], [number, ...(string | null)[]]>(`SELECT id, ${columns.join(', ')} FROM ${table}`).raw(),
    write: db.prepare<[...(string | null)[], number]>(
      `UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
    ),
  }));
  const named = db.prepare<[], { name: string; template: string }>('SELECT name, template FROM campaign ORDER BY id');

  const holding = ({ number, names }: Named): readonly (() => AuditData)[] =>
    statements.flatMap(({ all, write, told }) =>
      all.all().flatMap(([id, ...texts]) => {
        const without = texts.map((text) => (text === null ? null : withoutPerson(text, number, names)));
        if (without.every((text, place) => text === texts[place])) return [];
        return [
          () => {
            write.run(...without, id);
            return told(id, without);
          },
        ];
      }),
    );

  return {
    count: (person) => holding(person).length,
    erase(person, stamp) {
      const changes = holding(person);
      for (const change of changes) {
        append({ kind: 'text_erased', data: change() }, stamp);
      }
      return changes.length;
    },
    campaigns: ({ number, names }) =>
      named.all().flatMap(({ name, template }) => {
        const isNamed =
          name.replace(/\D/g, '').includes(nationalDigits(number)) ||
          [name, template].some((text) => withoutPerson(text, number, names) !== text);
        return isNamed ? [name] : [];
      }),
  };
}
