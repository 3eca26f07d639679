import { Command } from 'commander';
import { maskPhoneNumber } from '../../core/contact/phone-number.js';
import { OperatorError } from '../../errors.js';
import { requireCampaign } from '../../flows/control-campaign.js';
import { replyAdvice } from '../../flows/destinations.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import type { HelpWords } from '../program.js';
import { shownText } from '../report/shown-text.js';
import { spokenWarnings, tellWarnings } from '../report/warnings.js';
import { countOption } from './campaign-options.js';

/** Texts shown when no row is named. */
const SHOWN = 10;

export function previewCommand(app: () => App, words: HelpWords): Command {
  return new Command('preview')
    .argument('<campaign>', words('help.argCampaign'))
    .option('--row <count>', words('help.previewRow'))
    .action((campaign: string, options: { readonly row?: string }) => runPreview(app(), campaign, options));
}

async function runPreview(app: App, name: string, options: { readonly row?: string }): Promise<void> {
  const row = countOption('--row', options.row);
  await app.withCampaign(name, async ({ ledger, isRehearsal }) => {
    const campaign = await requireCampaign(name, { ledger });
    const intents = await ledger.intents(campaign.id, row === null ? { limit: SHOWN } : { limit: 1, row });
    if (row !== null && intents.length === 0) {
      throw new OperatorError('badInput', phrase('report.noSuchLine', { row }), phrase('report.noSuchLineHint'));
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
      const to = number === null ? null : maskPhoneNumber(number);
      if (app.globals.json) {
        app.out(
          JSON.stringify({
            type: 'preview',
            row: place,
            line,
            to,
            text,
            segments,
            encoding,
            state,
            rehearsal: isRehearsal,
            warnings: spokenWarnings(app, replyAdvice(campaign.sender, [text])),
          }),
        );
        continue;
      }
      app.out(app.say(phrase('report.sample', { to: to ?? app.say(phrase('suppress.erasedNumber')), segments })));
      for (const part of shownText(app, text)) app.out(`  ${part}`);
    }
  });
}
