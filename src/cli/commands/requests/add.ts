import { Command, Option } from 'commander';
import { requestKinds, type RequestKind } from '../../../core/rights/request.js';
import { OperatorError } from '../../../errors.js';
import { requireNumber } from '../../../flows/number-argument.js';
import { receiveRequest, today } from '../../../flows/register-request.js';
import { phrase } from '../../../words/phrase.js';
import type { App } from '../../app.js';
import type { HelpWords } from '../../program.js';
import { showRequest } from '../../report/request-report.js';
import { dayOption, dayPlace } from '../ledger-options.js';
import { registerDeps } from '../subject/register.js';

interface RequestsAddOptions {
  readonly kind: RequestKind;
  readonly contact?: string;
  readonly received?: string;
}

export function requestsAddCommand(app: () => App, words: HelpWords): Command {
  return new Command('add')
    .description(words('requests.helpAdd'))
    .argument('[number]', words('consent.helpNumber'))
    .addOption(new Option('--kind <kind>', words('requests.helpKind')).choices(requestKinds).makeOptionMandatory())
    .option('--contact <text>', words('requests.helpContact'))
    .option('--received <date>', words('requests.helpReceived'))
    .action((number: string | undefined, options: RequestsAddOptions) => runRequestsAdd(app(), number, options));
}

async function runRequestsAdd(
  app: App,
  text: string | undefined,
  { kind, contact, received }: RequestsAddOptions,
): Promise<void> {
  const workspace = app.workspace();
  const reached = contact?.trim() === '' ? undefined : contact?.trim();
  if (text === undefined && reached === undefined) {
    throw new OperatorError('usage', phrase('requests.nobody'), phrase('requests.nobodyHint'));
  }
  const number = text === undefined ? null : requireNumber(text, workspace.config.sender.country);
  const place = dayPlace(app, workspace);
  const day = dayOption('--received', received, place);
  const receivedOn = day?.at.setZone(place.zone).toISODate() ?? null;
  await app.withLedger('write', async (ledger) => {
    const deps = registerDeps(app, ledger);
    if (receivedOn !== null && receivedOn > today(deps)) {
      throw new OperatorError(
        'badInput',
        phrase('requests.future', { day: receivedOn }),
        phrase('requests.futureHint'),
      );
    }
    const request = await receiveRequest({ kind, number, contact: reached ?? null, receivedOn }, deps);
    showRequest(app, request, today(deps));
    if (!app.globals.json)
      app.note(app.say(phrase('requests.next', { id: request.id, kind, hasNumber: number !== null })));
  });
}
