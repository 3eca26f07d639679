import { Command } from 'commander';
import { shownNumber } from '../../core/contact/phone-number.js';
import { OperatorError } from '../../errors.js';
import { requireCampaign } from '../../flows/control-campaign.js';
import { replyAdvice } from '../../flows/destinations.js';
import { recordRevealed } from '../../flows/export-records.js';
import { writtenNumber, writtenText } from '../../flows/export-shapes.js';
import type { IntentRow, Ledger } from '../../store/store.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { shownText } from '../report/shown-text.js';
import { spokenWarnings, tellWarnings } from '../report/warnings.js';
import { countOption } from './campaign-options.js';

interface PreviewOptions {
  readonly row?: string;
  readonly reveal?: boolean;
}

/** Texts shown when no row is named. */
const SHOWN = 10;

export function previewCommand(app: () => App, words: HelpWords): Command {
  return new Command('preview')
    .argument('<campaign>', words('help.argCampaign'))
    .option('--row <count>', words('help.previewRow'))
    .option('--reveal', words('consent.helpReveal'))
    .action((campaign: string, options: PreviewOptions) => runPreview(app(), campaign, options));
}

async function runPreview(app: App, name: string, options: PreviewOptions): Promise<void> {
  const row = countOption('--row', options.row);
  const revealing = { reveal: options.reveal === true };
  await app.withCampaign(name, async ({ ledger, clock, isRehearsal }) => {
    const campaign = await requireCampaign(name, { ledger });
    const intents = await previewed(ledger, campaign.id, row);
    if (row !== null && intents.length === 0) {
      throw new OperatorError('badInput', phrase('report.noSuchLine', { row }), phrase('report.noSuchLineHint'));
    }
    if (revealing.reveal) {
      const { actor } = app;
      await recordRevealed({ what: 'preview', campaign: name }, { ledger, clock, actor });
    }
    if (!app.globals.json) {
      tellWarnings(
        app,
        replyAdvice(
          campaign.sender,
          intents.map(({ text }) => text),
        ),
      );
    }
    if (isRehearsal && !app.globals.json) app.out(app.paint.out.bold(app.say(phrase('cli.rehearsal'))));
    for (const { number, text, segments, encoding, state, line, row: place } of intents) {
      if (app.globals.json) {
        app.out(
          JSON.stringify({
            type: 'preview',
            row: place,
            line,
            to: writtenNumber(number, revealing),
            text: writtenText(text, number, revealing),
            segments,
            encoding,
            state,
            rehearsal: isRehearsal,
            warnings: spokenWarnings(app, replyAdvice(campaign.sender, [text])),
          }),
        );
        continue;
      }
      const to = number === null ? app.say(phrase('suppress.erasedNumber')) : shownNumber(number, revealing);
      app.out(app.say(phrase('report.sample', { to, segments })));
      for (const part of shownText(app, writtenText(text, number, revealing))) app.out(`  ${part}`);
    }
  });
}

/** While a plan waits for somebody's word its texts are what is looked at, not those that an earlier one has sent. */
async function previewed(ledger: Ledger, campaignId: number, row: number | null): Promise<readonly IntentRow[]> {
  const asked = row === null ? { limit: SHOWN } : { limit: 1, row };
  const { unconfirmed } = await ledger.campaignCounts(campaignId);
  const waiting = unconfirmed === 0 ? [] : await ledger.intents(campaignId, { ...asked, isWaiting: true });
  return waiting.length > 0 ? waiting : ledger.intents(campaignId, asked);
}
