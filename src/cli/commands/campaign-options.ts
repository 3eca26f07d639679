import { Option, type Command } from 'commander';
import type { DateTime } from 'luxon';
import { isCampaignName, looksLikeOption, TEST_NAME } from '../../core/campaign/campaign.js';
import { hasNumberInName } from '../../core/campaign/number-in-name.js';
import { parseMicros, type Micros } from '../../core/campaign/cost.js';
import { checkSenderId, senderProblemPhrase } from '../../core/campaign/sender-id.js';
import { zoneOfCountry } from '../../core/schedule/places.js';
import { OperatorError } from '../../errors.js';
import type { CampaignRequest } from '../../flows/prepare-plan.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App, Workspace } from '../app.js';
import type { HelpWords } from '../program.js';
import { givenInstant } from '../given-instant.js';
import { neededPurpose } from './purpose-option.js';
import { addReadingOptions, readingOf, type ReadingOptions } from './reading-options.js';

/** The options by which a campaign is described; the same for `plan` and `send`. */
export interface CampaignOptions extends ReadingOptions {
  readonly campaign?: string;
  readonly template?: string;
  readonly text?: string;
  readonly purpose?: string;
  readonly sender?: string;
  readonly where?: string;
  readonly limit?: string;
  readonly at?: string;
  readonly notAfter?: string;
  readonly rate?: string;
  readonly maxCost?: string;
  readonly gsm7?: boolean;
  readonly urgent?: boolean;
  readonly again?: boolean;
  readonly fresh?: boolean;
  readonly allowSensitive?: readonly string[];
  readonly reveal?: boolean;
}

export function addCampaignOptions(command: Command, words: HelpWords): Command {
  const described = command
    .option('--campaign <name>', words('help.campaign'))
    .addOption(new Option('--template <file>', words('help.template')).conflicts('text'))
    .option('--text <text>', words('help.text'))
    .option('--purpose <purpose>', words('help.purpose'))
    .option('--sender <id>', words('help.sender'))
    .option('--where <expression>', words('help.where'))
    .option('--limit <count>', words('help.limit'))
    .option('--at <instant>', words('help.at'))
    .option('--not-after <instant>', words('help.notAfter'))
    .option('--rate <count>', words('help.rate'))
    .option('--max-cost <amount>', words('help.maxCost'))
    .option('--gsm7', words('help.gsm7'))
    .option('--urgent', words('help.urgent'))
    .option('--again', words('help.again'))
    .option('--fresh', words('help.fresh'));
  return addReadingOptions(described, words)
    .option('--allow-sensitive <column>', words('help.allowSensitive'), collect)
    .option('--reveal', words('consent.helpReveal'));
}

/** What each option of a plan is called on the line. Rate and cost belong to a run, so they are not among them. */
const planOptions = {
  template: '--template',
  text: '--text',
  purpose: '--purpose',
  sender: '--sender',
  where: '--where',
  limit: '--limit',
  at: '--at',
  notAfter: '--not-after',
  gsm7: '--gsm7',
  urgent: '--urgent',
  again: '--again',
  fresh: '--fresh',
  phoneColumn: '--phone-column',
  encoding: '--encoding',
  delimiter: '--delimiter',
  sheet: '--sheet',
  allowSensitive: '--allow-sensitive',
} as const satisfies Partial<Record<keyof CampaignOptions, string>>;

/**
 * Refuses to send a frozen plan under options that only planning heeds: the operator would believe in a limit or a time
 * that nobody keeps.
 */
export function refusePlanOptions(options: CampaignOptions): void {
  const [given] = Object.entries(planOptions).filter(([name]) => options[name as keyof CampaignOptions] !== undefined);
  if (given !== undefined) throw contactsNeeded(given[1]);
}

export function contactsNeeded(option: string): OperatorError {
  return new OperatorError(
    'usage',
    phrase('report.contactsNeeded', { option }),
    phrase('report.contactsNeededHint', { option }),
  );
}

/** An option that repeats takes one value each time. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/**
 * An option that is given once at most, beside others that repeat: of two values neither is silently dropped.
 *
 * @throws OperatorError usage (64) from the second time on.
 */
export function once(option: string, hint: Phrase): (value: string, before: string | undefined) => string {
  return (value, before) => {
    if (before === undefined) return value;
    throw new OperatorError('usage', phrase('cli.givenTwice', { option }), hint);
  };
}

/** The zone in which the workspace tells and reads local time: that of the sender's country. */
export function localZone(app: App, { config }: Pick<Workspace, 'config'>): string {
  return zoneOfCountry(config.sender.country, app.world.timeZone);
}

/** @throws OperatorError usage (64) */
export function campaignName(name: string | undefined): string {
  if (name === undefined) {
    throw new OperatorError('usage', phrase('report.campaignNeeded'), phrase('report.campaignNeededHint'));
  }
  if (name === TEST_NAME) {
    throw new OperatorError(
      'usage',
      phrase('report.reservedName', { campaign: name }),
      phrase('report.reservedNameHint'),
    );
  }
  if (isCampaignName(name)) return name;
  throw new OperatorError(
    'usage',
    phrase('report.badName', { campaign: name.slice(0, 80) }),
    phrase('report.badNameHint'),
  );
}

