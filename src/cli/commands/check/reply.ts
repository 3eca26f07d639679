import { Command } from 'commander';
import { classifyReply } from '../../../core/suppression/classify-reply.js';
import { readExactText } from '../../../files/exact-text.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';

export function checkReplyCommand(app: () => App, words: HelpWords): Command {
  return new Command('reply')
    .description(words('inbox.helpCheck'))
    .argument('<text>', words('inbox.helpCheckArgument'))
    .action((text: string) => runCheckReply(app(), text));
}

async function runCheckReply(app: App, argument: string): Promise<void> {
  const text = argument.startsWith('@') ? await readExactText(argument.slice(1), app.world.stdin) : argument;
  const { verdict, matched } = classifyReply(text);
  if (app.globals.json) app.out(JSON.stringify({ verdict, matched }));
  else app.out(app.say(phrase('inbox.verdict', { verdict, matched })));
}
