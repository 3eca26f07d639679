import { exitCodeOf, gravestExitCode, OperatorError, type ErrorKind } from '../errors.js';
import type { Phrase } from '../words/phrase.js';

/** What `doctor` looks at; stable, for scripts. */
export type ExaminationName =
  | 'node'
  | 'config'
  | 'organisation'
  | 'provider'
  | 'credentials'
  | 'footers'
  | 'processor'
  | 'rule_data'
  | 'key'
  | 'encryption'
  | 'outboxes'
  | 'file_modes'
  | 'config_mode'
  | 'folder_mode'
  | 'file_system'
  | 'synchronised'
  | 'clock'
  | 'ledger'
  | 'ledger_key'
  | 'home'
  | 'run_memory'
  | 'backup'
  | 'integrity'
  | 'tampering'
  | 'audit_chain'
  | 'campaigns'
  | 'unknown_outcomes'
  | 'incidents'
  | 'requests'
  | 'rehearsals'
  | 'leftovers'
  | 'set_aside'
  | 'way_out';

/** One thing that was looked at. */
export interface Examination {
  readonly name: ExaminationName;
  /** `advice` is worth doing, `warn` is to be known, `fail` to be mended before anything is sent. */
  readonly status: 'ok' | 'advice' | 'warn' | 'fail';
  readonly message: Phrase;
  readonly hint: Phrase | null;
  /** Why it fails, as scripts see it; null otherwise. */
  readonly kind: ErrorKind | null;
}

export function good(name: ExaminationName, message: Phrase): Examination {
  return { name, status: 'ok', message, hint: null, kind: null };
}

/** Nothing is wrong, and something would be better. */
export function advised(name: ExaminationName, message: Phrase, hint: Phrase): Examination {
  return { name, status: 'advice', message, hint, kind: null };
}

export function doubtful(name: ExaminationName, message: Phrase, hint: Phrase): Examination {
  return { name, status: 'warn', message, hint, kind: null };
}

export function failed(name: ExaminationName, kind: ErrorKind, message: Phrase, hint: Phrase | null): Examination {
  return { name, status: 'fail', message, hint, kind };
}

/** What an {@link OperatorError} says, as a failed examination. Anything else is a defect, and is thrown on. */
export function failedBy(name: ExaminationName, error: unknown): Examination {
  if (!(error instanceof OperatorError)) throw error;
  return failed(name, error.kind, error.problem, error.hint);
}

/** Looks at one thing; an error of it is its result, so that the next one is looked at all the same. */
export async function examine(
  name: ExaminationName,
  look: () => Examination | Promise<Examination>,
): Promise<Examination> {
  try {
    return await look();
  } catch (error) {
    return failedBy(name, error);
  }
}

/** The exit code of the gravest failure; 0 when nothing fails. */
export function exitCodeOfExaminations(examinations: readonly Examination[]): number {
  return gravestExitCode(examinations.map(({ kind }) => (kind === null ? 0 : exitCodeOf[kind])));
}
