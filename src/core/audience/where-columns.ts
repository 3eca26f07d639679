import { OperatorError } from '../../errors.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import { plainFieldName } from '../template/field-name.js';
import { nearestNames } from '../template/nearest-names.js';
import type { ColumnName } from './where-parser.js';

/** Names longer than this are compared with nothing: they are no slip of the finger. */
const MAX_COMPARED_LENGTH = 64;
const MAX_SUGGESTIONS = 3;
/** More columns than this are not listed in a hint. */
const MAX_LISTED = 20;

/**
 * Finds the column that an expression names: by its header as it stands, else by the plain form of it (`Prénom` is
 * `prenom`), which must then fit one header only.
 *
 * @param headers In the order of the file.
 * @returns The header as the file writes it.
 * @throws OperatorError `badInput` that names the position and the nearest columns.
 */
export function resolveColumn({ name, position }: ColumnName, headers: readonly string[]): string {
  const exact = headers.find((header) => sameText(header, name));
  if (exact !== undefined) return exact;
  const plain = plainFieldName(name);
  const [found, other] = headers.filter((header) => plainFieldName(header) === plain);
  if (found === undefined) {
    const problem = phrase('audience.unknownColumn', { column: name, position });
    throw new OperatorError('badInput', problem, columnsHint(plain, headers));
  }
  if (other !== undefined) {
    const problem = phrase('audience.ambiguousColumn', { column: name, position, columns: [found, other] });
    throw new OperatorError('badInput', problem, phrase('audience.ambiguousColumnHint', { column: found }));
  }
  return found;
}

function sameText(a: string, b: string): boolean {
  return a.trim().normalize('NFC') === b.trim().normalize('NFC');
}

function columnsHint(plain: string, headers: readonly string[]): Phrase | null {
  const near = nearest(plain, headers);
  if (near.length > 0) return phrase('audience.nearestColumns', { columns: near });
  const columns = headers.filter((header) => !mayBeNumber(header)).slice(0, MAX_LISTED);
  return columns.length === 0 ? null : phrase('audience.allColumns', { columns });
}

/** A file without a header row has a person's number for a header, which no message may repeat. */
function mayBeNumber(header: string): boolean {
  return header.replace(/\D/g, '').length >= 8;
}

/** The headers that a few slips of the finger away are `plain`, the nearest first. */
function nearest(plain: string, headers: readonly string[]): readonly string[] {
  if (plain.length > MAX_COMPARED_LENGTH) return [];
  const byPlain = new Map<string, string[]>();
  for (const header of headers) {
    const name = plainFieldName(header);
    if (name.length <= MAX_COMPARED_LENGTH) byPlain.set(name, [...(byPlain.get(name) ?? []), header]);
  }
  return nearestNames(plain, byPlain.keys())
    .flatMap((name) => byPlain.get(name) ?? [])
    .slice(0, MAX_SUGGESTIONS);
}
