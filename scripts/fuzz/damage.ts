import type { Random } from './random.ts';

/** Changes a text in one to four places: characters lost, doubled, swapped, taken from `alphabet`. */
export function damagedText(random: Random, text: string, alphabet: readonly string[]): string {
  let damaged = text;
  for (let count = random.between(1, 4); count > 0; count--) damaged = damagedOnce(random, damaged, alphabet);
  return damaged;
}

function damagedOnce(random: Random, text: string, alphabet: readonly string[]): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + random.between(1, random.chance(10) ? 20 : 3));
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(at);
    case 2:
      return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
    case 3:
      return text.slice(0, at) + random.pick(alphabet) + text.slice(at + 1);
    case 4:
      return text.slice(0, at);
    default:
      return text.slice(0, at) + random.pick(alphabet) + text.slice(at);
  }
}

/** Changes bytes in one to four places. */
export function damagedBytes(random: Random, bytes: Buffer, alphabet: readonly Buffer[]): Buffer {
  let damaged = bytes;
  for (let count = random.between(1, 4); count > 0; count--) {
    const at = random.below(damaged.length + 1);
    const to = Math.min(damaged.length, at + random.between(1, random.chance(10) ? 40 : 3));
    damaged = Buffer.concat(piecesAfterDamage(random, damaged, at, to, alphabet));
  }
  return damaged;
}

function piecesAfterDamage(
  random: Random,
  bytes: Buffer,
  at: number,
  to: number,
  alphabet: readonly Buffer[],
): Buffer[] {
  const [before, within, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
  switch (random.below(6)) {
    case 0:
      return [before, after];
    case 1:
      return [before, within, within, after];
    case 2:
      return [before, Buffer.from(within.map((byte) => byte ^ (1 << random.below(8)))), after];
    case 3:
      return random.chance(30) ? [before] : [before, Buffer.of(random.below(256)), after];
    case 4:
      return [before, within, random.pick(alphabet), after];
    default:
      return [before, random.pick(alphabet), after];
  }
}

/** A text of any UTF-16 units at all, halves of pairs included, mostly from places where something may go wrong. */
export function noise(random: Random, longest: number): string {
  return random
    .list(random.below(longest + 1), () =>
      random.chance(60)
        ? String.fromCharCode(random.below(0x100))
        : String.fromCharCode(
            random.pick([0x200, 0x2000, 0x3000, 0xd800, 0xdc00, 0xff00, 0x600, 0x900]) + random.below(0x100),
          ),
    )
    .join('');
}
