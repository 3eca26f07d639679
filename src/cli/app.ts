import type { ChalkInstance } from 'chalk';
import type { Config } from '../config/config.js';
import type { RecipientTrouble } from '../core/delivery/send-outcome.js';
import type { Keyring } from '../core/contact/keyring.js';
import type { E164 } from '../core/contact/phone-number.js';
import type { HolidayBook } from '../core/schedule/holidays.js';
import type { RehearsalTrace } from '../files/rehearsals.js';
import type { WorkspaceFiles } from '../files/workspace.js';
import type { CopyDeps } from '../flows/backup-workspace.js';
import type { EncryptionDeps } from '../flows/encrypt-workspace.js';
import type { RotationDeps } from '../flows/rotate-key.js';
import type { Keychain } from '../keychain/keychain.js';
import type { CredentialsCheck, Pace, Provider } from '../providers/provider.js';
import type { Actor, Ledger, LedgerChecks } from '../store/store.js';
import type { Formats } from '../words/formats.js';
import type { Phrase } from '../words/phrase.js';
import type { Clock, World } from '../world.js';
import type { KeyDoor } from './key-door.js';
import type { Prompts } from './prompts.js';

/** What every command understands, wherever it stands on the line. */
export interface GlobalOptions {
  readonly workspace?: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly operator?: string;
  readonly clock?: string;
  /** The rehearsal of a campaign is meant, though a real one of its name exists. */
  readonly rehearsal?: true;
}

/** A workspace whose configuration was read and judged. */
export interface Workspace {
  readonly files: WorkspaceFiles;
  readonly config: Config;
  /** Opened when it is first needed. @throws OperatorError notPermitted (77) without the passphrase of a sealed one. */
  readonly keyring: Keyring;
  /** Submissions leave this machine only by the simulator: everything is a rehearsal. */
  readonly isRehearsing: boolean;
}

/** The same without its keys: judges that are asked directly need none. */
export type Settings = Omit<Workspace, 'keyring'>;

/** One campaign's ledger, be it the ledger itself or the copy that it is rehearsed in. */
export interface CampaignLedger {
  readonly ledger: Ledger;
  readonly isRehearsal: boolean;
  /** The clock by which this campaign runs. */
  readonly clock: Clock;
}

/** Where replies and receipts come from. */
interface InboxSource {
  /** As configured. */
  readonly name: string;
  /** What a code of a receipt says of the recipient for good; null: nothing. */
  readonly aboutCode: (code: string) => RecipientTrouble | null;
  /** Opens the records of the provider; null where there are none that can be fetched. Needs the credentials. */
  readonly openRecords: (() => NonNullable<Provider['fetchInbox']>) | null;
}

/** The door through which commands reach the world; opens things on demand. */
export interface App {
  /** Its clock is that of `--clock`, where one was given to a command that may have one. */
  readonly world: World;
  readonly globals: GlobalOptions;
  readonly formats: Formats;
  /** Colours for standard output and for standard error. */
  readonly paint: { readonly out: ChalkInstance; readonly err: ChalkInstance };
  readonly prompts: Prompts;
  /** Passphrases, and the keys that they open. */
  readonly keyDoor: KeyDoor;
  /** Of the session; asked only for what lies in it. */
  readonly keychain: Keychain;
  /** Aborts when the operator, or the system, asks the program to end. */
  readonly interrupted: AbortSignal;
  readonly actor: Actor;

  say(phrase: Phrase): string;
  /** Data for standard output, with a line feed. */
  out(text: string): void;
  /** Words for standard error, with a line feed; silent under `--quiet`. */
  note(text: string): void;
  /** Sets the exit code of a command that ran to its end; the first of 74, 77, 69, 75, 80 wins. */
  setExitCode(code: number): void;

  /** @throws OperatorError when there is none, or when it is not usable. */
  workspace(): Workspace;
  /** The workspace, for a command that changes its own files: a rehearsal clock is refused. */
  ownWorkspace(): Workspace;
  /** The configuration as it is by now: the same object while its file says the same. @throws OperatorError as {@link workspace} */
  configNow(): Promise<Config>;
  /** @throws OperatorError usage (64) where `--clock` was given, to a command that looks at the machine as it is. */
  refuseClock(): void;
  /** @throws OperatorError usage (64) where `--clock` was given and the provider is a real one. */
  refuseStrayClock(): void;
  /** Null outside a workspace, unless one was named; problems of an existing one are thrown, but for those of its key. */
  settings(): Settings | null;
  /** Finds a workspace's files without reading them. */
  workspaceFiles(): WorkspaceFiles | null;
  /** The keyring of a workspace whose configuration need not be fit. */
  keyring(files: WorkspaceFiles): Keyring;
  holidayBook(): Promise<HolidayBook>;