/** @throws OperatorError usage (64): the log, which is never erased, would keep somebody's number. */
function newCampaignName(named: string | undefined, country: string): string {
  const campaign = campaignName(named);
  if (!hasNumberInName(campaign, country)) return campaign;
  throw new OperatorError('usage', phrase('erasure.numberInName', { campaign }), phrase('erasure.numberInNameHint'));
}

/**
 * Refuses to make a campaign that `smsctl resume NAME` could not name. Those of before go on, behind `--`.
 *
 * @throws OperatorError usage (64)
 */
export async function refuseOptionLike(app: App, campaign: string, isFresh: boolean): Promise<void> {
  // What is started over is made anew.
  if (!looksLikeOption(campaign) || (!isFresh && (await app.isCampaign(campaign)))) return;
  throw new OperatorError('usage', phrase('report.badName', { campaign }), phrase('report.optionLikeNameHint'));
}

/** Turns options into what the flow asks for; every mistake on the command line is a usage error. */
export async function campaignRequest(
  app: App,
  workspace: Workspace,
  contacts: string,
  options: CampaignOptions,
  keep: boolean,
): Promise<CampaignRequest> {
  const zone = localZone(app, workspace);
  return {
    campaign: newCampaignName(options.campaign, workspace.config.sender.country),
    contacts,
    template: templateOf(options),
    purpose: await neededPurpose(app, workspace, options.purpose, 'campaign'),
    sender: senderOf(workspace, options.sender),
    where: options.where ?? null,
    limit: countOption('--limit', options.limit),
    ...readingOf(options),
    allowSensitive: options.allowSensitive ?? [],
    urgent: options.urgent === true,
    again: options.again === true,
    gsm7: options.gsm7 === true,
    startsAt: instantOption('--at', options.at, zone),
    notAfter: instantOption('--not-after', options.notAfter, zone),
    keep,
    reveal: options.reveal === true,
  };
}

function templateOf({ template, text }: CampaignOptions): CampaignRequest['template'] {
  if (template !== undefined) return { file: template };
  if (text !== undefined) return { text };
  throw new OperatorError('usage', phrase('report.templateNeeded'), phrase('report.templateNeededHint'));
}

export function senderOf({ config }: Workspace, named: string | undefined): string {
  const sender = named ?? config.sender.id;
  const [problem] = checkSenderId(sender, config.sender.country);
  if (problem === undefined) return sender;
  // The problem is told in words of its own, which hold no number.
  throw new OperatorError('usage', senderProblemPhrase(problem), phrase('report.badSenderHint'));
}

/** A whole number of at least `least`, or null when the option is absent. */
export function countOption(option: string, value: string | undefined, least = 1): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value) && Number(value) >= least) return Number(value);
  throw new OperatorError(
    'usage',
    phrase('report.badNumber', { option, value }),
    phrase('report.badNumberHint', { least }),
  );
}

/** A decimal amount, or null when the option is absent. */
export function moneyOption(option: string, value: string | undefined): Micros | null {
  if (value === undefined) return null;
  const micros = parseMicros(value.replace(',', '.'));
  if (micros !== null) return micros;
  throw new OperatorError('usage', phrase('report.badMoney', { option, value }), phrase('report.badMoneyHint'));
}

/** What a run may cost and how fast it may be, as it was typed: no plan keeps that, and so the command that sends it says it again. */
export function typedLimits({ rate, maxCost }: Pick<CampaignOptions, 'rate' | 'maxCost'>): string {
  const pace = rate === undefined ? '' : ` --rate ${rate}`;
  return maxCost === undefined ? pace : `${pace} --max-cost ${maxCost}`;
}

/** An instant, or null when the option is absent. @throws OperatorError usage (64) */
export function instantOption(option: string, value: string | undefined, zone: string): DateTime | null {
  return value === undefined ? null : givenInstant(option, value, zone);
}

/** Minutes by which a start may be over: people type the minute that it is. */
const PUNCTUAL_MINUTES = 5;

/** A start that is over is a slip of the pen: nobody means to send now by naming another day. */
export function refusePast(startsAt: DateTime, now: DateTime, zone: string): void {
  if (startsAt >= now.minus({ minutes: PUNCTUAL_MINUTES })) return;
  throw new OperatorError('usage', phrase('report.atOver', { at: startsAt, zone }), phrase('report.atOverHint'));
}

/** A last instant that lies before the first one would end every message of the campaign unsent. */
export function refuseOver(notAfter: DateTime, first: DateTime, zone: string): void {
  if (notAfter > first) return;
  throw new OperatorError(
    'usage',
    phrase('report.notAfterOver', { at: notAfter, zone }),
    phrase('report.notAfterOverHint'),
  );
}
