import type { DateTime } from 'luxon';
import { isOtherCurrency, type StopRules } from '../core/campaign/stop-rules.js';
import { parseConfig, type Config } from '../config/config.js';
import { byCountry } from '../core/audience/audience-judge.js';
import type { Keyring } from '../core/contact/keyring.js';
import { profileIds } from '../core/schedule/profiles.js';
import { zoneOfCountry } from '../core/schedule/places.js';
import { instantOf } from '../core/schedule/instant.js';
import { OperatorError } from '../errors.js';
import { nodeVersion } from '../files/host.js';
import { leftovers, refuseLinkedRehearsals } from '../files/leftovers.js';
import { setAsideRehearsals } from '../files/rehearsals.js';
import { readConfigText, rehearsalNames, setAsideLedgers, type WorkspaceFiles } from '../files/workspace.js';
import type { CredentialsCheck } from '../providers/provider.js';
import type { Ledger, LedgerChecks } from '../store/store.js';
import { phrase } from '../words/phrase.js';
import { footersOf, refuseOtherProvidersCode } from './destinations.js';
import { advised, doubtful, examine, failed, failedBy, good, type Examination } from './examination.js';
import { examineEncryption } from './examine-encryption.js';
import { examineFiles } from './examine-files.js';
import { examineProcessor, examineRules } from './examine-oversight.js';
import { provenExit } from './way-out.js';
import { examineClock, examineLedger } from './examine-ledger.js';

interface ExamDeps {
  /** By the machine's own clock. */
  readonly now: DateTime;
  /** Of the machine, where the sender's country has none of its own. */
  readonly timeZone: string;
  /** Opens the ledger of the workspace for reading. */
  withLedger<T>(use: (ledger: Ledger, checks: LedgerChecks) => Promise<T>): Promise<T>;
  isRunHeld(ledger: Ledger): Promise<boolean>;
  /** @throws OperatorError when there is no key, or no passphrase that opens it. */
  readKeyring(): Keyring;
  /** Whether a ledger or a rehearsal is in clear. */
  isInClear(file: string): boolean;
  /** Names of the rehearsals that do not open. */
  unreadableRehearsals(): Promise<readonly string[]>;
  /** Asks the configured provider whether it knows us, without sending; null where there is nobody to ask. */
  checkCredentials(): Promise<CredentialsCheck | null>;
}

/**
 * Looks at everything that a workspace stands on and never stops at the first problem. Nothing is sent, and nothing is
 * changed.
 *
 * @returns What was looked at, in an order in which one can mend it.
 */
export async function examineWorkspace(files: WorkspaceFiles, deps: ExamDeps): Promise<readonly Examination[]> {
  const config = attempt('config', () =>
    parseConfig(readConfigText(files), files.config, { profileIds: profileIds() }),
  );
  const keyring = attempt('key', () => deps.readKeyring());
  return [
    examineNode(nodeVersion),
    ...(config.kind === 'failed' ? [config.examination] : examineConfig(config.value)),
    examineRules(deps.now),
    ...(config.kind === 'failed' ? [] : await examineCredentials(config.value, deps)),
    ...(keyring.kind === 'failed' ? [keyring.examination] : await examineEncryption(files, keyring.value, deps)),
    ...examineFiles(files),
    ...(await openAndExamine(config, keyring, deps)),
    await examine('rehearsals', async () =>
      examineRehearsals(
        files,
        config.kind === 'failed' || keyring.kind === 'failed' ? [] : await deps.unreadableRehearsals(),
      ),
    ),
    await examine('leftovers', () => examineLeftovers(files)),
    await examine('set_aside', () => examineSetAside(files)),
  ];
}

/** The value, or why there is none. */
type Attempt<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'failed'; readonly examination: Examination };

function attempt<T>(name: Examination['name'], make: () => T): Attempt<T> {
  try {
    return { kind: 'done', value: make() };
  } catch (error) {
    return { kind: 'failed', examination: failedBy(name, error) };
  }
}

/** The releases that `engines` of package.json names: below 22.14 the ledger's driver does not load. */
export function examineNode(version: string): Examination {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isTested = (major === 22 && minor >= 14) || major === 24 || major >= 26;
  if (isTested) return good('node', phrase('doctor.node', { version }));
  return doubtful('node', phrase('doctor.nodeUntested', { version }), phrase('doctor.nodeUntestedHint'));
}

function examineConfig(config: Config): readonly Examination[] {
  return [
    good('config', phrase('doctor.configFit')),
    examineOrganisation(config),
    good('provider', phrase('doctor.provider', { provider: config.provider.use })),
    examineFooters(config),
    ...examineProcessor(config),
  ];
}

/** Notices and answers to people name where they can turn to and where they can read on (GDPR articles 12(1), 13(1)). */
function examineOrganisation({ organisation }: Config): Examination {
  const { contact, privacyUrl } = organisation;
  const keys = [...(contact === null ? ['contact'] : []), ...(privacyUrl === null ? ['privacy_url'] : [])];
  if (keys.length === 0) return good('organisation', phrase('doctor.reachable'));
  return advised('organisation', phrase('doctor.notReachable', { keys }), phrase('doctor.notReachableHint'));
}

