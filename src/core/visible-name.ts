import { readAsLatin } from './look-alike.js';

/** Characters that nobody sees, but for those that are a space or break a line (Unicode: Cf, Default_Ignorable_Code_Point). */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Every kind of space, the blank pattern of Braille among them. */
const SPACES = /[\s\p{Z}\u2800]+/gu;

/** A name as people see it: nothing invisible in it, one space where several stand, none around it. May be empty. */
export function visibleName(name: string): string {
  return name
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
}

/**
 * Whether people would take two names for one: `Claire`, `claire `, `C laire`, and a `Claire` with a character in it that nobody
 * sees, or that only looks like its own.
 */
export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

function folded(name: string): string {
  const capitals = visibleName(name.normalize('NFKC')).toUpperCase().normalize('NFD');
  return readAsLatin(capitals.replace(/ /g, ''));
}
