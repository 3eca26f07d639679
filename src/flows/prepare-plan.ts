import type { DateTime } from 'luxon';
import type { Config } from '../config/config.js';
import { frequencyCapOf } from '../config/frequency-cap.js';
import type { AudiencePolicy } from '../core/audience/audience-judge.js';
import { compileWhere, type Where } from '../core/audience/where.js';
import { soundsPromotional } from '../core/campaign/promotional-words.js';
import type { Purpose } from '../core/consent/purpose.js';
import { sensitiveColumn } from '../core/contact/sensitive-columns.js';
import { countSegments } from '../core/segment/count-segments.js';
import { plainFieldName } from '../core/template/field-name.js';
import { foreignPlaceholders } from '../core/template/foreign-placeholder.js';
import { composeText } from '../core/template/compose-text.js';
import { endingFor, footerCodes, stopCodesIn } from '../core/template/footer.js';
import { compileTemplate, type MessageTemplate } from '../core/template/message-template.js';
import { OperatorError } from '../errors.js';
import { findColumn } from '../files/columns.js';
import type { Table } from '../files/table.js';
import { readTemplateFile } from '../files/template-file.js';
import { phrase, type Phrase } from '../words/phrase.js';
import { contactReader, openContacts, type AskedContacts } from './contact-rows.js';
import { decisionOf, requirePhoneColumn } from './phone-column.js';
import { setAsideAdvice } from './place-columns.js';
import { footersOf, refuseDestinations, refuseOtherProvidersCode } from './destinations.js';
import type { PlanRequest } from './plan-campaign.js';
import { sensitiveListAdvice } from './sensitive-list.js';

/** What the operator asks, before any file was opened. */
export interface CampaignRequest extends AskedContacts {
  readonly campaign: string;
  readonly template: { readonly file: string } | { readonly text: string };
  readonly purpose: Purpose;
  readonly sender: string;
  readonly where: string | null;
  readonly limit: number | null;
  readonly phoneColumn: string | null;
  readonly allowSensitive: readonly string[];
  readonly urgent: boolean;
  readonly again: boolean;
  readonly gsm7: boolean;
  readonly startsAt: DateTime | null;
  readonly notAfter: DateTime | null;
  readonly keep: boolean;
  readonly reveal: boolean;
}

interface Surroundings {
  readonly config: Config;
  readonly isRehearsing: boolean;
  readonly rate: number;
  /** The sender's own zone. */
  readonly zone: string;
  readonly stdin: NodeJS.ReadableStream;
}

/** A plan ready to be made, with what the operator should know first. */
export interface PreparedPlan {
  readonly request: PlanRequest;
  readonly warnings: readonly Phrase[];
  /** How the file was read: encoding and delimiter, or sheet; the number's column. */
  readonly decision: Phrase;
}

/**
 * Opens and judges everything that is the same for every recipient: the template, the columns, the filter, the footers.
 *
 * @throws OperatorError badInput (65) or noInput (66) for files; usage (64) for a column to allow that is not there;
 *   notPermitted (77) for a sensitive column in the text.
 */
