import { Drop, toValue, type Comparable } from 'liquidjs';

/**
 * Stands in a template for a field that the recipient does not have, or has empty.
 *
 * In a condition it is false, and equal to `blank`, `empty`, `nil` and `""`. Filters hand it on untouched, up to
 * `default`, which replaces it. Printed, it leaves the recipient out (`missing_field`).
 */
export class AbsentField extends Drop implements Comparable {
  readonly #field: string;

  /** @param field Plain name of the field. */
  constructor(field: string) {
    super();
    this.#field = field;
  }

  /** The field of an absent value, null for any other. Static, so that no template can reach it by a dot. */
  static fieldOf(value: unknown): string | null {
    return value instanceof AbsentField ? value.#field : null;
  }

  /** What conditions and loops see. */
  override valueOf(): string {
    return '';
  }

  /** What a dot sees: nothing has no parts. */
  toLiquid(): null {
    return null;
  }

  equals(other: unknown): boolean {
    return isBlank(toValue(other));
  }

  gt(): boolean {
    return false;
  }

  geq(): boolean {
    return false;
  }

  lt(): boolean {
    return false;
  }

  leq(): boolean {
    return false;
  }
}

/** True for what reads as nothing: no value, white space alone, an empty list. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value instanceof AbsentField) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}
