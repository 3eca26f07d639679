import { AssertionError, LiquidError, type Template, type TopLevelToken } from 'liquidjs';
import { OperatorError } from '../../errors.js';
import { phrase } from '../../words/phrase.js';
import { AbsentField } from './absent-field.js';
import { checkTags } from './check-tags.js';
import { maxTemplateLength, NothingToPrint, parse, renderCells, tokenize, WorkLimitExceeded } from './liquid-engine.js';
import { ClockRefused } from './liquid-filters.js';
import { readFields, type TemplateFields } from './read-fields.js';
import { plainRenderer } from './plain-template.js';
import { placeAt } from './template-place.js';
import { flawProblem, templateProblem, type NamedSource } from './template-problem.js';

/** A text with places for each recipient's fields, ready to be rendered a million times. */
export interface MessageTemplate {
  /** The template with line feeds for line ends. */
  readonly source: string;
  /** Plain names of the fields it prints or asks about, without those that it assigns itself. */
  readonly variables: readonly string[];
  /** Every name that the text looks up, as it is written there, with the plain form of each. */
  readonly writtenNames: ReadonlyMap<string, string>;
  /**
   * Renders for one recipient. Cells are trimmed, with line feeds for line ends, and stay text: what looks like Liquid
   * in a cell is not run.
   *
   * @param fields Cells by header and by its plain-ASCII form (`plainFieldName`); the header's exact spelling is
   * looked up first.
   */
  render(fields: ReadonlyMap<string, string>): RenderedText;
}

type RenderedText =
  /** May be white space alone; the caller refuses to send that. */
  | { readonly kind: 'text'; readonly text: string }
  /** Why there is no text for this recipient, by the plain name of the field. */
  | { readonly kind: TextFault; readonly field: string };

/**
 * - `missing_field` printed without `default`, and unknown or blank
 * - `unfit_field` holds what the text can not use: no number for a sum or a comparison
 * - `too_much_work` holds what would take more work than any message needs
 */
export type TextFault = 'missing_field' | 'unfit_field' | 'too_much_work';

/**
 * Compiles a Liquid template: `Bonjour {{ prenom | default: "cher membre" }}, …`.
 *
 * A field that is unknown or blank may be asked about (`{% if prenom %}` is false) and replaced by `default`; printed
 * otherwise, also by way of other filters or `assign`, it leaves the recipient out. A text depends on template and row
 * alone: no clock, no chance, no file. Work is bounded by steps and memory, never by time.
 *
 * @param name File name, or 'template', as shown to the operator.
 * @param language Two letters: that of days and months where the template names none.
 * @throws OperatorError badInput (65) naming template, line and column.
 */
export function compileTemplate(source: string, name: string, language = 'en'): MessageTemplate {
  const template: NamedSource = { source: source.replace(/\r\n?/g, '\n'), name };
  refuseSize(template);
  const tokens = cut(template);
  checkTags(tokens, template.source, name);
  const nodes = build(template, tokens);
  const fields = readFields(nodes, tokens, (flaw, index) => {
    throw flawProblem(flaw, template, tokens, index);
  });
  rehearse(template, tokens, nodes, fields);

  const renderPlain = plainRenderer(nodes);
  const absences = new Map(Array.from(fields.byWrittenName.values(), (plain) => [plain, new AbsentField(plain)]));
  return {
    source: template.source,
    variables: fields.plainNames,
    writtenNames: fields.byWrittenName,
    render(cells) {
      try {
        const known = cellsFor(fields, cells, absences);
        const plain = renderPlain?.(known) ?? null;
        if (plain !== null) return { kind: 'text', text: plain };
        const rendering = renderCells(nodes, known, language);
        return rendering.kind === 'text' ? rendering : { kind: 'missing_field', field: rendering.field };
      } catch (error) {
        return { kind: faultOf(error), field: fieldToBlame(error, fields) ?? name };
      }
    },
  };
}

function refuseSize({ source, name }: NamedSource): void {
  if (source.trim() === '') {
    throw new OperatorError('badInput', phrase('template.empty', { file: name }), phrase('template.emptyHint'));
  }
  if (source.length > maxTemplateLength) {
    const values = { file: name, length: source.length, limit: maxTemplateLength };
    throw new OperatorError('badInput', phrase('template.tooLong', values), phrase('template.tooLongHint'));
  }
}

function cut(template: NamedSource): readonly TopLevelToken[] {
  try {
    return tokenize(template.source);
  } catch (error) {
    throw templateProblem(error, template, []);
  }
}

function build(template: NamedSource, tokens: readonly TopLevelToken[]): readonly Template[] {
  try {
    return parse(template.source);
  } catch (error) {
    throw templateProblem(error, template, tokens);
  }
}

/**
 * Renders once with "1" in every field, to refuse while it can be mended what would fail for everybody: a loop
 * without end in sight, a filter without its option.
 */
function rehearse(
  template: NamedSource,
  tokens: readonly TopLevelToken[],
  nodes: readonly Template[],
  fields: TemplateFields,
): void {
  const cells = new Map(Array.from(fields.byWrittenName.keys(), (written) => [written, '1']));
  try {
    renderCells(nodes, cellsFor(fields, cells, new Map()), 'en');
  } catch (error) {
    const reason = reasonOf(error);
    if (reason instanceof WorkLimitExceeded) {
      throw new OperatorError(
        'badInput',
        phrase('template.tooMuchWork', placeAt(template.name, template.source, beginOf(error))),
        phrase('template.tooMuchWorkHint'),
      );
    }
    if (reason instanceof ClockRefused && LiquidError.is(error))
      throw flawProblem('clock', template, tokens, error.token.begin);
    if (reason instanceof AssertionError || fields.byWrittenName.size === 0)
      throw templateProblem(error, template, tokens);
  }
}

/** Where the piece begins that could not be rendered; the outermost loop of a loop in a loop. */
function beginOf(error: unknown): number {
  return LiquidError.is(error) ? error.token.begin : 0;
}

type Cells = Record<string, string | AbsentField>;

function cellsFor(
  fields: TemplateFields,
  cells: ReadonlyMap<string, string>,
  absences: ReadonlyMap<string, AbsentField>,
): Cells {
  const found = Object.create(null) as Cells;
  for (const [written, plain] of fields.byWrittenName) {
    const text = withLineFeeds(cells.get(written) ?? cells.get(plain) ?? '').trim();
    found[written] = text === '' ? (absences.get(plain) ?? new AbsentField(plain)) : text;
  }
  return found;
}

/** Some exports break lines within a cell by CRLF, which on a phone costs a character more and may be two lines. */
function withLineFeeds(cell: string): string {
  return cell.includes('\r') ? cell.replace(/\r\n?/g, '\n') : cell;
}

/** @throws `error` itself where it is none of the engine's: then it is a defect of ours, and no row's. */
function faultOf(error: unknown): TextFault {
  const reason = reasonOf(error);
  if (reason instanceof WorkLimitExceeded) return 'too_much_work';
  if (reason instanceof NothingToPrint) return 'missing_field';
  if (LiquidError.is(error)) return 'unfit_field';
  throw error;
}

/** The first field of the tag that failed, else of the template. */
function fieldToBlame(error: unknown, fields: TemplateFields): string | undefined {
  const here = LiquidError.is(error) ? fields.firstAt.get(error.token.begin) : undefined;
  return here ?? fields.byWrittenName.values().next().value;
}

function reasonOf(error: unknown): unknown {
  return LiquidError.is(error) ? (error.originalError ?? error) : error;
}