  /** Opens the ledger itself. `write` refuses a rehearsal clock. */
  withLedger<T>(mode: 'read' | 'write', use: (ledger: Ledger) => Promise<T>): Promise<T>;
  /** Opens the ledger in which an existing campaign lives: a real run wins over a rehearsal, unless `--rehearsal` is given. */
  withCampaign<T>(name: string, use: (found: CampaignLedger) => Promise<T>): Promise<T>;
  /**
   * Opens the ledger in which an existing campaign lives to look and nothing else: a rehearsal learns nothing new, and
   * its clock stands where it stood.
   */
  viewCampaign<T>(name: string, use: (found: CampaignLedger) => Promise<T>): Promise<T>;
  /**
   * Opens the ledger in which a campaign of this name is planned, making its rehearsal if need be.
   *
   * @throws OperatorError usage (64) for `--rehearsal` while a real provider is configured.
   * @param options.fresh Starts a rehearsal of this name over; 75 while it is planned or sent.
   * @param options.keep False: `use` only looks, and no file is made or changed.
   */
  withPlanning<T>(
    name: string,
    options: { readonly fresh: boolean; readonly keep: boolean },
    use: (found: CampaignLedger) => Promise<T>,
  ): Promise<T>;
  /** Whether a campaign of this name can be seen anywhere. */
  isCampaign(name: string): Promise<boolean>;
  /** Names of the campaigns that were rehearsed. */
  rehearsedCampaigns(): readonly string[];
  /** Names of the rehearsals that do not open. @throws OperatorError notNow (75) while one is written anew. */
  unreadableRehearsals(): Promise<readonly string[]>;
  /**
   * Holds the system's lock on a ledger's runs while `use` runs; 75 when another run has it, 77 when the ledger is a
   * copy that nobody has adopted.
   */
  holdingRun<T>(ledger: Ledger, use: () => Promise<T>): Promise<T>;
  /** The same, without asking whether the ledger may send. */
  holdingLedger<T>(ledger: Ledger, use: () => Promise<T>): Promise<T>;
  /**
   * Takes that lock if nobody has it, and holds it while `use` runs: what is under way in the ledger then was left by a
   * run that died. Null, and `use` is not run, while another process holds it.
   */
  unlessRunHeld<T>(ledger: Ledger, use: () => Promise<T>): Promise<T | null>;
  holdingPlan<T>(ledger: Ledger, use: () => Promise<T>): Promise<T>;
  /** The ledger for the drafting of one plan. A long one is kept in a thread of its own while it is judged. */
  drafting<T>(ledger: Ledger, use: (ledger: Ledger) => Promise<T>): Promise<T>;
  /** The ledger for one file of consents. A long one is recorded in a thread of its own while it is judged. */
  importing<T>(ledger: Ledger, use: (ledger: Ledger) => Promise<T>): Promise<T>;
  /**
   * The ledger for the messages of one run. A fast run commits in a thread of its own, so that no message waits for the
   * disk sync of another.
   *
   * @param rate Submissions a second.
   */
  recording<T>(
    opened: Pick<CampaignLedger, 'ledger' | 'isRehearsal'>,
    rate: number,
    use: (ledger: Ledger) => Promise<T>,
  ): Promise<T>;
  /**
   * The checks of a ledger, for whoever walks its log as well: those of a long one are made in a thread beside it. An error
   * of one is thrown where it is asked for.
   */
  checking<T>(ledger: Ledger, use: (checks: LedgerChecks) => Promise<T>): Promise<T>;
  /** Whether a run of another process holds it at this moment. */
  isRunHeld(ledger: Ledger): Promise<boolean>;
  /**
   * The provider of a campaign, guarded by the window, and the pace that it allows. A rehearsal has the simulator
   * whatever is configured, and nothing simulated is ever told of a real campaign.
   *
   * @throws OperatorError config (78) for a real campaign while the simulator is configured; credentials.
   */
  provider(
    campaign: string,
    opened: Pick<CampaignLedger, 'isRehearsal' | 'clock'>,
    askedRate: number | null,
  ): { readonly provider: Provider; readonly pace: Pace; readonly rate: number };
  /** Asks the configured provider whether it knows us, without sending; null where there is nobody to ask. */
  checkCredentials(): Promise<CredentialsCheck | null>;
  readonly recode: EncryptionDeps['recode'];
  readonly rekey: RotationDeps['rekey'];
  /** Holds every lock on the workspace's ledger, of runs, plans and backups, while `use` runs; 75 when somebody has one. */
  holdingAll<T>(files: WorkspaceFiles, use: () => Promise<T>): Promise<T>;
  /** The same, and what all copies of the ledger share on this computer; 75 while another one of them sends. */
  holdingForAdoption<T>(ledger: Ledger, use: () => Promise<T>): Promise<T>;
  readonly isInClear: EncryptionDeps['isInClear'];
  /** Copies of a ledger: how they are made while it is in use, and how they are read to their last page. */
  readonly copies: CopyDeps;
  /** Holds the lock on backups of a workspace; 75 when another one is being made or restored. */
  holdingBackup<T>(files: WorkspaceFiles, use: () => Promise<T>): Promise<T>;
  /** The rehearsals that know a number in clear, or that can not be shown not to; those that were set aside, too. */
  rehearsalsHolding(number: E164): Promise<readonly RehearsalTrace[]>;
  /**
   * Runs one use of each ledger that a restoration set aside and that opens with the key in use or with its own. Returns
   * the files of those; the others are left as they are.
   *
   * @throws OperatorError notNow (75) while another program has one open.
   */
  withSetAside(mode: 'read' | 'write', use: (ledger: Ledger) => Promise<void>): Promise<readonly string[]>;
  /** @throws OperatorError notNow (75) while one of them is planned or sent. */
  refuseHeldRehearsals(rehearsals: readonly RehearsalTrace[]): void;
  /** Takes rehearsals away, with everything beside them. @throws OperatorError notNow (75) */
  removeRehearsals(rehearsals: readonly RehearsalTrace[]): void;
  /** The configured provider, for what concerns no campaign: its records, and what its codes mean. */
  inboxSource(): InboxSource;
  /** Makes the empty ledger of a new workspace. */
  createLedger(files: WorkspaceFiles, keyring: Keyring, ledgerId: string): void;
  /** Submissions a second that the configured provider allows, or the operator asks for, whichever is less. */
  rate(asked: number | null): number;
}
