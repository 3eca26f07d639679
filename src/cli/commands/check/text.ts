import { Command } from 'commander';
import { countSegments, type SegmentCount } from '../../../core/segment/count-segments.js';
import { replaceTypography } from '../../../core/segment/replace-typography.js';
import { isSpoilt } from '../../../core/segment/spoilt-character.js';
import { replyInvitation } from '../../../core/template/reply-invitation.js';
import { readExactText } from '../../../files/exact-text.js';
import { replyAdvice } from '../../../flows/destinations.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { spokenWarnings, tellWarnings } from '../../report/warnings.js';
import { surroundingsOf } from './surroundings.js';

export function checkTextCommand(app: () => App, words: HelpWords): Command {
  return new Command('text')
    .description(words('check.helpText'))
    .argument('<text>', words('check.helpTextArgument'))
    .action((text: string) => runCheckText(app(), text));
}

async function runCheckText(app: App, argument: string): Promise<void> {
  const text = argument.startsWith('@') ? await readExactText(argument.slice(1), app.world.stdin) : argument;
  const count = countSegments(text);
  // The sender is looked for where it matters: a text is counted without any workspace, or beside a broken one.
  const sender = replyInvitation(text) === null ? null : surroundingsOf(app).sender;
  const warnings = [
    ...(count.causes.some(({ char }) => isSpoilt(char)) ? [phrase('texts.spoilt', { texts: 1 })] : []),
    ...(sender === null ? [] : replyAdvice(sender, [text])),
  ];
  if (app.globals.json) {
    const { encoding, units, segments, perSegmentUnits, causes } = count;
    app.out(
      JSON.stringify({ encoding, units, segments, perSegmentUnits, causes, warnings: spokenWarnings(app, warnings) }),
    );
    return;
  }
  show(app, text, count);
  tellWarnings(app, warnings);
}

function show(app: App, text: string, count: SegmentCount): void {
  app.out(app.say(phrase('check.textCount', count)));
  if (count.segments === 0) app.note(app.say(phrase('check.textEmpty')));
  if (count.encoding === 'GSM-7') return;
  app.out(app.say(phrase('check.textCauses', { causes: count.causes })));
  const replaced = replaceTypography(text);
  if (replaced === text) return;
  app.note(app.say(phrase('check.textReplaced', { segments: countSegments(replaced).segments })));
  app.note(app.say(phrase('texts.before', { text })));
  app.note(app.say(phrase('texts.after', { text: replaced })));
}
