import type { AuditKind } from '../../core/audit/chain.js';
import type { Keyring } from '../../core/contact/keyring.js';
import type { IncidentFields, IncidentRecord } from '../../core/incident/incident.js';
import type { IncidentStore } from '../oversight-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import type { Db } from './open.js';
import { sealOf } from './seal.js';

/** The column of each field. */
const COLUMNS: Readonly<Record<keyof IncidentFields, string>> = {
  what: 'what',
  knownAt: 'known_at',
  whose: 'whose',
  people: 'people',
  measures: 'measures',
  risk: 'risk',
  authorityToldAt: 'authority_told_at',
  peopleToldAt: 'people_told_at',
  notToldBecause: 'not_told_because',
};
const FIELDS = Object.keys(COLUMNS) as readonly (keyof IncidentFields)[];

/** The columns that the log seals as they stand after each change, in this order. */
export const SEALED_COLUMNS = FIELDS.map((field) => `incident.${COLUMNS[field]}`).join(', ');

/** Seals what an incident says as it stands. */
export function incidentSealer(db: Db, keyring: Keyring): (id: number) => string {
  const columns = db
    .prepare<[number], (string | number | null)[]>(`SELECT ${SEALED_COLUMNS} FROM incident WHERE id = ?`)
    .raw();
  return (id) => sealOf(keyring, ...(columns.get(id) ?? []));
}

type IncidentLog = (kind: AuditKind, incident: number, fields: readonly string[], stamp: Stamp) => void;

/** The register's texts may name people; the log, which is never erased, names fields, and seals what they say. */
function incidentLog(db: Db, keyring: Keyring, append: Append): IncidentLog {
  const seal = incidentSealer(db, keyring);
  return (kind, incident, fields, stamp) => {
    const data = { incident, fields: fields.join(' '), seal: seal(incident) };
    append({ kind, data }, stamp);
  };
}

export function incidentStore({ db, keyring, query, transact }: Context, append: Append): IncidentStore {
  const columns = FIELDS.map((field) => COLUMNS[field]);
  const insert = db.prepare(
    `INSERT INTO incident (${columns.join(', ')}, recorded_at, operator)
     VALUES (${FIELDS.map((field) => `@${field}`).join(', ')}, @recordedAt, @operator)`,
  );
  const all = db.prepare<[], IncidentRecord>(
    `SELECT id, ${FIELDS.map((field) => `${COLUMNS[field]} AS ${field}`).join(', ')}, closed_at AS closedAt,
       recorded_at AS recordedAt, operator FROM incident ORDER BY id`,
  );
  const isOpen = db.prepare<[number]>('SELECT 1 FROM incident WHERE id = ? AND closed_at IS NULL');
  const close = db.prepare<[string, number]>('UPDATE incident SET closed_at = ? WHERE id = ?');

  const log = incidentLog(db, keyring, append);

  return {
    addIncident: (fields, stamp) =>
      transact(() => {
        const { at: recordedAt, operator } = stamped(stamp);
        const id = Number(insert.run({ ...fields, recordedAt, operator }).lastInsertRowid);
        const given = FIELDS.filter((field) => fields[field] !== null);
        log('incident_noted', id, given, stamp);
        return id;
      }),
    updateIncident: (id, fields, stamp) =>
      transact(() => {
        if (isOpen.get(id) === undefined) return false;
        const changed = FIELDS.filter((field) => fields[field] !== undefined);
        if (changed.length === 0) return true;
        const sets = changed.map((field) => `${COLUMNS[field]} = @${field}`).join(', ');
        db.prepare(`UPDATE incident SET ${sets} WHERE id = @id`).run({ ...fields, id });
        log('incident_updated', id, changed, stamp);
        return true;
      }),
    closeIncident: (id, stamp) =>
      transact(() => {
        if (isOpen.get(id) === undefined) return false;
        close.run(stamped(stamp).at, id);
        log('incident_closed', id, [], stamp);
        return true;
      }),
    incidents: () => query(() => all.all()),
  };
}
