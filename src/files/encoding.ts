import { isAscii, isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { OperatorError } from '../errors.js';
import { phrase } from '../words/phrase.js';
import { type ByteSource, HEAD_BYTES } from './byte-source.js';
import { undecodable } from './decode.js';
import { mixedEncodingIn } from './mixed-encoding.js';
import { plausibilityOf } from './plausibility.js';
import { binaryFile } from './unfit-file.js';
import { unfinishedBytes, wholeCharacters } from './utf8-chunks.js';

/**
 * Single-byte alphabets that French, Swiss and Belgian spreadsheets write: Excel's "CSV", "CSV (Macintosh)" and
 * "CSV (MS-DOS)". UTF-8 stands among them for a file that is UTF-8 but for a damaged spot: taken as Windows-1252 every
 * accent of it would be mangled without a word.
 */
const RIVALS_OF_WINDOWS_1252 = ['macintosh', 'cp850', 'utf-8'] as const;

/** One accent that fits and one that does not: less can be chance. */
const CLEARLY_BETTER = 2;

/** chardet gives a dozen names in the right alphabet about 40 of 100, a wrong one mostly less than 20. */
const CHARDET_IS_SURE = 30;

/**
 * What chardet is asked for, where no Latin alphabet fits. Its word on Latin ones is not worth having: it says
 * ISO-8859-1 where Windows-1252 is meant, and Windows-1252 where Mac Roman is.
 */
const NON_LATIN = /^(?:windows-125[1356]|koi8-r|iso-8859-[5-8]|shift_jis|gb18030|big5|euc-(?:jp|kr))$/i;

/**
 * Decides how the bytes of `source` are to be read.
 *
 * A byte order mark decides, then the pattern of NUL bytes that UTF-16 leaves in European text. A file is UTF-8 if all
 * of it is: what can be read twice is read through first, for the first accent may come after a million plain rows.
 * Of a pipe only the head is known; a later byte that is not UTF-8 is then an error in `decodeText`, never a guess.
 * Nor is there a guess at a file whose lines are partly UTF-8.
 *
 * @returns A name that `decodeText` knows.
 * @throws OperatorError badInput: a binary file, or one of two encodings.
 */
export async function encodingOf(source: ByteSource): Promise<string> {
  const marked = encodingByMark(source.head);
  if (marked !== null) return marked;
  if (source.head.includes(0)) {
    const unmarked = encodingByNulPattern(source.head);
    if (unmarked === null) throw binaryFile(source.file);
    return unmarked;
  }
  const suspicious = await firstPieceThatIsNotUtf8(source);
  if (suspicious === null) return 'utf-8';
  const mixed = await mixedEncodingIn(bytesOf(source));
  if (mixed !== null) throw undecodable(source.file, { ...mixed, encoding: 'utf-8' });
  return detectLegacyEncoding(suspicious);
}

/**
 * Checks the name of an encoding that the operator gave.
 *
 * @throws OperatorError usage: not a name that iconv-lite knows as a character encoding.
 */
export function encodingNamed(name: string, head: Buffer): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (plain === 'utf8') return 'utf-8';
  if (plain === 'utf16le' || plain === 'ucs2') return 'utf-16le';
  if (plain === 'utf16be') return 'utf-16be';
  if (plain === 'utf16') return encodingByMark(head) ?? encodingByNulPattern(head) ?? 'utf-16le';
  // iconv-lite lists two transfer encodings among the alphabets.
  if (plain === 'base64' || plain === 'hex' || !iconv.encodingExists(name)) {
    throw new OperatorError(
      'usage',
      phrase('files.unknownEncoding', { encoding: name }),
      phrase('files.unknownEncodingHint'),
    );
  }
  return name.toLowerCase();
}

function encodingByMark(head: Buffer): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return null;
}

/** In UTF-16 every other byte of digits and Latin letters is NUL, and hardly any of the bytes between. */
function encodingByNulPattern(head: Buffer): string | null {
  if (head.length % 2 === 1) return null;
  let atEven = 0;
  let atOdd = 0;
  for (let index = 0; index < head.length; index++) {
    if (head[index] !== 0) continue;
    if (index % 2 === 0) atEven++;
    else atOdd++;
  }
  const pairs = head.length / 2;
  if (atOdd > pairs / 2 && atEven < pairs / 50) return 'utf-16le';
  if (atEven > pairs / 2 && atOdd < pairs / 50) return 'utf-16be';
  return null;
}

async function firstPieceThatIsNotUtf8(source: ByteSource): Promise<Buffer | null> {
  for await (const piece of wholeCharacters(bytesOf(source))) {
    if (!isAscii(piece) && !isUtf8(piece)) return aroundFirstAccent(piece);
  }
  return null;
}

/** All that can be known before anything is read. */
async function* bytesOf(source: ByteSource): AsyncGenerator<Buffer> {
  if (source.canReread) yield* source.chunks();
  else yield withoutCutCharacter(source.head);
}

/** A full head may be cut inside a character, which is no sign against UTF-8. */
function withoutCutCharacter(head: Buffer): Buffer {
  return head.length < HEAD_BYTES ? head : head.subarray(0, head.length - unfinishedBytes(head));
}

function aroundFirstAccent(piece: Buffer): Buffer {
  const first = piece.findIndex((byte) => byte >= 0x80);
  return piece.subarray(Math.max(0, first - 1024), first + HEAD_BYTES);
}

/** Judges bytes that are not UTF-8: Windows-1252 unless it looks wrong and something else clearly better. */
function detectLegacyEncoding(bytes: Buffer): string {
  const windows = plausibilityOf(iconv.decode(bytes, 'windows-1252'));
  if (windows >= 0) return 'windows-1252';
  let best: { encoding: string; score: number } = { encoding: 'windows-1252', score: windows };
  for (const encoding of RIVALS_OF_WINDOWS_1252) {
    const score = plausibilityOf(iconv.decode(bytes, encoding));
    if (score >= windows + CLEARLY_BETTER && score > best.score) best = { encoding, score };
  }
  return best.score > 0 ? best.encoding : (nonLatinEncoding(bytes) ?? best.encoding);
}

/** chardet's best guess that decodes; the last character may be cut off. */
function nonLatinEncoding(bytes: Buffer): string | null {
  const fitting = analyse(bytes).find(
    ({ name, confidence }) =>
      confidence >= CHARDET_IS_SURE &&
      NON_LATIN.test(name) &&
      !iconv.decode(bytes, name).slice(0, -1).includes('\ufffd'),
  );
  return fitting?.name.toLowerCase() ?? null;
}