export async function preparePlan(asked: CampaignRequest, around: Surroundings): Promise<PreparedPlan> {
  const { config } = around;
  refuseTwiceStandardInput(asked);
  const template = await openTemplate(asked.template, around);
  const footers = asked.purpose.footer ? footersOf(config) : null;
  if (footers !== null) refuseOtherProvidersCode(config);
  refuseOtherStopCode(template, footers);
  const table = await openContacts(asked, around);
  try {
    const phoneColumn = requirePhoneColumn(table.headers, asked.phoneColumn, table.name, 'take-first');
    const where = asked.where === null ? null : compileWhere(asked.where, table.headers, config.sender.country);
    const warnings = [
      ...overlongWarnings(asked, template, footers, config),
      ...unknownVariables(table, template),
      ...doubledColumns(table, template),
      ...foreignPlaceholders(template.source, table.headers).map((one) => phrase('flows.foreignPlaceholder', one)),
      ...columnWarnings(table, template, asked.allowSensitive),
      ...sensitiveListAdvice([table.name, asked.purpose.name]),
      ...setAsideAdvice(table.headers),
      ...textWarnings(template, asked.purpose),
      ...urgencyWarnings(asked),
    ];
    return {
      warnings,
      decision: decisionOf(table, table.headers[phoneColumn] ?? '', countryColumnOf(table.headers)),
      request: {
        terms: {
          name: asked.campaign,
          purpose: asked.purpose.name,
          promotional: asked.purpose.kind === 'promotional',
          sender: asked.sender,
          template: template.source,
          provider: config.provider.use,
          currency: config.provider.currency,
          urgent: asked.urgent,
          again: asked.again,
          gsm7: asked.gsm7,
        },
        table,
        phoneColumn,
        toContact: contactReader(table, phoneColumn),
        policy: audiencePolicy(asked, around, template, where),
        refuseWhole: ({ countries }) => refuseDestinations(asked, config, countries),
        profiles: config.hours,
        limit: asked.limit,
        startsAt: asked.startsAt,
        notAfter: asked.notAfter,
        zone: around.zone,
        rate: around.rate,
        keep: asked.keep,
        reveal: asked.reveal,
      },
    };
  } catch (error) {
    await table.close();
    throw error;
  }
}

/** The column that says in which country a row's number is read first; null where there is none. */
function countryColumnOf(headers: readonly string[]): string | null {
  const index = findColumn(headers, 'country');
  return index === null ? null : (headers[index] ?? null);
}

/** Standard input can be read once. */
function refuseTwiceStandardInput({ contacts, template }: CampaignRequest): void {
  if (contacts !== '-' || !('file' in template) || template.file !== '-') return;
  throw new OperatorError('usage', phrase('flows.stdinTwice'), phrase('flows.stdinTwiceHint'));
}

async function openTemplate(
  asked: CampaignRequest['template'],
  { config, stdin }: Pick<Surroundings, 'config' | 'stdin'>,
): Promise<MessageTemplate> {
  const { locale } = config.organisation;
  return 'file' in asked
    ? compileTemplate(await readTemplateFile(asked.file, stdin), asked.file, locale)
    : compileTemplate(asked.text, '--text', locale);
}

function audiencePolicy(
  { campaign, purpose, again, gsm7 }: CampaignRequest,
  { config, isRehearsing }: Surroundings,
  template: MessageTemplate,
  where: Where | null,
): AudiencePolicy {
  return {
    campaign,
    purpose,
    again,
    gsm7,
    template,
    frequencyCap: frequencyCapOf(config, purpose),
    defaultCountry: config.sender.country,
    allowFictional: isRehearsing,
    countries: config.limits.countries,
    isWanted: where === null ? () => true : ({ fields }) => where.test((header) => fields.get(header) ?? ''),
    footers: purpose.footer ? footersOf(config) : null,
    maxSegments: config.limits.maxSegments,
    prices: config.provider.price,
  };
}

/** A code that one country's footer names leaves out those elsewhere, person by person; one that none names is a slip. */
function refuseOtherStopCode(template: MessageTemplate, footers: AudiencePolicy['footers']): void {
  const rules = [...(footers?.values() ?? [])];
  const outcomes = rules.map((rule) => endingFor(template.source, rule));
  const [first] = outcomes;
  if (first?.kind !== 'other_stop_code' || outcomes.some(({ kind }) => kind === 'ending')) return;
  const codes = [...new Set(rules.flatMap(footerCodes))];
  // It may stand beside one that a footer of another country names.
  const found = stopCodesIn(template.source).find((code) => !codes.includes(code)) ?? first.found;
  throw new OperatorError(
    'badInput',
    phrase('flows.otherStopCode', { found, codes }),
    phrase('flows.otherStopCodeHint'),
  );
}

