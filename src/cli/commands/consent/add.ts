import { Command } from 'commander';
import { neededOf, type ConsentField } from '../../../core/consent/consent-row.js';
import { isIpAddress } from '../../../core/consent/ip-address.js';
import { wordingBook } from '../../../core/consent/wording-book.js';
import type { LegalBasis } from '../../../core/consent/purpose.js';
import { isoInstant } from '../../../core/schedule/instant.js';
import { OperatorError } from '../../../errors.js';
import { recordConsent } from '../../../flows/record-consent.js';
import { readWording } from '../../../flows/wording-text.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { spokenWarnings, tellWarnings } from '../../report/warnings.js';
import { typedNumber } from '../../report/typed-number.js';
import { consentRules, dayOption, dayPlace } from '../ledger-options.js';
import { neededPurpose } from '../purpose-option.js';
import { basisOption, methodOption } from './proof-options.js';

interface ConsentAddOptions {
  readonly purpose?: string;
  readonly basis?: LegalBasis;
  readonly method?: string;
  readonly givenAt?: string;
  readonly wording?: string;
  readonly source?: string;
  readonly evidence?: string;
  readonly ip?: string;
  readonly collectedBy?: string;
  readonly campaign?: string;
  readonly validUntil?: string;
  readonly confirmedAt?: string;
  readonly pending?: boolean;
  readonly lastContact?: string;
  readonly lift?: boolean;
  readonly reveal?: boolean;
}

export function consentAddCommand(app: () => App, words: HelpWords): Command {
  return new Command('add')
    .description(words('consent.helpAdd'))
    .argument('<number>', words('consent.helpNumber'))
    .option('--purpose <purpose>', words('consent.helpOnePurpose'))
    .addOption(basisOption(words('consent.helpOneBasis')))
    .option('--given-at <date>', words('consent.helpOneGivenAt'))
    .addOption(methodOption(words('consent.helpOneMethod')))
    .option('--wording <text>', words('consent.helpWording'))
    .option('--source <source>', words('consent.helpSource'))
    .option('--evidence <reference>', words('consent.helpEvidence'))
    .option('--ip <address>', words('consent.helpIp'))
    .option('--collected-by <name>', words('consent.helpCollectedBy'))
    .option('--campaign <name>', words('consent.helpCampaign'))
    .option('--valid-until <date>', words('consent.helpValidUntil'))
    .option('--pending', words('renewal.helpPending'))
    .option('--confirmed-at <date>', words('renewal.helpConfirmedAt'))
    .option('--last-contact <date>', words('renewal.helpLastContact'))
    .option('--lift', words('lift.help'))
    .option('--reveal', words('consent.helpRevealTyped'))
    .action((number: string, options: ConsentAddOptions) => runConsentAdd(app(), number, options));
}

