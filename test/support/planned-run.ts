import { parseConfig, type Config } from '../../src/config/config.js';
import { builtInPurposes } from '../../src/core/consent/purpose.js';
import { openHolidayBook, type HolidayBook } from '../../src/core/schedule/holidays.js';
import { profileIds } from '../../src/core/schedule/profiles.js';
import { invariant } from '../../src/errors.js';
import { planCampaign, type PlanRequest, type PlanResult } from '../../src/flows/plan-campaign.js';
import { preparePlan, type CampaignRequest } from '../../src/flows/prepare-plan.js';
import type { Ledger } from '../../src/store/store.js';
import type { FakeWorld } from './fake-world.js';
import { KEYRING, STAMP } from './temp-ledger.js';

/** The configuration of an invented association that texts France and its overseas territories. */
export const CONFIG: Config = parseConfig(
  `[organisation]
name = "Les Amis du Parc"
[sender]
id = "AMISDUPARC"
country = "FR"
[footer.FR]
text = "STOP au {{ stop }}"
stop = "36184"
[limits]
countries = ["FR"]
max_segments = 2
[provider]
use = "simulator"
price = { FR = "0.065" }
currency = "EUR"
`,
  'smsctl.toml',
  { profileIds: profileIds() },
);

export interface PlanAsked extends Partial<Omit<CampaignRequest, 'template' | 'purpose'>> {
  readonly contacts: string;
  readonly text?: string;
  readonly purpose?: string;
  /** Other than {@link CONFIG}. */
  readonly config?: Config;
}

let book: Promise<HolidayBook> | null = null;

/** Prepares a plan as the program does it, in a rehearsal: numbers kept for fiction are people there. */
async function planRequest(asked: PlanAsked): Promise<PlanRequest> {
  const { text = 'Bonjour {{ prenom }}', purpose: named = 'association', config = CONFIG, ...rest } = asked;
  const purpose = builtInPurposes.get(named);
  invariant(purpose !== undefined, 'the purposes of tests are built in');
  const request: CampaignRequest = {
    campaign: 'fete',
    template: { text },
    purpose,
    sender: config.sender.id,
    where: null,
    limit: null,
    phoneColumn: null,
    encoding: null,
    delimiter: null,
    sheet: null,
    allowSensitive: [],
    urgent: false,
    again: false,
    gsm7: false,
    startsAt: null,
    notAfter: null,
    keep: true,
    reveal: false,
    ...rest,
  };
  const around = { config, isRehearsing: true, rate: 30, zone: 'Europe/Paris', stdin: process.stdin };
  return (await preparePlan(request, around)).request;
}

/** Plans a file of contacts. */
export async function planFile(
  ledger: Ledger,
  world: FakeWorld,
  asked: PlanAsked,
  signal: AbortSignal = new AbortController().signal,
  onProgress: (rows: number) => void = () => undefined,
): Promise<PlanResult> {
  const deps = {
    ledger,
    clock: world.clock,
    actor: { operator: STAMP.operator, login: STAMP.login },
    keyring: KEYRING,
    book: await (book ??= openHolidayBook()),
  };
  const request = await planRequest(asked);
  try {
    return await planCampaign(request, deps, onProgress, signal);
  } finally {
    await request.table.close();
  }
}