/** A text that is too long for everybody leaves everybody out; that it is the text, and not them, is told beside. */
function overlongWarnings(
  { gsm7 }: CampaignRequest,
  template: MessageTemplate,
  footers: AudiencePolicy['footers'],
  { limits }: Config,
): readonly Phrase[] {
  const shortest = template.render(new Map(template.variables.map((name) => [name, '1'])));
  if (shortest.kind !== 'text') return [];
  const rules = footers === null || footers.size === 0 ? [null] : [...footers.values()];
  const fewestSegments = (isReplaced: boolean): number => {
    const lengths = rules.flatMap((footer) => {
      const composed = composeText(shortest.text, { footer, gsm7: isReplaced });
      return composed.kind === 'text' ? [countSegments(composed.text).segments] : [];
    });
    return Math.min(...lengths);
  };
  const [segments, limit] = [fewestSegments(gsm7), limits.maxSegments];
  // Infinite where there is no text at all: then another reason is told.
  if (!Number.isFinite(segments) || segments <= limit) return [];
  return [phrase('flows.templateOverlong', { segments, limit, gsm7Helps: fewestSegments(true) <= limit })];
}

/** A variable that no column answers leaves everybody out, unless it has a default: as a rule it is a slip of the pen. */
function unknownVariables({ headers }: Table, { variables }: MessageTemplate): readonly Phrase[] {
  const columns = headers.map(plainFieldName);
  return variables
    .filter((name) => !columns.includes(name))
    .map((variable) => phrase('flows.unknownVariable', { variable, columns: columns.join(', ') }));
}

/** Of columns whose plain forms are one, such as « Prénom » and `PRENOM`, one alone is printed: `contactReader` says which. */
function doubledColumns({ headers }: Table, { variables, writtenNames }: MessageTemplate): readonly Phrase[] {
  return [...writtenNames].flatMap(([written, variable]) => {
    // Whoever writes a header as it stands has chosen.
    if (!variables.includes(variable) || (written !== variable && headers.includes(written))) return [];
    const columns = headers.filter((header) => plainFieldName(header) === variable);
    const column = columns.find((header) => header === variable) ?? columns[0] ?? variable;
    const others = columns.filter((header) => header !== column);
    return others.length === 0 ? [] : [phrase('flows.doubledColumn', { variable, column, others })];
  });
}

function columnWarnings(table: Table, template: MessageTemplate, allowed: readonly string[]): readonly Phrase[] {
  const used = new Set(template.variables);
  const isNamed = (header: string, name: string): boolean => plainFieldName(name) === plainFieldName(header);
  const stray = allowed.find((name) => !table.headers.some((header) => isNamed(header, name)));
  if (stray !== undefined) throw noColumnToAllow(stray, table);
  const isAllowed = (header: string): boolean => allowed.some((name) => isNamed(header, name));
  return table.headers.flatMap((column) => {
    const suspicion = sensitiveColumn(column);
    if (suspicion === null || isAllowed(column)) return [];
    const { category, law, level } = suspicion;
    const isUsed = used.has(plainFieldName(column));
    // A reminder: what stands in it is for whoever sends to know.
    if (level === 'info') return isUsed ? [phrase('flows.wideColumnInText', { column, category, law })] : [];
    if (isUsed) {
      throw new OperatorError(
        'notPermitted',
        phrase('flows.sensitiveInText', { column, category, law }),
        phrase('flows.sensitiveInTextHint', { column }),
      );
    }
    return [phrase('flows.sensitiveColumn', { column, category, law })];
  });
}

/** Whoever mistypes a column would take another one for allowed. */
function noColumnToAllow(name: string, { headers, name: file }: Table): OperatorError {
  const columns = headers.filter((header) => sensitiveColumn(header) !== null);
  return new OperatorError(
    'usage',
    phrase('flows.noColumnToAllow', { name, file }),
    phrase('flows.noColumnToAllowHint', { columns }),
  );
}

function urgencyWarnings({ purpose, urgent }: CampaignRequest): readonly Phrase[] {
  return urgent && purpose.kind === 'promotional' ? [phrase('flows.urgentInVain', { purpose: purpose.name })] : [];
}

function textWarnings(template: MessageTemplate, purpose: Purpose): readonly Phrase[] {
  if (purpose.kind !== 'functional') return [];
  const found = soundsPromotional(template.source);
  return found === null ? [] : [phrase('flows.soundsPromotional', { found, purpose: purpose.name })];
}