async function runConsentAdd(app: App, text: string, options: ConsentAddOptions): Promise<void> {
  const workspace = app.workspace();
  requireOptions(app, options);
  const place = dayPlace(app, workspace);
  dayOption('--given-at', options.givenAt, place);
  dayOption('--valid-until', options.validUntil, place);
  dayOption('--confirmed-at', options.confirmedAt, place);
  dayOption('--last-contact', options.lastContact, place);
  refusePending(options);
  refuseOddAddress(options.ip);
  const purpose = await neededPurpose(app, workspace, options.purpose, 'consent');
  const said = {
    purpose: purpose.name,
    basis: options.basis ?? '',
    given_at: options.givenAt ?? '',
    method: options.method ?? '',
    wording: await readWording(options.wording ?? '', app.world.stdin),
    source: options.source ?? '',
    evidence: options.evidence ?? '',
    ip: options.ip ?? '',
    collected_by: options.collectedBy ?? '',
    campaign: options.campaign ?? '',
    valid_until: options.validUntil ?? '',
    ...(options.confirmedAt === undefined ? {} : { confirmed_at: options.confirmedAt }),
    last_contact: options.lastContact ?? '',
    kind: options.pending === true ? 'pending' : '',
  };
  const rules = consentRules(app, workspace);
  const lift = options.lift === true;
  const { clock } = app.world;
  const { number, event, verdict, lifted, against, due } = await app.withLedger('write', async (ledger) => {
    const known = { ...rules, wordings: wordingBook(await ledger.wordings()) };
    return recordConsent(text, said, known, { ledger, clock, actor: app.actor }, { lift });
  });
  const written = typedNumber(app, number, { reveal: options.reveal === true });
  const shown = { number: written, purpose: event.purpose };
  const { withdrawnSince, endedAt, suppressedBy } = against;
  const { zone } = place;
  const warnings = [
    ...(event.campaign === null || event.basis === 'rented_list' ? [] : [phrase('consent.campaignUnlimited')]),
    ...(withdrawnSince === null ? [] : [phrase('consent.stillWithdrawn', { since: withdrawnSince, zone })]),
    ...(endedAt === null ? [] : [phrase('consent.stillEnded', { at: endedAt, zone })]),
    ...(due === null ? [] : [phrase('consent.addedDue', { ...due, ...workspace.config.consent, zone })]),
    ...(suppressedBy.length === 0 ? [] : [phrase('consent.stillOnNeverList', { reasons: suppressedBy })]),
  ];
  tellWarnings(app, warnings);
  if (app.globals.json) {
    const { proof, isPending: pending } = event;
    const stands = {
      withdrawnSince: withdrawnSince === null ? null : isoInstant(withdrawnSince),
      endedAt: endedAt === null ? null : isoInstant(endedAt),
      suppressedBy,
      due: due?.reason ?? null,
      warnings: spokenWarnings(app, warnings),
    };
    app.out(JSON.stringify({ type: 'consent_add', ...shown, verdict, proof, pending, lifted, ...stands }));
    return;
  }
  const added = event.isPending ? 'renewal.waits' : 'consent.added';
  app.out(app.say(phrase(verdict === 'recorded' ? added : 'consent.addedBefore', shown)));
  if (lift) app.out(app.say(lifted === 0 ? phrase('lift.nothing') : phrase('lift.lifted', { count: lifted })));
}

/**
 * Names at once all that is missing, also what only this basis needs: whoever copies from a sheet looks at it once.
 *
 * @throws OperatorError usage (64) naming every option, with a whole command.
 */
function requireOptions(app: App, options: ConsentAddOptions): void {
  const { purpose, basis, givenAt, method, wording, source, campaign } = options;
  const said: Partial<Record<ConsentField, string | undefined>> = {
    ...(app.prompts.canAsk ? {} : { purpose }),
    ...{ basis, given_at: givenAt, method },
  };
  const ofBasis: Partial<Record<ConsentField, string | undefined>> = { wording, source, campaign };
  const isAnyMissing = Object.values(said).includes(undefined);
  if (!isAnyMissing) return;
  for (const field of neededOf(basis ?? 'opt_in')) said[field] = ofBasis[field];
  const missing = Object.entries(said).flatMap(([field, value]) =>
    value === undefined ? [`--${field.replace('_', '-')}`] : [],
  );
  throw new OperatorError(
    'usage',
    phrase('consent.missingOptions', { options: missing }),
    phrase('consent.addExample'),
  );
}

/** A proof that the regulator can see to be none is worse than no address. A list keeps what its form noted, as it stands. */
function refuseOddAddress(ip: string | undefined): void {
  if (ip === undefined || ip === '' || isIpAddress(ip)) return;
  throw new OperatorError('usage', phrase('consent.badIp', { value: ip }), phrase('consent.badIpHint'));
}

/** A request waits, or it was confirmed; and nothing but a double opt-in does either. */
function refusePending({ pending = false, basis, confirmedAt }: ConsentAddOptions): void {
  if (pending && confirmedAt !== undefined) {
    throw new OperatorError('usage', phrase('renewal.pendingConfirmed'), phrase('renewal.pendingConfirmedHint'));
  }
  const option = pending ? '--pending' : confirmedAt === undefined ? null : '--confirmed-at';
  if (option !== null && basis !== 'double_opt_in') {
    throw new OperatorError('usage', phrase('renewal.onlyDouble', { option }), phrase('renewal.onlyDoubleHint'));
  }
}
