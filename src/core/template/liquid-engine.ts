import { Context, Liquid, toValue, Tokenizer, type Template, type TopLevelToken } from 'liquidjs';
import { AbsentField } from './absent-field.js';
import { knownTags } from './check-tags.js';
import { comparisons } from './comparison.js';
import { languageRegister, messageFilters, UnfitValue } from './liquid-filters.js';

/** Characters of a template: ten times the longest text that ten segments hold leaves room for conditions. */
export const maxTemplateLength = 20_000;

/** Nodes rendered for one text; a message takes some tens. */
const maxSteps = 10_000;

/** Characters and list items that one text may make on its way. */
const maxAllocated = 2_000_000;

/** A rendering that took more steps or memory than any message needs. */
export class WorkLimitExceeded extends Error {
  override readonly name = 'WorkLimitExceeded';
}

/** A value that is no value, as a part of a text is: `{{ prenom.surnom }}`. */
export class NothingToPrint extends Error {
  override readonly name = 'NothingToPrint';
}

/** Where a rendering notes the first absent field that was printed. */
const absenceRegister = 'absent-field';

const engine = createEngine();

/** Cuts a template into text, outputs and tags. Throws liquidjs's TokenizationError. */
export function tokenize(source: string): readonly TopLevelToken[] {
  return new Tokenizer(source, engine.options.operators).readTopLevelTokens(engine.options);
}

/** Parses a template once. Throws liquidjs's errors. */
export function parse(source: string): readonly Template[] {
  return engine.parse(source);
}

/**
 * Whether something stands behind a value and its filters, which liquidjs would pass over without a word:
 * `{{ prenom, nom }}`.
 *
 * @param begin Where the value begins.
 * @param end Where its output or tag does.
 */
export function hasRest(source: string, begin: number, end: number): boolean {
  const tokenizer = new Tokenizer(source, engine.options.operators, undefined, [begin, end]);
  tokenizer.readFilteredValue();
  tokenizer.skipBlank();
  return !tokenizer.end();
}

/**
 * Where a loop begins to say what liquidjs would pass over without a word, such as a second list or a filter:
 * `{% for nom in noms | split: ";" %}`. Null where it does not.
 *
 * @param begin Where the tag's name stands.
 * @param end Where the tag ends.
 */
export function restOfLoop(source: string, begin: number, end: number): number | null {
  const tokenizer = new Tokenizer(source, engine.options.operators, undefined, [begin, end]);
  tokenizer.readTagName();
  tokenizer.readIdentifier();
  tokenizer.readIdentifier();
  tokenizer.readValue();
  for (tokenizer.skipBlank(); !tokenizer.end(); tokenizer.skipBlank()) {
    const at = tokenizer.p;
    const option = tokenizer.readHash();
    const takesValue = option === undefined ? undefined : loopOptions.get(option.name.content);
    if (takesValue !== (option?.value !== undefined)) return at;
  }
  return null;
}

/**
 * Where a `when` or a `capture` begins to say what liquidjs would pass over without a word: `{% when "a" "b" %}`,
 * `{% capture a b %}`. Null where it does not, and of every other tag.
 *
 * @param begin Where the tag's name stands.
 * @param end Where the tag ends.
 */
export function restOfTag(source: string, begin: number, end: number): number | null {
  const tokenizer = new Tokenizer(source, engine.options.operators, undefined, [begin, end]);
  const tag = tokenizer.readTagName();
  if (tag !== 'when' && tag !== 'capture') return null;
  for (let isFollowed = true; isFollowed; isFollowed = tag === 'when' && readsDivider(tokenizer)) {
    if (tag === 'when') tokenizer.readValue();
    else if (tokenizer.readIdentifier().content === '') tokenizer.readQuoted();
  }
  tokenizer.skipBlank();
  return tokenizer.end() ? null : tokenizer.p;
}

/** Whether a comma or `or` stands next, which is read then. */
function readsDivider(tokenizer: Tokenizer): boolean {
  tokenizer.skipBlank();
  const at = tokenizer.p;
  if (tokenizer.peek() === ',') tokenizer.p += 1;
  else if (tokenizer.readIdentifier().content !== 'or') tokenizer.p = at;
  return tokenizer.p > at;
}

