import type { ExitProof, InboxStore } from '../inbox-store.js';
import type { Stamp } from '../store.js';
import { stamped, type Append } from './audit.js';
import type { Context } from './context.js';
import { sealOf } from './seal.js';
import { subjectKeeper } from './subject.js';

interface ExitProofStore extends Pick<InboxStore, 'beginExitTest' | 'exitTest' | 'attestExit' | 'exitProof'> {
  /** A STOP has arrived: it proves the tests that began before it, inside the transaction that is under way. */
  proveBy(fingerprint: Buffer, receivedAt: string, stamp: Stamp): void;
}

/** What shows that a STOP arrives. */
export function exitProofStore({ db, keyring, transact, query }: Context, append: Append): ExitProofStore {
  const keepSubject = subjectKeeper(db, keyring);
  const begin = db.prepare<[Buffer, Buffer, string, string]>(
    "INSERT INTO exit_proof (way_out, kind, fingerprint, begun_at, operator) VALUES (?, 'stop_test', ?, ?, ?)",
  );
  const prove = db.prepare<[string, Buffer, string], { wayOut: Buffer }>(
    `UPDATE exit_proof SET proven_at = ? WHERE fingerprint = ? AND proven_at IS NULL AND begun_at <= ?
     RETURNING way_out AS wayOut`,
  );
  const attest = db.prepare<[Buffer, string, string, string, string]>(
    "INSERT INTO exit_proof (way_out, kind, begun_at, proven_at, operator, statement) VALUES (?, 'attested', ?, ?, ?, ?)",
  );
  const test = db.prepare<[Buffer, Buffer], { begunAt: string; provenAt: string | null }>(
    `SELECT begun_at AS begunAt, proven_at AS provenAt FROM exit_proof
     WHERE way_out = ? AND fingerprint = ? ORDER BY id DESC LIMIT 1`,
  );
  const newest = db.prepare<[Buffer], ExitProof>(
    `SELECT kind, proven_at AS provenAt, operator, statement FROM exit_proof
     WHERE way_out = ? AND proven_at IS NOT NULL ORDER BY proven_at DESC, id DESC LIMIT 1`,
  );
  return {
    proveBy(fingerprint, receivedAt, stamp) {
      for (const { wayOut } of prove.all(receivedAt, fingerprint, receivedAt)) {
        const data = { way: 'stop_test', wayOut: wayOut.toString('hex'), receivedAt };
        append({ kind: 'exit_proven', subject: fingerprint, data }, stamp);
      }
    },
    beginExitTest: (wayOut, number, stamp) =>
      transact(() => {
        const { at, operator } = stamped(stamp);
        const fingerprint = keyring.fingerprint(number);
        keepSubject(number, at);
        begin.run(wayOut, fingerprint, at, operator);
        const data = { wayOut: wayOut.toString('hex') };
        append({ kind: 'exit_test_begun', subject: fingerprint, data }, stamp);
      }),
    exitTest: (wayOut, number) => query(() => test.get(wayOut, keyring.fingerprint(number)) ?? null),
    attestExit: (wayOut, statement, stamp) =>
      transact(() => {
        const { at, operator } = stamped(stamp);
        const proof = Number(attest.run(wayOut, at, at, operator, statement).lastInsertRowid);
        const data = {
          way: 'attested',
          proof,
          wayOut: wayOut.toString('hex'),
          statementSeal: sealOf(keyring, statement),
        };
        append({ kind: 'exit_proven', data }, stamp);
      }),
    exitProof: (wayOut) => query(() => newest.get(wayOut) ?? null),
  };
}
