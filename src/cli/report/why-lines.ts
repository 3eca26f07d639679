import { instantOf } from '../../core/schedule/instant.js';
import type { ToldEntry, ToldProof } from '../../flows/why-facts.js';
import { phrase } from '../../words/phrase.js';
import type { App } from '../app.js';
import { liftTexts, proofLines } from './consent-report.js';

/** "STOP, for all promotional messages, since …, recorded by …" */
export function entryLine(app: App, entry: ToldEntry, zone: string): string {
  const { reason, scope, purpose, since, operator, applies, lifts } = entry;
  const told = app.say(
    phrase('why.entry', {
      reason: app.say(phrase('suppress.reason', { reason })),
      scope: app.say(phrase('suppress.scope', { scope, purpose })),
      since: { at: instantOf(since), zone },
      by: operator,
      // What was lifted or taken back says so itself.
      applies: applies || lifts.length > 0,
    }),
  );
  return [told, ...liftTexts(app, lifts, zone)].join(', ');
}

/** The history tells its events indented; here they have an indent of their own. */
export function toldProofLines(app: App, proof: ToldProof, zone: string): readonly string[] {
  return proofLines(app, proof, zone).map((line) => line.replace(/^ {2}/, ''));
}
