import { toValueSync, TypeGuards, Value, type TagToken, type Template, type Token, type TopLevelToken } from 'liquidjs';
import { plainFieldName } from './field-name.js';
import { hasRest, restOfLoop, restOfTag } from './liquid-engine.js';
import { namesTheClock } from './liquid-filters.js';

/** Something in a template that parses but can not mean what its author wanted. */
export type Flaw =
  | 'notOneValue'
  | 'rest'
  | 'restOfLoop'
  | 'restOfWhen'
  | 'literal'
  | 'condition'
  | 'numberInWhen'
  | 'dynamicName'
  | 'typographicQuotes'
  | 'unboundedRange'
  | 'clock';

/** The fields of the contact that a template looks up. */
export interface TemplateFields {
  /** As written, for the exact header; with the plain name of each. */
  readonly byWrittenName: ReadonlyMap<string, string>;
  /** Plain names in order of first use, without those that the template assigns before. */
  readonly plainNames: readonly string[];
  /** Plain name of the first field that the tag or output beginning at this index uses. */
  readonly firstAt: ReadonlyMap<number, string>;
}

/** A range must start or end at such a number: then its length tells whether it can be counted through. */
const maxRangeEnd = 1_000_000;

/**
 * Reads which fields a parsed template uses.
 *
 * @param pieces The same template cut into text, outputs and tags.
 * @param refuse Called with the first {@link Flaw} and its index in the source; throws.
 */
export function readFields(
  templates: readonly Template[],
  pieces: readonly TopLevelToken[],
  refuse: (flaw: Flaw, index: number) => never,
): TemplateFields {
  const byWrittenName = new Map<string, string>();
  const plainNames = new Set<string>();
  const firstAt = new Map<number, string>();
  const assigned = new Set<string>();

  refuseRests();
  visitAll(templates, new Set());
  return { byWrittenName, plainNames: [...plainNames], firstAt };

  /** Of the tags that are no nodes of their own, or keep nothing of what they were told. */
  function refuseRests(): void {
    let isComment = false;
    for (const piece of pieces) {
      if (!TypeGuards.isTagToken(piece)) continue;
      isComment = piece.name === 'comment' || (isComment && piece.name !== 'endcomment');
      const rest = isComment ? null : restOfTag(piece.input, ...piece.contentRange);
      if (rest !== null) refuse(piece.name === 'when' ? 'restOfWhen' : 'rest', rest);
    }
  }

  function visitAll(nodes: readonly Template[], loopNames: ReadonlySet<string>): void {
    for (const node of nodes) {
      if (TypeGuards.isTagToken(node.token)) {
        if (node.token.name === 'case') visitCase(node, loopNames);
        if (node.token.name === 'for') visitLoop(node.token);
      }
      for (const argument of node.arguments?.() ?? []) {
        if (argument instanceof Value) visitValue(argument, node, loopNames);
        else visitToken(argument, node, loopNames);
      }
      const children = node.children === undefined ? [] : toValueSync(node.children(false, true));
      visitAll(children, new Set([...loopNames, ...(node.blockScope?.() ?? [])]));
      for (const name of node.localScope?.() ?? []) assigned.add(name.content);
    }
  }

  function visitLoop({ input, contentRange: [begin, end] }: TagToken): void {
    const rest = restOfLoop(input, begin, end);
    if (rest !== null) refuse('restOfLoop', rest);
  }

  /** `{% when 1 %}` of a cell, which is text, is never met. */
  function visitCase(node: Template, loopNames: ReadonlySet<string>): void {
    const [compared, ...cases] = node.arguments?.() ?? [];
    if (!(compared instanceof Value) || compared.filters.length > 0) return;
    const [field] = compared.initial.postfix;
    if (!TypeGuards.isPropertyAccessToken(field) || field.props.length !== 1) return;
    const name = field.getText();
    const number = cases.find(TypeGuards.isNumberToken);
    if (number !== undefined && !assigned.has(name) && !loopNames.has(name)) refuse('numberInWhen', number.begin);
  }

  function visitValue(value: Value, node: Template, loopNames: ReadonlySet<string>): void {
    const tokens = value.initial.postfix;
    const [first] = tokens;
    if (countResults(tokens) !== 1) refuse('notOneValue', first?.begin ?? node.token.begin);
    if (TypeGuards.isOutputToken(node.token)) {
      // `{{ blank }}` prints nothing and `{{ true }}` the word: whoever writes it means a column.
      if (tokens.length === 1 && TypeGuards.isLiteralToken(first)) refuse('literal', node.token.begin);
      // `{{ prenom or "membre" }}` prints "true".
      if (tokens.some(TypeGuards.isOperatorToken)) refuse('condition', node.token.begin);
    }
    if (first !== undefined && isFollowed(first)) refuse('rest', first.begin);
    if (first !== undefined && TypeGuards.isQuotedToken(first) && namesTheClock(first.content)) {
      if (value.filters.some((filter) => filter.name === 'date')) refuse('clock', first.begin);
    }
    for (const token of tokens) visitToken(token, node, loopNames);
    for (const argument of value.filters.flatMap((filter) => filter.args)) {
      visitToken(Array.isArray(argument) ? argument[1] : argument, node, loopNames);
    }
  }

  function isFollowed({ input, begin }: Token): boolean {
    const piece = pieces.findLast((one) => one.begin <= begin);
    return TypeGuards.isDelimitedToken(piece) && hasRest(input, begin, piece.contentRange[1]);
  }

  function visitToken(token: Token | undefined, node: Template, loopNames: ReadonlySet<string>): void {
    if (TypeGuards.isRangeToken(token)) {
      if (![token.lhs, token.rhs].some(isCountable)) refuse('unboundedRange', token.begin);
      visitToken(token.lhs, node, loopNames);
      visitToken(token.rhs, node, loopNames);
    }
    if (!TypeGuards.isPropertyAccessToken(token)) return;
    const [root, ...parts] = token.variable === undefined ? token.props : [token.variable, ...token.props];
    if (token.variable !== undefined) visitToken(token.variable, node, loopNames);
    else if (!TypeGuards.isWordToken(root) && !TypeGuards.isQuotedToken(root)) refuse('dynamicName', token.begin);
    else if (/^[«»‘’“”‚„‹›]/.test(root.content)) refuse('typographicQuotes', token.begin);
    else if (!loopNames.has(root.content)) noteField(root.content, node);
    for (const part of parts) visitToken(part, node, loopNames);
  }

  /** A name that is only assigned on some branches is still looked up among the fields on the others. */
  function noteField(written: string, node: Template): void {
    const plain = plainFieldName(written);
    byWrittenName.set(written, plain);
    if (!assigned.has(written)) plainNames.add(plain);
    if (!firstAt.has(node.token.begin)) firstAt.set(node.token.begin, plain);
  }
}

/** How many values an expression leaves: `code postal` leaves two, of which liquidjs would silently print the first. */
function countResults(postfix: readonly Token[]): number {
  return postfix.reduce((results, token) => {
    if (!TypeGuards.isOperatorToken(token)) return results + 1;
    return token.operator === 'not' ? results : results - 1;
  }, 0);
}

function isCountable(end: Token): boolean {
  return TypeGuards.isNumberToken(end) && Math.abs(end.content) <= maxRangeEnd;
}
