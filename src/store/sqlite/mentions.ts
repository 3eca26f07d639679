import { mentionFinder } from '../../core/contact/without-person.js';
import type { LeftInClear } from '../erasure-store.js';
import type { Db } from './open.js';
import type { Named } from './erase-texts.js';

interface Text {
  readonly id: number;
  readonly text: string;
}

/**
 * Finds what names a person in rows that are another person's, or everybody's, and so stay as they are: their proofs,
 * their answers, the texts that they were sent, the words that people were shown.
 */
export function mentionReader(db: Db): (person: Named, subjectId: number | null) => LeftInClear {
  const texts = (sql: string) => db.prepare<{ id: number | null }, Text>(sql);
  const consents = texts(
    `SELECT seq AS id, concat_ws(char(10), source, evidence, ip, collected_by) AS text FROM consent_event
     WHERE subject_id IS NOT @id AND erased_at IS NULL AND coalesce(source, evidence, ip, collected_by) IS NOT NULL ORDER BY seq`,
  );
  const replies = texts('SELECT id, text FROM reply WHERE text IS NOT NULL AND @id IS @id ORDER BY id');
  const requests = texts(
    `SELECT id, concat_ws(char(10), contact, identified_by, extended_because, answered_because) AS text FROM request
     WHERE coalesce(contact, identified_by, extended_because, answered_because) IS NOT NULL AND @id IS @id ORDER BY id`,
  );
  const messages = texts("SELECT id, text FROM intent WHERE subject_id IS NOT @id AND text <> '' ORDER BY id");
  const wordings = db.prepare<[], { hash: Buffer; text: string }>("SELECT hash, text FROM wording WHERE text <> ''");
  const isShared = db.prepare<{ id: number | null; hash: Buffer }>(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM wording_version WHERE hash = @hash) OR EXISTS (
       SELECT 1 FROM consent_event WHERE wording_hash = @hash AND erased_at IS NULL AND subject_id IS NOT @id)`,
  );
  return ({ number, names }, subjectId) => {
    const isNamedIn = mentionFinder(number, names);
    const naming = (all: typeof consents): readonly number[] => {
      const found: number[] = [];
      for (const { id, text } of all.iterate({ id: subjectId })) if (isNamedIn(text)) found.push(id);
      return found;
    };
    return {
      consents: naming(consents),
      replies: naming(replies),
      requests: naming(requests),
      messages: naming(messages).length,
      wordings: wordings
        .all()
        .filter(({ text, hash }) => isNamedIn(text) && isShared.get({ id: subjectId, hash }) !== undefined).length,
    };
  };
}