/** What a loop may be told besides its list, and whether a value follows. */
const loopOptions: ReadonlyMap<string, boolean> = new Map([
  ['limit', true],
  ['offset', true],
  ['reversed', false],
]);

/** A text, or the plain name of the first absent field that was printed in it. */
type Rendering = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'absent'; readonly field: string };

/**
 * Renders a parsed template.
 *
 * @param cells Every name that the template looks up, with its text or an {@link AbsentField}. An object without
 * prototype: a template can name `constructor` and finds nothing.
 * @param language Two letters, for days and months.
 * @throws A LiquidError, with the reason as its `originalError`, or {@link WorkLimitExceeded}.
 */
export function renderCells(
  templates: readonly Template[],
  cells: Readonly<Record<string, string | AbsentField>>,
  language: string,
): Rendering {
  const context = new CharacterContext(cells, engine.options, { sync: true }, { liquid: engine });
  context.setRegister(languageRegister, language);
  limitWork(context);
  const text = String(engine.renderSync([...templates], context));
  const field = context.getRegister<string | undefined>(absenceRegister);
  return field === undefined ? { kind: 'text', text } : { kind: 'absent', field };
}

/** `{{ prenom.size }}` counts, and `{{ prenom[0] }}` takes, whole characters as the filters do. */
class CharacterContext extends Context {
  override readProperty(...[holder, key]: Parameters<Context['readProperty']>): unknown {
    const isText = typeof holder === 'string' && key !== 'first' && key !== 'last';
    return super.readProperty(isText ? [...holder] : holder, key) as unknown;
  }
}

function createEngine(): Liquid {
  const liquid = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    // An empty text is false in a condition; with it the number 0.
    jsTruthy: true,
    operators: comparisons,
    parseLimit: maxTemplateLength,
    memoryLimit: maxAllocated,
    // No file is ever read: the tags that could are gone, and look-ups go to this empty set.
    templates: {},
    globals: Object.create(null) as object,
    locale: 'en',
    timezoneOffset: 0,
    // Not for escaping, which a text message does not want: the one place that sees every printed value.
    outputEscape: printed,
  });
  for (const name of Object.keys(liquid.tags)) {
    if (!knownTags.has(name)) Reflect.deleteProperty(liquid.tags, name);
  }
  for (const name of Object.keys(liquid.filters)) liquid.unregisterFilter(name);
  for (const [name, filter] of messageFilters) liquid.registerFilter(name, filter);
  return liquid;
}

/**
 * Prints the value of an output, or refuses what must not reach a person's phone. An absent field is noted
 * and not thrown: there may be many, and an error of liquidjs takes ten times as long as a text.
 */
function printed(this: { readonly context: Context }, value: unknown): string {
  const absent = AbsentField.fieldOf(value);
  if (absent !== null) {
    this.context.getRegister<string>(absenceRegister, absent);
    return '';
  }
  const plain: unknown = toValue(value);
  if (plain === undefined || plain === null) throw new NothingToPrint('nothing to print');
  if (typeof plain === 'number' && !Number.isFinite(plain)) throw new UnfitValue('not a finite number');
  const pieces = Array.isArray(plain) ? plain.map(String) : [(plain as string | number | boolean).toString()];
  this.context.memoryLimit.use(pieces.reduce((length, piece) => length + piece.length, 0));
  return pieces.join('');
}

/**
 * Counts steps and memory instead of liquidjs's milliseconds: the same template and row must give the same text on a
 * slow machine as on a fast one.
 */
function limitWork({ renderLimit, memoryLimit }: Context): void {
  let steps = 0;
  let allocated = 0;
  renderLimit.check = () => {
    steps += 1;
    if (steps > maxSteps) throw new WorkLimitExceeded('too many steps');
  };
  memoryLimit.use = (count) => {
    if (count > 0) allocated += count;
    if (allocated > maxAllocated) throw new WorkLimitExceeded('too much memory');
  };
}