function examineFooters(config: Config): Examination {
  const checked = attempt('footers', () => refuseOtherProvidersCode(config));
  if (checked.kind === 'failed') return checked.examination;
  const footers = footersOf(config);
  const withoutWayOut = config.limits.countries.filter((country) => byCountry(footers, country) === undefined);
  const [country] = withoutWayOut;
  if (country === undefined) return good('footers', phrase('doctor.footers'));
  return doubtful(
    'footers',
    phrase('doctor.noWayOut', { countries: withoutWayOut }),
    phrase('doctor.noWayOutHint', { country }),
  );
}

/** Nothing where no provider is asked. */
async function examineCredentials({ provider, stop }: Config, deps: ExamDeps): Promise<readonly Examination[]> {
  if (provider.use === 'simulator') return [];
  return [
    await examine('credentials', async () => judgeCredentials(await deps.checkCredentials(), provider.use, stop)),
  ];
}

function judgeCredentials(check: CredentialsCheck | null, provider: string, rules: StopRules): Examination {
  if (check === null) return good('credentials', phrase('provider.credentialsGiven', { provider }));
  switch (check.kind) {
    case 'good': {
      const { balance } = check;
      if (balance === null) return good('credentials', phrase('provider.credentialsGood', { provider }));
      const told = phrase('provider.credentialsAndBalance', { provider, ...balance });
      if (isOtherCurrency(balance.currency, rules)) {
        const otherwise = phrase('provider.otherCurrency', { provider, ...balance, meant: rules.balanceCurrency });
        return doubtful('credentials', otherwise, phrase('provider.otherCurrencyHint', balance));
      }
      // A minus is the balance of an account that is paid afterwards.
      return Number(balance.amount) === 0
        ? doubtful('credentials', told, phrase('provider.balanceHint'))
        : good('credentials', told);
    }
    case 'refused':
      return failed(
        'credentials',
        'notPermitted',
        phrase('provider.credentialsRefused', { provider, reason: check.reason }),
        phrase('provider.credentialsRefusedHint'),
      );
    case 'unavailable':
      return failed(
        'credentials',
        'unavailable',
        phrase('provider.notAsked', { provider, why: check.why }),
        phrase('provider.notAskedHint'),
      );
  }
}

/** Without a configuration or a key the ledger is not opened; the clock is looked at in any case. */
async function openAndExamine(
  config: Attempt<Config>,
  keyring: Attempt<Keyring>,
  deps: ExamDeps,
): Promise<readonly Examination[]> {
  const zone = config.kind === 'failed' ? deps.timeZone : zoneOfCountry(config.value.sender.country, deps.timeZone);
  const clock = examineClock(deps.now, null, zone);
  if (config.kind === 'failed' || keyring.kind === 'failed') {
    return [clock, doubtful('ledger', phrase('doctor.ledgerNotOpened'), phrase('doctor.ledgerNotOpenedHint'))];
  }
  try {
    const isRehearsing = config.value.provider.use === 'simulator';
    return await deps.withLedger(async (ledger, checks) => [
      ...(await examineLedger(ledger, checks, { ...deps, isRehearsing, zone })),
      ...(isRehearsing ? [] : [await examine('way_out', () => examineWayOut(ledger, config.value, zone))]),
    ]);
  } catch (error) {
    const isOtherKey = error instanceof OperatorError && error.problem.key === 'store.wrongKey';
    return [clock, failedBy(isOtherKey ? 'ledger_key' : 'ledger', error)];
  }
}

/** Whether somebody's STOP is known to arrive: promotional messages do not leave before. */
async function examineWayOut(ledger: Ledger, config: Config, zone: string): Promise<Examination> {
  const proof = await provenExit(config, ledger);
  if (proof === null) {
    return doubtful('way_out', phrase('inbox.doctorUnproven'), phrase('inbox.doctorUnprovenHint'));
  }
  const { kind, provenAt, operator: by } = proof;
  return good('way_out', phrase('inbox.doctorProven', { kind, at: instantOf(provenAt), zone, by }));
}

/** @param unreadable Those that could not be opened. */
function examineRehearsals(files: WorkspaceFiles, unreadable: readonly string[]): Examination {
  refuseLinkedRehearsals(files);
  if (unreadable.length > 0) {
    const message = phrase('doctor.rehearsalsUnreadable', { names: unreadable });
    return doubtful('rehearsals', message, phrase('doctor.rehearsalsUnreadableHint', { folder: files.rehearsals }));
  }
  const names = rehearsalNames(files);
  if (names.length === 0) return good('rehearsals', phrase('doctor.noRehearsals'));
  return advised(
    'rehearsals',
    phrase('doctor.rehearsals', { names }),
    phrase('doctor.rehearsalsHint', { folder: files.rehearsals }),
  );
}

function examineLeftovers(files: WorkspaceFiles): Examination {
  const found = leftovers(files);
  if (found.length === 0) return good('leftovers', phrase('leftovers.none'));
  return doubtful('leftovers', phrase('leftovers.found', { files: found }), phrase('leftovers.foundHint'));
}

/** No term ends what a restoration set aside, and an erasure reaches only what opens. */
function examineSetAside(files: WorkspaceFiles): Examination {
  const found = [...setAsideLedgers(files).map(({ ledger }) => ledger), ...setAsideRehearsals(files)];
  if (found.length === 0) return good('set_aside', phrase('leftovers.noneAside'));
  return advised('set_aside', phrase('leftovers.aside', { files: found }), phrase('leftovers.asideHint'));
}
