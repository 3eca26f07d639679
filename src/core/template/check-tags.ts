import { TypeGuards, type TagToken, type TopLevelToken } from 'liquidjs';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import { nearestNames } from './nearest-names.js';
import { excerpt, placeAt, type Place } from './template-place.js';

/** Tags that hold others, with what may stand between them and their end. */
const blocks: ReadonlyMap<string, readonly string[]> = new Map([
  ['if', ['elsif', 'else']],
  ['unless', ['elsif', 'else']],
  ['case', ['when', 'else']],
  ['for', ['else']],
  ['capture', []],
  ['comment', []],
  ['raw', []],
]);

const singles = ['assign', 'break', 'continue', '#'];

/**
 * The tags a message may use. Gone are those that read other files or write HTML; `cycle`, `increment`, `decrement`,
 * which count across a page; and `echo`, a second way to write `{{ }}`, which would print an absent field as nothing.
 */
export const knownTags: ReadonlySet<string> = new Set([...blocks.keys(), ...singles]);

const fileTags: ReadonlySet<string> = new Set(['include', 'render', 'layout', 'block', 'endblock']);

/** Blocks within blocks, and brackets within one tag: far beyond any message, far below the stack's end. */
const maxDepth = 20;

interface OpenBlock {
  readonly tag: string;
  readonly place: Place;
}

/**
 * Checks that every tag is known, stands where it may and is closed by its own end.
 *
 * @throws OperatorError badInput (65), with the place and the way out.
 */
export function checkTags(tokens: readonly TopLevelToken[], source: string, file: string): void {
  const open: OpenBlock[] = [];
  for (const token of tokens) {
    if (TypeGuards.isHTMLToken(token)) continue;
    const place = placeOf(token);
    if (open.at(-1)?.tag === 'comment' && !(TypeGuards.isTagToken(token) && token.name === 'endcomment')) continue;
    if ((token.getText().match(/[[(]/g) ?? []).length > maxDepth) throw tooDeep(place);
    if (TypeGuards.isTagToken(token)) followTag(token, place, open);
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw unclosedBlock(unclosed);

  function placeOf(token: TopLevelToken): Place {
    return placeAt(file, source, token.begin);
  }
}

/** Updates the stack of open blocks by one tag. */
function followTag(token: TagToken, place: Place, open: OpenBlock[]): void {
  const tag = token.name;
  const around = open.at(-1);
  if (blocks.has(tag)) {
    if (open.length === maxDepth) throw tooDeep(place);
    open.push({ tag, place });
  } else if (around !== undefined && tag === `end${around.tag}`) {
    open.pop();
  } else if (isContinuation(tag) || (tag.startsWith('end') && blocks.has(tag.slice(3)))) {
    if (around === undefined || !blocks.get(around.tag)?.includes(tag)) throw strayTag(tag, place, around);
    if (tag === 'else' && token.args.trim() !== '') throw conditionAfterElse(token, place);
  } else if (tag === 'break' || tag === 'continue') {
    if (!open.some((block) => block.tag === 'for')) throw strayTag(tag, place, around);
  } else if (!knownTags.has(tag)) {
    throw unknownTag(token, place);
  }
}

function isContinuation(tag: string): boolean {
  return tag === 'elsif' || tag === 'else' || tag === 'when';
}

function tooDeep(place: Place): OperatorError {
  return new OperatorError(
    'badInput',
    phrase('template.tooDeep', { ...place, limit: maxDepth }),
    phrase('template.tooDeepHint'),
  );
}

function unclosedBlock({ tag, place }: OpenBlock): OperatorError {
  return new OperatorError(
    'badInput',
    phrase('template.unclosedBlock', { ...place, tag }),
    phrase('template.closeBlockHint', { closing: `{% end${tag} %}` }),
  );
}

function strayTag(tag: string, place: Place, around: OpenBlock | undefined): OperatorError {
  const hint =
    around === undefined
      ? phrase('template.strayTagHint')
      : phrase('template.strayTagInBlockHint', {
          opening: around.tag,
          line: around.place.line,
          closing: `{% end${around.tag} %}`,
        });
  return new OperatorError('badInput', phrase('template.strayTag', { ...place, tag }), hint);
}

/** Half of Liquid's tags would silently take `else if` for `else`. */
function conditionAfterElse(token: TagToken, place: Place): OperatorError {
  const values = { ...place, piece: excerpt(token.getText()) };
  return new OperatorError('badInput', phrase('template.syntax', values), phrase('template.elsifHint'));
}

function unknownTag(token: TagToken, place: Place): OperatorError {
  const tag = excerpt(token.name);
  if (fileTags.has(tag)) {
    return new OperatorError('badInput', phrase('template.fileTag', { ...place, tag }), phrase('template.fileTagHint'));
  }
  const nearest = nearestNames(tag, [
    ...knownTags,
    ...Array.from(blocks.keys(), (name) => `end${name}`),
    'elsif',
    'else',
    'when',
  ]);
  const names = nearest.length > 0 ? nearest : [...knownTags];
  return new OperatorError(
    'badInput',
    phrase('template.unknownTag', { ...place, tag }),
    phrase('template.knownNamesHint', { names }),
  );
}
