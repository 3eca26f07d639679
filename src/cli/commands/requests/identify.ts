import { Command } from 'commander';
import { requireNumber } from '../../../flows/number-argument.js';
import { identifyRequest, today } from '../../../flows/register-request.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { dayText, showRequest } from '../../report/request-report.js';
import { registerDeps } from '../subject/register.js';
import { explanation, requestId } from './request-arguments.js';

interface RequestsIdentifyOptions {
  readonly by: string;
  readonly number?: string;
}

export function requestsIdentifyCommand(app: () => App, words: HelpWords): Command {
  return new Command('identify')
    .description(words('requests.helpIdentify'))
    .argument('<id>', words('requests.helpId'))
    .requiredOption('--by <text>', words('requests.helpBy'))
    .option('--number <number>', words('requests.helpNumber'))
    .action((id: string, options: RequestsIdentifyOptions) => runRequestsIdentify(app(), id, options));
}

async function runRequestsIdentify(app: App, id: string, { by, number: text }: RequestsIdentifyOptions): Promise<void> {
  const how = explanation('--by', by);
  const number = text === undefined ? null : requireNumber(text, app.workspace().config.sender.country);
  await app.withLedger('write', async (ledger) => {
    const deps = registerDeps(app, ledger);
    const request = await identifyRequest(requestId(id), how, number, deps);
    const { identifiedOn, kind, fingerprint } = request;
    if (!app.globals.json && identifiedOn !== null) {
      app.out(app.say(phrase('requests.identified', { id: request.id, on: dayText(app, identifiedOn) })));
    }
    showRequest(app, request, today(deps));
    if (app.globals.json) return;
    const next = { id: request.id, kind, hasNumber: fingerprint !== null };
    app.note(app.say(phrase('requests.identifiedNext', next)));
  });
}
