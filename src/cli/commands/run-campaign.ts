import { submissionsOf } from '../../flows/destinations.js';
import { frequencyCapOf } from '../../config/frequency-cap.js';
import { refuseUnsendable, sendCampaign, type RunResult } from '../../flows/send-campaign.js';
import { Interrupted, OperatorError } from '../../errors.js';
import type { Campaign, Ledger } from '../../store/store.js';
import { gatesOf, refuseClosedGates } from '../../flows/way-out.js';
import { hasFile, rehearsalFiles } from '../../files/workspace.js';
import { instantOf } from '../../core/schedule/instant.js';
import { phrase, type Phrase } from '../../words/phrase.js';
import type { App, CampaignLedger, Workspace } from '../app.js';
import { runProgress, showRun } from '../report/run-report.js';
import { countOption, localZone } from './campaign-options.js';

/** As many submissions may be under way as the rate lets begin in this time: a slow answer does not slow the run. */
const IN_FLIGHT_SECONDS = 10;
/** No more submissions are under way at once, whatever the rate. */
const MAX_IN_FLIGHT = 256;

export interface RunOptions {
  readonly wait?: boolean;
  readonly rate?: string;
  /** What the plan that this run sends was warned about; its JSON has no other place for it. */
  readonly warnings?: readonly Phrase[];
}

/** Sends what is confirmed, shows how it went, and sets the exit code. */
export async function runCampaign(
  app: App,
  workspace: Workspace,
  campaign: Campaign,
  { ledger, clock, isRehearsal }: CampaignLedger,
  options: RunOptions,
): Promise<void> {
  const { config, keyring, files } = workspace;
  const purpose = config.purposes.get(campaign.purpose);
  if (purpose === undefined) {
    throw new OperatorError(
      'config',
      phrase('report.unknownPurpose', { purpose: campaign.purpose }),
      phrase('report.purposeHint', { purposes: [...config.purposes.keys()].join(', ') }),
    );
  }
  const counts = await ledger.campaignCounts(campaign.id);
  refuseUnsendable(campaign, counts);
  const gates = gatesOf(campaign, config, { ledger, clock });
  // With nothing left to leave, the end of a run is told all the same.
  if (counts.remaining > counts.unconfirmed) refuseClosedGates(await gates(), campaign.name, localZone(app, workspace));
  const book = await app.holidayBook();
  const opened = { isRehearsal, clock };
  const { provider, pace, rate } = app.provider(campaign.name, opened, countOption('--rate', options.rate));
  const zone = localZone(app, workspace);
  const progress = runProgress(app, zone, () => clock.now());
  const deps = { clock, book, keyring, provider, pace, timer: app.world.timer, actor: app.actor };
  const run = async (recording: Ledger): Promise<void> => {
    const policy = {
      campaign: campaign.name,
      purpose,
      frequencyCap: frequencyCapOf(config, purpose),
      again: campaign.again,
    };
    const request = {
      campaign,
      policy,
      stopRules: config.stop,
      gates,
      submissionOf: submissionsOf(config, purpose),
      wait: options.wait === true,
      workers: Math.min(MAX_IN_FLIGHT, Math.ceil(rate * IN_FLIGHT_SECONDS)),
    };
    try {
      const wished = await awaitStart(app, campaign, { ledger, clock, isRehearsal }, zone);
      const result =
        wished ??
        (await sendCampaign(request, { ...deps, ledger: recording }, (event) => progress.see(event), app.interrupted));
      progress.end();
      // Made when the first message leaves: a run that ends before has none to show.
      const { outbox: written } = rehearsalFiles(files, campaign.name);
      const outbox = isRehearsal && hasFile(written) ? written : null;
      showRun(app, { campaign, result, isRehearsal, outbox, warnings: options.warnings ?? [], now: clock.now(), zone });
      if (result.end.kind === 'interrupted') throw new Interrupted(true);
    } finally {
      progress.end();
    }
  };
  await app.holdingRun(ledger, () => app.recording({ ledger, isRehearsal }, rate, run));
}

/** Waits for `--at`. Returns how it ended when someone paused or cancelled the campaign meanwhile. */
async function awaitStart(
  app: App,
  campaign: Campaign,
  { ledger, clock }: CampaignLedger,
  zone: string,
): Promise<RunResult | null> {
  const startsAt = campaign.startsAt === null ? null : instantOf(campaign.startsAt);
  if (startsAt === null || startsAt <= clock.now()) return null;
  await ledger.setWish(campaign.id, null);
  await ledger.setState(campaign.id, 'running');
  if (!app.globals.json) app.note(app.say(phrase('report.startsLater', { at: startsAt, now: clock.now(), zone })));
  await clock.sleepUntil(startsAt, app.interrupted);
  const wish = await ledger.readControl(campaign.id);
  if (wish === null) return null;
  const kind = wish === 'cancel' ? 'cancelled' : 'paused';
  await ledger.setState(campaign.id, kind);
  return { end: { kind }, counts: await ledger.campaignCounts(campaign.id) };
}
