import { countSegments, type Ucs2Cause } from './count-segments.js';
import data from './typographic-replacements.data.json' with { type: 'json' };

/** What depends on its surroundings; goes before the single characters. */
const patterns: readonly (readonly [match: RegExp, to: string])[] = [
  [/\b([nN])°\s?(?=\d)/g, '$1o '], // n°12 -> no 12
  [/(?<=\d)\s?°\s?C\b/g, ' C'], // 20 °C -> 20 C; a lone degree sign has no safe replacement
  [/«\s*/g, '"'], // the inner space goes with the French quotes: « mot » -> "mot"
  [/(?<!\s)\s*»/g, '"'], // the space from its beginning only, or a long one takes for ever
  [/(?<=\b(?:m|cm|km|dm))²/g, '2'], // 45 m² reads on as 45 m2; 10² would become 102
  [/(?<=\b(?:m|cm|dm))³/g, '3'],
  [/(?<=\d)(?=[½¼¾])/g, ' '], // 2½ would become 21/2
];

const replacements = readReplacements();
const replaceable: ReadonlySet<string> = new Set([...[...replacements.keys()].join(''), ...'°«»²³½¼¾']);
const replaced = new RegExp([...replacements.keys()].sort((a, b) => b.length - a.length).join('|'), 'g');

/** Closing punctuation and invisible characters after a link belong to the sentence. */
const lastOfLink = String.raw`[^\s.,;:!?)\]}'"’”»…\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]`;
const schemeLink = String.raw`(?:\bhttps?:\/\/|\bwww\.)\S*${lastOfLink}`;
const domain = String.raw`[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[a-z]{2,}(?![\p{L}\p{N}])`;
const bareLink = String.raw`(?<![\p{L}\p{N}.@_+-])(?:[\p{L}\p{N}._+-]+@)?${domain}(?:[\/?#:]\S*${lastOfLink})?`;

/** What people tap: an address with a scheme or www, a bare domain, an e-mail address. */
const link = new RegExp(`${schemeLink}|${bareLink}`, 'gu');

/** What every link has: spares most texts the search. */
const hintOfLink = /\.\S|:\/\//;

/**
 * Replaces typographic characters by ones of the GSM 7-bit alphabet, so that a text needs fewer segments, where the
 * text still reads the same: apostrophes, quotes, dashes, spaces, ligatures. It never folds an accent (« pêche » is
 * not « péché »), never touches a link, and is all or nothing: when one character would keep the text in UCS-2 anyway,
 * an emoji for instance, the text stays as written. That is also why no emoji sequence can lose its joiners.
 *
 * Nor does it ever make a text dearer: « … » becomes three characters, and 70 of them are one segment in UCS-2 but two
 * in GSM-7. Such a text stays as written too.
 *
 * @param appended What comes after the text and is not ours to change; counted with it.
 * @returns A GSM-7 text, or `text` itself when it is GSM-7 already, can not become it, or would need more segments. The
 * result may be longer: count again.
 */
export function replaceTypography(text: string, appended = ''): string {
  const before = countSegments(text + appended);
  if (before.encoding === 'GSM-7' || before.causes.some(isLasting)) return text;
  const result = outsideLinks(text, replaceInProse);
  const after = countSegments(result + appended);
  return after.encoding === 'GSM-7' && after.segments <= before.segments ? result : text;
}

/**
 * True of a character that no replacement takes away, such as « ê » or an emoji: one of them and the text stays, so the
 * work is spared. Combining marks may yet become part of a letter.
 */
function isLasting({ char }: Ucs2Cause): boolean {
  return !replaceable.has(char) && !/\p{M}/u.test(char) && char.normalize('NFC') === char;
}

function replaceInProse(prose: string): string {
  const composed = prose.normalize('NFC');
  const inContext = patterns.reduce((before, [match, to]) => before.replace(match, to), composed);
  return inContext.replace(replaced, (found) => replacements.get(found) ?? found);
}

function outsideLinks(text: string, change: (prose: string) => string): string {
  if (!hintOfLink.test(text)) return change(text);
  let result = '';
  let done = 0;
  for (const match of text.matchAll(link)) {
    result += change(text.slice(done, match.index)) + match[0];
    done = match.index + match[0].length;
  }
  return result + change(text.slice(done));
}

function readReplacements(): ReadonlyMap<string, string> {
  const pairs = Object.values<Readonly<Record<string, string>>>(data.replacements).flatMap(Object.entries);
  return new Map(pairs.map(([codePoints, to]) => [fromCodePoints(codePoints), to]));
}

/** 'U+000D U+000A' -> '\r\n' */
function fromCodePoints(codePoints: string): string {
  return codePoints
    .split(' ')
    .map((codePoint) => String.fromCodePoint(Number.parseInt(codePoint.slice(2), 16)))
    .join('');
}
