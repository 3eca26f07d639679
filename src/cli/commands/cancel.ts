import { Command } from 'commander';
import { cancelCampaign, markAbandoned, requireCampaign } from '../../flows/control-campaign.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { tellRehearsal } from '../report/run-report.js';

export function cancelCommand(app: () => App, words: HelpWords): Command {
  return new Command('cancel')
    .argument('<campaign>', words('help.argCampaign'))
    .action((campaign: string) => runCancel(app(), campaign));
}

async function runCancel(app: App, name: string): Promise<void> {
  await app.withCampaign(name, async ({ ledger, clock, isRehearsal }) => {
    const deps = { ledger, clock, actor: app.actor };
    const cancelled = await cancelCampaign(name, deps);
    // Of a campaign that has ended, too: somebody else may have held the lock when it was cancelled.
    const campaign = await requireCampaign(name, deps);
    await app.unlessRunHeld(ledger, () => markAbandoned(campaign, deps));
    const count = cancelled ?? 0;
    if (app.globals.json) {
      const { state } = campaign;
      const document = { type: 'cancelled', campaign: name, changed: cancelled !== null, state, skipped: count };
      app.out(JSON.stringify({ ...document, rehearsal: isRehearsal }));
    } else {
      tellRehearsal(app, isRehearsal);
      const words =
        cancelled === null
          ? phrase('report.endedAlready', { campaign: name })
          : phrase('report.cancelled', { campaign: name, count });
      app.note(app.say(words));
    }
  });
}
